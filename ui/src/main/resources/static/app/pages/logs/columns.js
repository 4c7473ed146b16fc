import { html } from "lit";
import { USUAL_COLUMNS } from "../../logic/logs-view.js";
import { icon } from "../../parts/icons.js";
import { popup } from "../../parts/popup.js";

/** Those that are always there. */
const FIXED = ["level", "message"];

/**
 * Picks what stands between level and message.
 *
 * @param {string[]} columns that are shown
 * @param {string[]} fields that there are
 * @param {(column: string) => void} toggle
 */
export function columnPicker(columns, fields, toggle) {
  const all = [...new Set([...columns, ...USUAL_COLUMNS, ...fields])].filter((field) => !FIXED.includes(field));
  return popup({
    id: "columns",
    title: "Columns",
    label: html`${icon("columns")}<span class="wide-only">Columns</span>`,
    content: html`
      <fieldset class="choices">
        <legend class="caption">Between level and message, in this order</legend>
        ${all.map((field) => html`<label><input type="checkbox" .checked=${columns.includes(field)} @change=${() => toggle(field)} /> ${field}</label>`)}
      </fieldset>`,
  });
}
