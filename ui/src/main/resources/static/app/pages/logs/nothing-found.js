import { html, nothing } from "lit";
import { CANARY, asksForAll } from "../../logic/logs-view.js";
import { empty } from "../../parts/states.js";
import { firstLine } from "./first-line.js";

/** @typedef {import("../../logic/logs-view.js").LogsView} LogsView */

/**
 * Why there are no lines, and what to do about it.
 *
 * @param {LogsView} view
 * @param {(parts: Partial<LogsView>) => void} show
 * @param {() => void} again
 */
export function nothingFound(view, show, again) {
  const { range, live } = view;
  if (live) {
    return empty("Nothing yet", html`<p>Lines that match are shown as they come.</p>`);
  }
  if (asksForAll(view)) {
    return firstLine(
      () => show({ range: { from: "-30d", to: "" } }),
      () => show({ filters: [{ field: "application", value: CANARY, excluded: false }] }),
      again,
    );
  }
  return empty(
    "No lines match",
    html`
      <div class="buttons">
        <button class="button" @click=${() => show({ text: "", filters: [], levels: [] })}>Clear query and filters</button>
        ${range.from === "-24h" ? nothing : html`<button class="button" @click=${() => show({ range: { from: "-24h", to: "" } })}>Widen to 24 hours</button>`}
      </div>`,
  );
}
