import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { messageOf } from "../../logic/range.js";
import { icon } from "../../parts/icons.js";
import { loadingOrError } from "../../parts/states.js";
import { words } from "../../words.js";
import "./field-values.js";

/** Fields that are expanded at first. */
const OPEN_FIELDS = ["host", "application", "component", "environment", "tag"];

/** @import { Filter } from "../../logic/query-text.js" */

/**
 * Fields with their most frequent values.
 *
 * @param {object} rail
 * @param {import("../../query.js").Query<any, {items: import("./field-values.js").Item[]}>} rail.query
 * @param {import("../../api.js").Problem | null} rail.shown a problem that the page shows already
 * @param {string[]} rail.columns
 * @param {Filter[]} rail.filters
 * @param {(filter: Filter) => void} rail.filter
 * @param {(filter: Filter) => void} rail.remove
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
      ? repeat(
          query.data.items.filter(({ field }) => field !== "level"),
          ({ field }) => field,
          (item) => html`
            <la-field-values
              class="field-values"
              .item=${item}
              .filters=${filters}
              .shown=${columns.includes(item.field)}
              .open=${OPEN_FIELDS.includes(item.field)}
              @filter=${(/** @type {CustomEvent} */ { detail }) => filter(detail)}
              @remove=${(/** @type {CustomEvent} */ { detail }) => remove(detail)}
              @column=${(/** @type {CustomEvent} */ { detail }) => toggleColumn(detail)}
            ></la-field-values>`,
        )
      : query.problem && shown && messageOf(query.problem) === messageOf(shown)
        ? nothing
        : loadingOrError(query)}
    <p class="caption">${words.logs.sample}</p>
  </aside>`;
