import { LitElement, html } from "lit";
import { get, remove } from "../api.js";
import { confirm } from "../parts/confirm.js";
import { icon } from "../parts/icons.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { ago, time } from "../parts/time.js";
import { Query } from "../query.js";
import { showProblem, showToast } from "../toast.js";
import { words } from "../words.js";
import "./keys/new-key.js";

/** The API keys page. */
class Keys extends LitElement {
  static properties = { withRevoked: { state: true } };

  constructor() {
    super();
    this.withRevoked = false;
    this.keys = new Query(this, () => ({ revoked: this.withRevoked }), (key, signal) => get("api-keys", key, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {any} key */
  async revoke(key) {
    const confirmed = await confirm({
      title: words.keys.revokeThisKey,
      text: words.keys.revokeWarning,
      action: words.keys.revoke,
      typed: key.name,
    });
    if (confirmed) {
      try {
        await remove(`api-keys/${key.id}`);
        showToast({ text: words.keys.revokedKey(key.name) });
      } catch (problem) {
        showProblem(problem);
      }
      this.keys.refresh();
    }
  }

  create() {
    /** @type {any} */ (this.querySelector("la-new-key")).open();
  }

  render() {
    const { data } = this.keys;
    return html`
      <div class="page">
        ${staleNotice(this.keys)}
        <section class="card results" aria-label=${words.keys.apiKeys}>
          <header class="card-head">
            <h2>${words.keys.apiKeys}</h2>
            <span class="spacer"></span>
            <label class="check"><input type="checkbox" .checked=${this.withRevoked} @change=${() => (this.withRevoked = !this.withRevoked)} /> ${words.keys.showRevoked}</label>
            <button class="button primary" @click=${this.create}>${icon("plus")} ${words.keys.createKey}</button>
          </header>
          ${data ? (data.items.length ? this.table(data.items) : this.none()) : loadingOrError(this.keys)}
        </section>
        <la-new-key @created=${() => this.keys.refresh()}></la-new-key>
      </div>`;
  }

  none() {
    return emptyState(words.keys.noKeysYet, html`<p>${words.keys.bootstrapKeyNotListed}</p>`);
  }

  /** @param {any[]} keys */
  table(keys) {
    return html`
      <div class="scroll">
        <table class="list">
          <thead>
            <tr><th>${words.common.name}</th><th>${words.keys.scopes}</th><th>${words.keys.restrictedTo}</th><th>${words.keys.created}</th><th>${words.keys.lastUsed}</th><th>${words.keys.expires}</th><th><span class="visually-hidden">${words.keys.revoke}</span></th></tr>
          </thead>
          <tbody>${keys.map((key) => this.row(key))}</tbody>
        </table>
      </div>`;
  }

  /** @param {any} key */
  row(key) {
    const limits = [key.host === "*" ? "" : key.host, key.environment === "*" ? "" : words.keys.inEnvironment(key.environment)].filter(Boolean).join(" ");
    return html`
      <tr class=${key.revokedAt ? "inactive" : ""}>
        <td class="main"><strong><bdi>${key.name}</bdi></strong></td>
        <td>${key.scopes.map((/** @type {string} */ scope) => html`<span class="tag">${scope.toLowerCase()}</span> `)}</td>
        <td>${limits || html`<span class="muted">${words.common.all}</span>`}</td>
        <td class="when">${time(key.createdAt)}</td>
        <td class="when">${key.lastUsedAt ? ago(key.lastUsedAt) : html`<span class="muted">${words.common.never}</span>`}</td>
        <td class="when">${key.expiresAt ? time(key.expiresAt) : html`<span class="muted">${words.common.never}</span>`}</td>
        <td class="number">
          ${key.revokedAt
            ? html`<span class="muted">${words.keys.revokedAgo(ago(key.revokedAt))}</span>`
            : html`<button class="button small danger" aria-label=${words.keys.revokeKey(key.name)} @click=${() => this.revoke(key)}>${words.keys.revoke}</button>`}
        </td>
      </tr>`;
  }
}

customElements.define("la-keys", Keys);
