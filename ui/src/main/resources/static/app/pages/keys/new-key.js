import { LitElement, html } from "lit";
import { Problem, post } from "../../api.js";
import { apiAddress, command } from "../../parts/command.js";
import { field, furtherMistake } from "../../parts/form.js";
import { icon } from "../../parts/icons.js";
import { copy } from "../../toast.js";

/** @type {[string, string][]} */
const SCOPES = [
  ["ingest", "send"],
  ["read", "look"],
  ["operate", "change rules, act on alerts, replay"],
  ["admin", "make and revoke keys"],
  ["metrics", "scrape the program itself"],
];

/** @type {[string, string][]} */
const EXPIRIES = [
  ["", "Never"],
  ["30d", "In 30 days"],
  ["90d", "In 90 days"],
  ["365d", "In a year"],
];

/** Makes a key, and shows its secret once. Fires made. */
class NewKey extends LitElement {
  static properties = { made: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.made = null;
    /** @type {Problem | null} */
    this.problem = null;
  }

  createRenderRoot() {
    return this;
  }

  open() {
    this.made = null;
    this.problem = null;
    this.querySelector("form")?.reset();
    this.querySelector("dialog")?.showModal();
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const typed = new FormData(/** @type {HTMLFormElement} */ (event.target));
    /** @param {string} name */
    const text = (name) => String(typed.get(name)).trim() || undefined;
    const key = { name: text("name"), scopes: typed.getAll("scopes"), host: text("host"), environment: text("environment"), expiresAt: text("expiresAt") };
    try {
      this.made = await post("api-keys", key);
      this.dispatchEvent(new Event("made"));
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, String(problem));
    }
  }

  /** The secret is not kept, not even here. */
  closed() {
    this.made = null;
  }

  render() {
    return html`
      <dialog class="dialog narrow" aria-labelledby="new-key" @close=${this.closed}>
        <header>
          <h2 id="new-key">${this.made ? "The key is made" : "New key"}</h2>
          <form method="dialog"><button class="plain" aria-label="Close">${icon("close")}</button></form>
        </header>
        ${this.made ? this.secret(this.made) : this.form()}
      </dialog>`;
  }

  form() {
    return html`
      <form class="stack" @submit=${this.submit}>
        ${field({ name: "name", label: "Name", problem: this.problem, hint: "Who will show it.", input: html`<input name="name" required autocomplete="off" />` })}
        <fieldset class="choices">
          <legend>It may</legend>
          ${SCOPES.map(
            ([scope, meaning]) => html`
              <label><input type="checkbox" name="scopes" value=${scope} .checked=${scope === "ingest"} /> <span>${scope} <span class="caption">${meaning}</span></span></label>`,
          )}
        </fieldset>
        <div class="pair">
          ${field({ name: "host", label: "Sends for the hosts", problem: this.problem, hint: "such as web-*; empty: all", input: html`<input name="host" autocomplete="off" />` })}
          ${field({ name: "environment", label: "in the environment", problem: this.problem, hint: "empty: all", input: html`<input name="environment" autocomplete="off" />` })}
        </div>
        ${field({
          name: "expiresAt",
          label: "Expires",
          problem: this.problem,
          input: html`<select name="expiresAt">${EXPIRIES.map(([value, title]) => html`<option value=${value}>${title}</option>`)}</select>`,
        })}
        ${furtherMistake(this.problem, ["name", "host", "environment", "expiresAt"])}
        <div class="buttons end"><button class="button primary">Make it</button></div>
      </form>`;
  }

  /** @param {any} made */
  secret({ name, secret, scopes }) {
    const sends = scopes.some((/** @type {string} */ scope) => scope.toLowerCase() === "ingest");
    const sample = sends
      ? `curl -H 'X-API-Key: ${secret}' -H 'Content-Type: application/json' \\\n     ${apiAddress("logs")} \\\n     -d '{"host":"'$(hostname)'","message":"hello"}'`
      : `curl -H 'X-API-Key: ${secret}' ${apiAddress("session")}`;
    return html`
      <div class="stack">
        <p>The secret of <strong>${name}</strong>. It is shown this once: nobody can find it out later.</p>
        <div class="one-line">
          <input class="secret" readonly aria-label="Secret" .value=${secret} @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} />
          <button class="button primary" @click=${() => copy(secret, "The secret")}>${icon("copy")} Copy</button>
        </div>
        <p>Try it:</p>
        ${command(sample)}
      </div>`;
  }
}

customElements.define("la-new-key", NewKey);
