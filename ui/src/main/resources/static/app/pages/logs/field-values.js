import { LitElement, html, nothing } from "lit";
import { get } from "../../api.js";
import { countText, plainText, shareText, shortCount } from "../../logic/numbers.js";
import { icon } from "../../parts/icons.js";
import { loadingOrError } from "../../parts/states.js";
import { Query } from "../../query.js";
import { copy } from "../../toast.js";
import { words } from "../../words.js";

/** The number of values of each field at first. */
export const VALUES = 8;

/** The number of values that a click adds. */
const MORE_VALUES = 50;

/** The largest number of values that the API returns. */
const MAX_VALUES = 100;

const SEARCH_DELAY_MILLIS = 200;

/**
 * @typedef {object} Item
 * @property {string} field
 * @property {{value: string, count: number}[]} values
 * @property {Record<string, number> | null} [statistics] of numbers: count, min, avg, p50, p95, p99, max
 * @property {number} events the number of examined events
 * @property {import("../../api.js").Parameters} request for values, without the required values of this field
 */

/** @import { Filter } from "../../logic/query-text.js" */

/**
 * A field with its most frequent values, which can be filtered for and out. Required values of one field are alternatives. More
 * values, and those that contain a text, come from the server. Fires filter, remove (detail: Filter) and column (detail: field).
 */
class FieldValues extends LitElement {
  static properties = {
    item: { attribute: false },
    filters: { attribute: false },
    shown: { type: Boolean },
    open: { type: Boolean },
    limit: { state: true },
    searched: { state: true },
  };

  constructor() {
    super();
    /** @type {Item} */
    this.item = { field: "", values: [], events: 0, request: {} };
    /** @type {Filter[]} */
    this.filters = [];
    /** Whether the field is a column. */
    this.shown = false;
    this.open = false;
    this.limit = VALUES;
    this.searched = "";
    /** @private @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Query<any, {events: number, values: {value: string, count: number}[]}>} */
    this.found = new Query(this, () => this.key, async (key, signal) => {
      const { events, items } = await get("logs/fields", key, signal);
      return { events, values: items[0]?.values ?? [] };
    });
  }

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** The request for other values than those of the item; null: none. */
  get key() {
    const { field, request } = this.item;
    return this.searched || this.limit > VALUES ? { ...request, field, contains: this.searched, limit: this.limit } : null;
  }


  /** @param {string} value */
  isRequired(value) {
    return this.filters.some((one) => one.field === this.item.field && one.value === value && !one.excluded);
  }

  /** @param {string} type @param {unknown} detail */
  fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {string} text */
  search(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.searched = text.trim()), SEARCH_DELAY_MILLIS);
  }

  render() {
    const name = this.item.field;
    const column = words.logs[this.shown ? "removeColumn" : "addColumn"](name);
    return html`
      <details ?open=${this.open}>
        <summary>${name.replace(/^attributes\./, "")}</summary>
        ${this.item.values.length >= VALUES || this.searched
          ? html`<input type="search" class="small" aria-label=${words.logs.searchValuesOf(name)} placeholder=${words.logs.searchValues} maxlength="256" @input=${(/** @type {Event} */ { target }) => this.search(/** @type {HTMLInputElement} */ (target).value)} />`
          : nothing}
        ${this.values()}
      </details>
      <button class="plain small" aria-pressed=${this.shown} aria-label=${column} title=${column} @click=${() => this.fire("column", name)}>${icon("columns")}</button>`;
  }

  values() {
    const { key, found } = this;
    if (key && found.problem) {
      return loadingOrError(found);
    }
    const { values, events } = (key && found.data) || this.item;
    const more = values.length >= this.limit && this.limit < MAX_VALUES;
    return html`
      ${this.item.statistics && !this.searched ? statistics(this.item.statistics) : nothing}
      <ul class=${key && !found.current ? "refreshing" : ""}>
        ${values.map(({ value, count }) => this.value(value, count, events))}
      </ul>
      ${values.length ? nothing : html`<p class="caption">${words.logs.noValues}</p>`}
      ${more ? html`<button class="link" @click=${() => (this.limit = Math.min(MAX_VALUES, this.limit + MORE_VALUES))}>${words.logs.showMoreValues(Math.min(MAX_VALUES - this.limit, MORE_VALUES))}</button>` : nothing}`;
  }

  /** @param {string} value @param {number} count @param {number} events */
  value(value, count, events) {
    const { field } = this.item;
    const required = this.isRequired(value);
    const share = this.searched ? "" : shareText(count, events);
    const out = words.logs.filterOut(field, value);
    const copying = words.logs.copyField(value);
    return html`
      <li>
        <button class="value" aria-pressed=${required} title=${words.logs[required ? "removeFilter" : "filterFor"](field, value)} @click=${() => this.fire(required ? "remove" : "filter", { field, value, excluded: false })}>
          <span><bdi>${value}</bdi></span><span class="count" title=${countText(count)}>${shortCount(count)}</span>${share ? html`<span class="share">${share}</span>` : nothing}
        </button>
        <button class="plain small copy" aria-label=${copying} title=${copying} @click=${() => copy(value, words.logs.valueCopied)}>${icon("copy")}</button>
        <button class="plain small" aria-label=${out} title=${out} @click=${() => this.fire("filter", { field, value, excluded: true })}>${icon("minus")}</button>
      </li>`;
  }
}

/** The figures of a statistic, in this order. @type {("min" | "avg" | "max" | "p50" | "p95" | "p99")[]} */
const FIGURES = ["min", "avg", "max", "p50", "p95", "p99"];

/** @param {Record<string, number>} figures */
const statistics = (figures) => html`
  <dl class="statistics">
    ${FIGURES.map((name) => html`<div><dt>${words.logs.statistics[name]}</dt><dd title=${String(figures[name])}>${plainText(figures[name])}</dd></div>`)}
  </dl>`;

customElements.define("la-field-values", FieldValues);
