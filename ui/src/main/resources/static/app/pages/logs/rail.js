import { html, nothing } from "lit";
import { countText, shortCount } from "../../logic/numbers.js";
import { icon } from "../../parts/icons.js";
import { whileAsked } from "../../parts/states.js";

/** Those that have as many values as there are lines say nothing as a list. */
const SHOWN_OPEN = ["host", "application", "component", "environment", "tag"];

/**
 * Fields with their most frequent values among the newest lines: a click shows only those lines, or all others.
 *
 * @param {object} rail
 * @param {import("../../question.js").Question<any, any>} rail.question
 * @param {string[]} rail.columns
 * @param {(filter: import("../../logic/query.js").Filter) => void} rail.filter
 * @param {(column: string) => void} rail.toggleColumn
 * @param {() => void} rail.close
 */
export const rail = ({ question, columns, filter, toggleColumn, close }) => html`
  <aside class="rail card" aria-label="Fields">
    <header>
      <h2>Fields</h2>
      <button class="plain" aria-label="Hide the fields" title="Hide" @click=${close}>${icon("left")}</button>
    </header>
    ${question.answer
      ? question.answer.items
          .filter((/** @type {any} */ { field }) => field !== "level")
          .map((/** @type {any} */ one) => field(one, columns, filter, toggleColumn))
      : question.problem?.parameter === "query"
        ? nothing
        : whileAsked(question)}
    <p class="caption">Among the newest 10,000 lines.</p>
  </aside>`;

/**
 * @param {{field: string, values: {value: string, count: number}[]}} found
 * @param {string[]} columns
 * @param {(filter: import("../../logic/query.js").Filter) => void} choose
 * @param {(column: string) => void} toggleColumn
 */
function field({ field: name, values }, columns, choose, toggleColumn) {
  const shown = columns.includes(name);
  return html`
    <div class="field-values">
      <details ?open=${SHOWN_OPEN.includes(name)}>
        <summary>${name.replace(/^attributes\./, "")}</summary>
        <ul>
          ${values.map(
            ({ value, count }) => html`
              <li>
                <button class="value" title="Only ${value}" @click=${() => choose({ field: name, value, excluded: false })}>
                  <span>${value}</span><span class="count" title=${countText(count)}>${shortCount(count)}</span>
                </button>
                <button class="plain small" aria-label="All but ${value}" title="All but ${value}" @click=${() => choose({ field: name, value, excluded: true })}>
                  ${icon("minus")}
                </button>
              </li>`,
          )}
        </ul>
        ${values.length ? nothing : html`<p class="caption">No values.</p>`}
      </details>
      <button
        class="plain small"
        aria-pressed=${shown}
        aria-label="${shown ? "Remove" : "Add"} the column ${name}"
        title="${shown ? "Remove" : "Add"} the column"
        @click=${() => toggleColumn(name)}
      >
        ${icon("columns")}
      </button>
    </div>`;
}
