import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { MAX_EVENTS } from "./log-events.js";

/**
 * The number of loaded and matching events, and the button for more.
 *
 * @param {import("./log-events.js").LogEvents} events
 * @param {number | undefined} total from the histogram; undefined while unknown
 * @param {() => void} older
 */
export function footer({ items, next, full, loadingOlder }, total, older) {
  const shown = countText(items.length);
  return html`
    <footer aria-live="polite">
      <span>${next === null ? `${shown} ${items.length === 1 ? "event" : "events"}` : total === undefined ? `${shown}+ events` : `${shown} of ${countText(Math.max(total, items.length))} events`}</span>
      ${next === null
        ? nothing
        : full
          ? html`<span>Limit of ${countText(MAX_EVENTS)} events reached. Narrow the time range or export.</span>`
          : html`<button class="link" ?disabled=${loadingOlder} @click=${older}>${loadingOlder ? "Loading…" : "Load more"}</button>`}
    </footer>`;
}
