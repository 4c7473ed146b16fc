import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";

/**
 * How many lines there are, how many of them are here, and how to get more.
 *
 * @param {import("./lines.js").Lines} lines
 * @param {number} total as counted
 * @param {() => void} older
 */
export function footer({ items, next, full, loadingOlder }, total, older) {
  const shown = countText(items.length);
  return html`
    <footer aria-live="polite">
      <span>${next === null ? `${shown} lines` : `${shown} of ${countText(Math.max(total, items.length))} lines`}</span>
      ${next === null
        ? nothing
        : full
          ? html`<span>No more fit in here: choose a shorter time, or export.</span>`
          : html`<button class="link" ?disabled=${loadingOlder} @click=${older}>${loadingOlder ? "Loading…" : "Load older"}</button>`}
    </footer>`;
}
