import { html } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { FIELDS } from "../../logic/query-text.js";
import { icon } from "../../parts/icons.js";
import { popup } from "../../parts/popup.js";
import { words } from "../../words.js";

/** Columns that are always shown. */
const FIXED = ["level", "message"];

/**
 * The choice of columns between level and message. The order of the list does not depend on the choice, so that no row moves
 * under the pointer.
 *
 * @param {string[]} columns the visible columns
 * @param {string[]} fields the known fields
 * @param {(column: string) => void} toggle
 */
export function columnPicker(columns, fields, toggle) {
  const others = [...columns, ...fields].filter((field) => !FIELDS.includes(field)).sort();
  const all = [...new Set([...FIELDS, ...others])].filter((field) => !FIXED.includes(field));
  return popup({
    id: "columns",
    title: words.logs.columns,
    label: html`${icon("columns")}<span class="wide-only">${words.logs.columns}</span>`,
    content: html`
      <fieldset class="choices">
        <legend class="caption">${words.logs.columnsHint}</legend>
        ${repeat(
          all,
          (field) => field,
          (field) => html`<label><input type="checkbox" .checked=${live(columns.includes(field))} @change=${() => toggle(field)} /> ${field}</label>`,
        )}
      </fieldset>`,
  });
}
