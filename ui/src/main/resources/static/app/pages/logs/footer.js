import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { words } from "../../words.js";
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
      <span>${next === null ? words.logs.countOfEvents(items.length) : total === undefined ? words.logs.loadedEvents(shown) : words.logs.eventsOfTotal(shown, countText(Math.max(total, items.length)))}</span>
      ${next === null
        ? nothing
        : full
          ? html`<span>${words.logs.limitReached(countText(MAX_EVENTS))}</span>`
          : html`<button class="link" ?disabled=${loadingOlder} @click=${older}>${loadingOlder ? words.logs.loading : words.common.loadMore}</button>`}
    </footer>`;
}
