import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { AddressController, addressOf, parameters, setParameters } from "../address.js";
import { get } from "../api.js";
import { ACTIONS, KINDS, changesOf, subjectAddress, subjectName } from "../logic/audit.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { time } from "../parts/time.js";
import { Query } from "../query.js";
import { showProblem } from "../toast.js";
import { words } from "../words.js";

const PAGE_SIZE = 100;

/** The longest range that the page offers; the API has 30 days by default. */
const RANGE = "-365d";

/** The Audit page: who changed what, with the values before and after. */
class Audit extends LitElement {
  static properties = { older: { state: true } };

  constructor() {
    super();
    /** Entries after the first page. @type {any[]} */
    this.older = [];
    /** @private @type {string | null | undefined} the cursor after them; undefined: that of the first page */
    this.cursor = undefined;
    /** @private The filters of the older entries, as JSON. */
    this.olderKey = "";
    new AddressController(this);
    this.list = new Query(this, () => this.filters, (key, signal) => get("audit", { ...key, from: RANGE, limit: PAGE_SIZE }, signal));
  }

  createRenderRoot() {
    return this;
  }

  get filters() {
    const search = parameters();
    return { kind: search.get("kind") ?? "", action: search.get("action") ?? "", actor: search.get("actor") ?? "", subject: search.get("subject") ?? "" };
  }

  willUpdate() {
    const key = JSON.stringify(this.filters);
    if (key !== this.olderKey) {
      this.olderKey = key;
      this.older = [];
      this.cursor = undefined;
    }
  }

  get nextCursor() {
    return this.cursor === undefined ? this.list.data?.nextCursor : this.cursor;
  }

  async loadMore() {
    const key = this.olderKey;
    try {
      const page = await get("audit", { ...this.filters, from: RANGE, limit: PAGE_SIZE, cursor: this.nextCursor });
      if (key === this.olderKey) {
        this.cursor = page.nextCursor;
        this.older = [...this.older, ...page.items];
      }
    } catch (problem) {
      showProblem(problem);
    }
  }

  render() {
    const { data } = this.list;
    return html`
      <div class="page">
        <div class="tools">
          ${this.choice("kind", words.audit.kind, KINDS)} ${this.choice("action", words.audit.action, ACTIONS)}
          ${this.text("actor", words.common.key)} ${this.text("subject", words.audit.idOfTheObject)}
        </div>
        ${staleNotice(this.list)}
        <section class="card results ${this.list.current || this.list.pending ? "" : "refreshing"}" aria-label=${words.audit.auditLog}>
          ${data ? this.entries([...data.items, ...this.older]) : loadingOrError(this.list)}
        </section>
      </div>`;
  }

  /** @param {"kind" | "action"} name @param {string} label @param {[string, string][]} choices */
  choice(name, label, choices) {
    const current = this.filters[name];
    return html`
      <label class="inline">${label}
        <select @change=${(/** @type {Event} */ { target }) => setParameters({ [name]: /** @type {HTMLSelectElement} */ (target).value })}>
          ${[["", "all"], ...choices].map(([value, title]) => html`<option value=${value} ?selected=${value === current}>${title}</option>`)}
        </select>
      </label>`;
  }

  /** @param {"actor" | "subject"} name @param {string} label */
  text(name, label) {
    return html`
      <label class="inline">${label}
        <input maxlength="200" .value=${this.filters[name]} @change=${(/** @type {Event} */ { target }) => setParameters({ [name]: /** @type {HTMLInputElement} */ (target).value.trim() })} />
      </label>`;
  }

  /** @param {any[]} entries */
  entries(entries) {
    if (!entries.length) {
      return emptyState(words.audit.noEntriesMatch, html`<button class="button" @click=${() => setParameters({ kind: "", action: "", actor: "", subject: "" })}>${words.common.clearFilters}</button>`);
    }
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.audit.entries}>
        <table class="list">
          <thead><tr><th>${words.common.time}</th><th>${words.common.key}</th><th>${words.audit.action}</th><th>${words.audit.object}</th><th>${words.audit.changes}</th><th>${words.audit.address}</th></tr></thead>
          <tbody>${repeat(entries, ({ requestId, at, subject }) => `${requestId} ${at} ${subject}`, (entry) => this.row(entry))}</tbody>
        </table>
      </div>
      <footer>
        <span>${words.audit.entriesShown(entries.length)}</span>
        ${this.nextCursor ? html`<button class="link" @click=${this.loadMore}>${words.common.loadMore}</button>` : nothing}
      </footer>`;
  }

  /** @param {any} entry */
  row(entry) {
    const address = subjectAddress(entry);
    const name = html`<bdi>${subjectName(entry)}</bdi>`;
    const kind = KINDS.find(([one]) => one === entry.kind)?.[1] ?? entry.kind;
    return html`
      <tr>
        <td class="when">${time(entry.at)}</td>
        <td><bdi>${entry.actor}</bdi></td>
        <td>${words.audit.actions[entry.action] ?? entry.action}</td>
        <td class="main"><span class="caption">${kind}</span> ${address ? html`<a href=${addressOf(address.page, address.values)}>${name}</a>` : name}</td>
        <td>${this.changes(changesOf(entry.before, entry.after))}</td>
        <td class="caption" title=${words.audit.requestId(entry.requestId)}>${entry.address}</td>
      </tr>`;
  }

  /** @param {import("../logic/audit.js").Change[]} changes */
  changes(changes) {
    return changes.length
      ? html`
          <details>
            <summary>${words.audit.changedValues(changes.length)}</summary>
            <dl class="facts">
              ${changes.map(({ path, before, after }) => html`<dt>${path}</dt><dd>${before ? html`<del><bdi>${before}</bdi></del> ` : nothing}${after ? html`<ins><bdi>${after}</bdi></ins>` : nothing}</dd>`)}
            </dl>
          </details>`
      : html`<span class="muted">–</span>`;
  }
}

customElements.define("la-audit", Audit);
