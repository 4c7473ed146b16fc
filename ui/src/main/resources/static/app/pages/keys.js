import { LitElement, html } from "lit";
import { get, remove } from "../api.js";
import { confirm } from "../parts/confirm.js";
import { icon } from "../parts/icons.js";
import { empty, staleness, whileAsked } from "../parts/states.js";
import { ago, time } from "../parts/time.js";
import { Question } from "../question.js";
import { tell, tellProblem } from "../toast.js";
import "./keys/new-key.js";

/** API keys: who may do what. */
class Keys extends LitElement {
  static properties = { withRevoked: { state: true } };

  constructor() {
    super();
    this.withRevoked = false;
    this.keys = new Question(this, () => ({ revoked: this.withRevoked }), (about, signal) => get("api-keys", about, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {any} key */
  async revoke(key) {
    const sure = await confirm({
      title: "Revoke this key?",
      text: "Whoever shows it is refused within a second, on every instance. It cannot be given back.",
      action: "Revoke",
      typed: key.name,
    });
    if (sure) {
      try {
        await remove(`api-keys/${key.id}`);
        tell({ text: `The key ${key.name} is revoked.` });
      } catch (problem) {
        tellProblem(problem);
      }
      this.keys.refresh();
    }
  }

  create() {
    /** @type {any} */ (this.querySelector("la-new-key")).open();
  }

  render() {
    const { answer } = this.keys;
    return html`
      <div class="page">
        ${staleness(this.keys)}
        <section class="card found" aria-label="API keys">
          <header class="card-head">
            <h2>API keys</h2>
            <span class="spring"></span>
            <label class="check"><input type="checkbox" .checked=${this.withRevoked} @change=${() => (this.withRevoked = !this.withRevoked)} /> Revoked too</label>
            <button class="button primary" @click=${this.create}>${icon("plus")} New key</button>
          </header>
          ${answer ? (answer.items.length ? this.table(answer.items) : this.none()) : whileAsked(this.keys)}
        </section>
        <la-new-key @made=${() => this.keys.refresh()}></la-new-key>
      </div>`;
  }

  none() {
    return empty("No keys but the first", html`<p>The first key is that of the configuration, and is in no list. Make one for each sender and each colleague.</p>`);
  }

  /** @param {any[]} keys */
  table(keys) {
    return html`
      <div class="scroll">
        <table class="list">
          <thead>
            <tr><th>Name</th><th>May</th><th>Sends for</th><th>Made</th><th>Last used</th><th>Expires</th><th><span class="unseen">Revoke</span></th></tr>
          </thead>
          <tbody>${keys.map((key) => this.row(key))}</tbody>
        </table>
      </div>`;
  }

  /** @param {any} key */
  row(key) {
    const limits = [key.host === "*" ? "" : key.host, key.environment === "*" ? "" : `in ${key.environment}`].filter(Boolean).join(" ");
    return html`
      <tr class=${key.revokedAt ? "silent" : ""}>
        <td class="main"><strong>${key.name}</strong></td>
        <td>${key.scopes.map((/** @type {string} */ scope) => html`<span class="tag">${scope.toLowerCase()}</span> `)}</td>
        <td>${limits || html`<span class="muted">all</span>`}</td>
        <td class="when">${time(key.createdAt)}</td>
        <td class="when">${key.lastUsedAt ? ago(key.lastUsedAt) : html`<span class="muted">never</span>`}</td>
        <td class="when">${key.expiresAt ? time(key.expiresAt) : html`<span class="muted">never</span>`}</td>
        <td class="number">
          ${key.revokedAt
            ? html`<span class="muted">revoked ${ago(key.revokedAt)}</span>`
            : html`<button class="button small danger" aria-label="Revoke ${key.name}" @click=${() => this.revoke(key)}>Revoke</button>`}
        </td>
      </tr>`;
  }
}

customElements.define("la-keys", Keys);
