import { html, nothing } from "lit";
import { isUnfiltered } from "../../logic/logs-view.js";
import { emptyState } from "../../parts/states.js";
import { words } from "../../words.js";
import { firstEvent } from "./first-event.js";

/** @typedef {import("../../logic/logs-view.js").LogsView} LogsView */

/**
 * The state of a query without events, with the next steps.
 *
 * @param {LogsView} view
 * @param {(parts: Partial<LogsView>) => void} show
 * @param {() => void} refresh
 */
export function noResults(view, show, refresh) {
  const { range, live } = view;
  if (live) {
    return emptyState(words.logs.waitingForMatchingEvents, nothing);
  }
  if (isUnfiltered(view)) {
    return firstEvent(
      () => show({ range: { from: "-30d", to: "" } }),
      () => show({ canary: true }),
      refresh,
    );
  }
  return emptyState(
    words.logs.noLogsMatch,
    html`
      <div class="buttons">
        <button class="button" @click=${() => show({ text: "", filters: [], levels: [] })}>${words.logs.clearQueryAndFilters}</button>
        ${range.from === "-24h" ? nothing : html`<button class="button" @click=${() => show({ range: { from: "-24h", to: "" } })}>${words.logs.searchLast24Hours}</button>`}
      </div>`,
  );
}
