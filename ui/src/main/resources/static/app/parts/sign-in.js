import { LitElement, html, nothing } from "lit";
import { signIn } from "../session.js";
import { words } from "../words.js";

/** The sign-in form. The browser does not store the key. */
class SignIn extends LitElement {
  static properties = { problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.problem = "";
    this.busy = false;
  }

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    this.querySelector("input")?.focus();
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const key = String(new FormData(form).get("key")).trim();
    this.busy = true;
    this.problem = "";
    try {
      await signIn(key);
    } catch (problem) {
      this.problem = problem instanceof Error ? problem.message : String(problem);
      form.querySelector("input")?.select();
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`
      <main class="sign-in">
        <form class="card stack" @submit=${this.submit}>
          <h1><img src="app/icon.svg" alt="" width="24" height="24" /> ${words.common.logAggregator}</h1>
          <label>
            ${words.session.apiKey}
            <input name="key" type="password" autocomplete="current-password" required spellcheck="false"
              aria-describedby="key-help" aria-invalid=${this.problem ? "true" : "false"} />
          </label>
          ${this.problem ? html`<p class="error-text" role="alert">${this.problem}</p>` : nothing}
          <button class="button primary" ?disabled=${this.busy}>${words.session.signIn}</button>
          <p class="caption" id="key-help">
            ${words.session.bootstrapKey(html`<code>data/api-key</code>`)}
          </p>
        </form>
      </main>`;
  }
}

customElements.define("la-sign-in", SignIn);
