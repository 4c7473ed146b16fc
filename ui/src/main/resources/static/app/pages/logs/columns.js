import { html } from "lit";
import { DEFAULT_COLUMNS } from "../../logic/logs-view.js";
import { icon } from "../../parts/icons.js";
import { popup } from "../../parts/popup.js";

/** Columns that are always shown. */
const FIXED = ["level", "message"];

/**
 * The choice of columns between level and message.
 *
 * @param {string[]} columns the visible columns
 * @param {string[]} fields the known fields
 * @param {(column: string) => void} toggle
 */
export function columnPicker(columns, fields, toggle) {
  const all = [...new Set([...columns, ...DEFAULT_COLUMNS, ...fields])].filter((field) => !FIXED.includes(field));
  return popup({
    id: "columns",
    title: "Columns",
    label: html`${icon("columns")}<span class="wide-only">Columns</span>`,
    content: html`
      <fieldset class="choices">
        <legend class="caption">Columns between Level and Message, in this order</legend>
        ${all.map((field) => html`<label><input type="checkbox" .checked=${columns.includes(field)} @change=${() => toggle(field)} /> ${field}</label>`)}
      </fieldset>`,
  });
}
