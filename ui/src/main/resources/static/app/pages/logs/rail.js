import { html, nothing } from "lit";
import { countText, shortCount } from "../../logic/numbers.js";
import { messageOf } from "../../logic/range.js";
import { icon } from "../../parts/icons.js";
import { loadingOrError } from "../../parts/states.js";
import { words } from "../../words.js";

/** Fields that are expanded at first. */
const OPEN_FIELDS = ["host", "application", "component", "environment", "tag"];

/**
 * Fields with their most frequent values, which can be filtered for and out. Required values of one field are alternatives.
 *
 * @param {object} rail
 * @param {import("../../query.js").Query<any, any>} rail.query
 * @param {import("../../api.js").Problem | null} rail.shown a problem that the page shows already
 * @param {string[]} rail.columns
 * @param {import("../../logic/query-text.js").Filter[]} rail.filters
 * @param {(filter: import("../../logic/query-text.js").Filter) => void} rail.filter
 * @param {(filter: import("../../logic/query-text.js").Filter) => void} rail.remove
 * @param {(column: string) => void} rail.toggleColumn
 * @param {() => void} rail.close
 */
export const rail = ({ query, shown, columns, filters, filter, remove, toggleColumn, close }) => html`
  <aside class="rail card ${query.current || query.pending ? "" : "refreshing"}" aria-label=${words.logs.fields}>
    <header>
      <h2>${words.logs.fields}</h2>
      <button class="plain" aria-label=${words.logs.hideFields} title=${words.logs.hideFields} @click=${close}>${icon("left")}</button>
    </header>
    ${query.data
      ? query.data.items
          .filter((/** @type {any} */ { field }) => field !== "level")
          .map((/** @type {any} */ one) => field(one, { columns, filters, filter, remove, toggleColumn }))
      : query.problem && shown && messageOf(query.problem) === messageOf(shown)
        ? nothing
        : loadingOrError(query)}
    <p class="caption">${words.logs.sample}</p>
  </aside>`;

/**
 * @param {{field: string, values: {value: string, count: number}[]}} item
 * @param {Pick<Parameters<typeof rail>[0], "columns" | "filters" | "filter" | "remove" | "toggleColumn">} options
 */
function field({ field: name, values }, { columns, filters, filter, remove, toggleColumn }) {
  const shown = columns.includes(name);
  /** @param {string} value */
  const isRequired = (value) => filters.some((one) => one.field === name && one.value === value && !one.excluded);
  /** @param {string} value */
  const toggle = (value) => (isRequired(value) ? remove : filter)({ field: name, value, excluded: false });
  return html`
    <div class="field-values">
      <details ?open=${OPEN_FIELDS.includes(name)}>
        <summary>${name.replace(/^attributes\./, "")}</summary>
        <ul>
          ${values.map(
            ({ value, count }) => html`
              <li>
                <button class="value" aria-pressed=${isRequired(value)} title=${words.logs[isRequired(value) ? "removeFilter" : "filterFor"](name, value)} @click=${() => toggle(value)}>
                  <span><bdi>${value}</bdi></span><span class="count" title=${countText(count)}>${shortCount(count)}</span>
                </button>
                <button class="plain small" aria-label=${words.logs.filterOut(name, value)} title=${words.logs.filterOut(name, value)} @click=${() => filter({ field: name, value, excluded: true })}>
                  ${icon("minus")}
                </button>
              </li>`,
          )}
        </ul>
        ${values.length ? nothing : html`<p class="caption">${words.logs.noValues}</p>`}
      </details>
      <button
        class="plain small"
        aria-pressed=${shown}
        aria-label=${words.logs[shown ? "removeColumn" : "addColumn"](name)}
        title=${words.logs[shown ? "removeColumn" : "addColumn"](name)}
        @click=${() => toggleColumn(name)}
      >
        ${icon("columns")}
      </button>
    </div>`;
}
