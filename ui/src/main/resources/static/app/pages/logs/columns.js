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
 * The choice of columns between level and message, and of the form of rows. The order of the list does not depend on the choice, so
 * that no row moves under the pointer.
 *
 * @param {import("../../logic/logs-view.js").LogsView} view
 * @param {string[]} fields the known fields
 * @param {(column: string) => void} toggle
 * @param {(parts: Partial<import("../../logic/logs-view.js").LogsView>) => void} show
 */
export function columnPicker({ columns, compact, relativeTime }, fields, toggle, show) {
  const others = [...columns, ...fields].filter((field) => !FIELDS.includes(field)).sort();
  const all = [...new Set([...FIELDS, ...others])].filter((field) => !FIXED.includes(field));
  return popup({
    id: "columns",
    title: words.logs.columns,
    label: html`${icon("columns")}<span class="wide-only">${words.logs.columns}</span>`,
    content: html`
      <fieldset class="choices">
        <legend class="caption">${words.logs.rows}</legend>
        <label><input type="checkbox" .checked=${live(compact)} @change=${() => show({ compact: !compact })} /> ${words.logs.compactRows}</label>
        <label><input type="checkbox" .checked=${live(relativeTime)} @change=${() => show({ relativeTime: !relativeTime })} /> ${words.logs.relativeTime}</label>
      </fieldset>
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
