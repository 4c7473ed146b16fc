import { LitElement, html } from "lit";
import { Problem, post } from "../../api.js";
import { apiAddress, command } from "../../parts/command.js";
import { field, formError } from "../../parts/form.js";
import { icon } from "../../parts/icons.js";
import { copy } from "../../toast.js";
import { words } from "../../words.js";

/** @type {[string, string][]} */
const SCOPES = [
  ["ingest", words.keys.scopeIngest],
  ["read", "view"],
  ["operate", words.keys.scopeOperate],
  ["admin", words.keys.scopeAdmin],
  ["metrics", words.keys.scopeMetrics],
];

/** @type {[string, string][]} */
const EXPIRIES = [
  ["", words.keys.neverExpires],
  ["30d", words.keys.in30Days],
  ["90d", words.keys.in90Days],
  ["365d", words.keys.inAYear],
];

/** Creates an API key and shows its secret once. Fires created. */
class NewKey extends LitElement {
  static properties = { created: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.created = null;
    /** @type {Problem | null} */
    this.problem = null;
  }

  createRenderRoot() {
    return this;
  }

  open() {
    this.created = null;
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
      this.created = await post("api-keys", key);
      this.dispatchEvent(new Event("created"));
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, String(problem));
    }
  }

  /** The secret is not kept after the dialog has been closed. */
  onClose() {
    this.created = null;
  }

  render() {
    return html`
      <dialog class="dialog narrow" aria-labelledby="new-key" @close=${this.onClose}>
        <header>
          <h2 id="new-key">${this.created ? words.keys.keyCreated : words.keys.createKey}</h2>
          <form method="dialog"><button class="plain" aria-label=${words.common.close}>${icon("close")}</button></form>
        </header>
        ${this.created ? this.secret(this.created) : this.form()}
      </dialog>`;
  }

  form() {
    return html`
      <form class="stack" @submit=${this.submit}>
        ${field({ name: "name", label: words.common.name, problem: this.problem, hint: words.keys.usedBy, input: html`<input name="name" required autocomplete="off" />` })}
        <fieldset class="choices">
          <legend>${words.keys.scopes}</legend>
          ${SCOPES.map(
            ([scope, meaning]) => html`
              <label><input type="checkbox" name="scopes" value=${scope} .checked=${scope === "ingest"} /> <span>${scope} <span class="caption">${meaning}</span></span></label>`,
          )}
        </fieldset>
        <div class="pair">
          ${field({ name: "host", label: words.keys.hostPattern, problem: this.problem, hint: words.keys.hostPatternHint, input: html`<input name="host" autocomplete="off" />` })}
          ${field({ name: "environment", label: words.keys.environmentPattern, problem: this.problem, hint: words.keys.emptyAll, input: html`<input name="environment" autocomplete="off" />` })}
        </div>
        ${field({
          name: "expiresAt",
          label: words.keys.expires,
          problem: this.problem,
          input: html`<select name="expiresAt">${EXPIRIES.map(([value, title]) => html`<option value=${value}>${title}</option>`)}</select>`,
        })}
        ${formError(this.problem, ["name", "host", "environment", "expiresAt"])}
        <div class="buttons end"><button class="button primary">${words.keys.createKey}</button></div>
      </form>`;
  }

  /** @param {any} key */
  secret({ name, secret, scopes }) {
    const canIngest = scopes.some((/** @type {string} */ scope) => scope.toLowerCase() === "ingest");
    const sample = canIngest
      ? `curl -H 'X-API-Key: ${secret}' -H 'Content-Type: application/json' \\\n     ${apiAddress("logs")} \\\n     -d '{"host":"'$(hostname)'","message":"hello"}'`
      : `curl -H 'X-API-Key: ${secret}' ${apiAddress("session")}`;
    return html`
      <div class="stack">
        <p>${words.keys.secretOf(html`<strong>${name}</strong>`)}</p>
        <div class="one-line">
          <input class="secret" readonly aria-label=${words.keys.secret} .value=${secret} @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} />
          <button class="button primary" @click=${() => copy(secret, words.keys.secretCopied)}>${icon("copy")} ${words.common.copy}</button>
        </div>
        <p>${words.keys.testIt}</p>
        ${command(sample)}
      </div>`;
  }
}

customElements.define("la-new-key", NewKey);
