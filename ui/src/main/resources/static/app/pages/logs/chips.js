import { html, nothing } from "lit";
import { countText, shortCount } from "../../logic/numbers.js";
import { showsCanary } from "../../logic/logs-view.js";
import { LEVELS, toggledLevels, withFilter, withoutFilter, withoutLevel } from "../../logic/query-text.js";
import { icon } from "../../parts/icons.js";
import { words } from "../../words.js";

/** @typedef {import("../../logic/logs-view.js").LogsView} LogsView */

/**
 * Levels with their counts, and filters that can be inverted and removed.
 *
 * @param {LogsView} view
 * @param {Record<string, number> | undefined} totals by level; undefined while unknown
 * @param {(parts: Partial<LogsView>) => void} show
 * @param {(() => void) | null} openRail null if it is open
 * @param {unknown} end shown at the end of the row
 */
export const chips = (view, totals, show, openRail, end) => {
  const { levels, filters } = view;
  return html`
  <div class="chips" role="group" aria-label=${words.logs.levelsAndFilters}>
    ${openRail ? html`<button class="chip" @click=${openRail}>${icon("right")} ${words.logs.fields}</button>` : nothing}
    ${LEVELS.map((level) => levelChip(level, totals?.[level], levels.includes(level), ({ altKey }) => show({ levels: (altKey ? withoutLevel : toggledLevels)(levels, level) })))}
    ${filters.map((filter) =>
      filterChip(
        filter,
        () => show({ filters: withFilter(filters, { ...filter, excluded: !filter.excluded }) }),
        () => show({ filters: withoutFilter(filters, filter) }),
      ),
    )}
    ${filters.length + levels.length > 1
      ? html`<button class="chip" @click=${() => show({ filters: [], levels: [] })}>${words.common.clearFilters}</button>`
      : nothing}
    <span class="spacer"></span>
    <button class="chip" aria-pressed=${showsCanary(view)} title=${words.logs.canaryHint} @click=${() => show({ canary: !view.canary })}>${words.logs.canary}</button>
    ${end}
  </div>`;
};

/** @param {string} level @param {number | undefined} count @param {boolean} selected @param {(event: MouseEvent) => void} click */
const levelChip = (level, count, selected, click) => html`
  <button class="chip" aria-pressed=${selected} title=${words.logs.valueHint(level)} @click=${click}>
    <span class="swatch ${level.toLowerCase()}"></span>${level} <span class="count" title=${count === undefined ? words.logs.unknown : countText(count)}>${count === undefined ? "–" : shortCount(count)}</span>
  </button>`;

/** @param {import("../../logic/query-text.js").Filter} filter @param {() => void} invert @param {() => void} remove */
const filterChip = (filter, invert, remove) => html`
  <span class="chip filter ${filter.excluded ? "excluded" : ""}">
    <button title=${words.logs.invertFilter} @click=${invert}>${filter.excluded ? "NOT " : ""}<span class="muted">${filter.field}:</span> <bdi>${filter.value}</bdi></button>
    <button class="plain" aria-label=${words.logs.removeFilter(`${filter.excluded ? "NOT " : ""}${filter.field}`, filter.value)} @click=${remove}>${icon("close")}</button>
  </span>`;
