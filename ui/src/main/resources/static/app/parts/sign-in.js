import { LitElement, html, nothing } from "lit";
import { signIn } from "../session.js";

/** Asks for a key, which the browser forgets as soon as the server knows it. */
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
          <h1><img src="app/icon.svg" alt="" width="24" height="24" /> Log Aggregator</h1>
          <label>
            API key
            <input name="key" type="password" autocomplete="current-password" required spellcheck="false"
              aria-describedby="key-help" aria-invalid=${this.problem ? "true" : "false"} />
          </label>
          ${this.problem ? html`<p class="mistake" role="alert">${this.problem}</p>` : nothing}
          <button class="button primary" ?disabled=${this.busy}>Sign in</button>
          <p class="caption" id="key-help">
            The first key is in the file <code>data/api-key</code> where the server was started, unless it was configured.
            Further ones are made on the page API keys.
          </p>
        </form>
      </main>`;
  }
}

customElements.define("la-sign-in", SignIn);
