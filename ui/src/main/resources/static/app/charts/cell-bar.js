import { html, nothing, svg } from "lit";
import { severityIcon } from "../parts/icons.js";

/** From this severity on, a bar has an icon. */
const WITH_ICON = ["CRITICAL", "HIGH"];

/**
 * A bar behind a ratio, coloured by the severity that it has reached.
 *
 * @param {number} ratio 0 to 1
 * @param {string} text
 * @param {string | null} severity null below all thresholds
 */
export const cellBar = (ratio, text, severity) => html`
  <span class="cell-bar ${severity ? severity.toLowerCase() : ""}" title=${severity ? `${text}, ${severity.toLowerCase()}` : nothing}>
    <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${svg`<rect width=${Math.round(100 * Math.min(1, Math.max(0, ratio)))} height="1" />`}</svg>
    ${severity && WITH_ICON.includes(severity) ? severityIcon(severity) : nothing}<span>${text}</span>
  </span>`;
