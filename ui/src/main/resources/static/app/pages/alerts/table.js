import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { hasValue } from "../../logic/alerts-view.js";
import { unitOfCondition } from "../../logic/conditions.js";
import { millisOf, spanText } from "../../logic/times.js";
import { alertStatus, severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";

/**
 * @param {object} table
 * @param {any[]} table.items
 * @param {any[]} table.rules
 * @param {string} table.selected
 * @param {Set<string>} table.checked
 * @param {((ids: string[]) => void) | null} table.check null without permission for actions
 * @param {(id: string) => void} table.toggle
 * @param {(id: string) => void} table.open
 * @param {(parts: {host?: string, rule?: string}) => void} table.filter
 */
export function alertTable({ items, rules, selected, checked, check, toggle, open, filter }) {
  const all = items.every(({ id }) => checked.has(id));
  const conditions = new Map(rules.map((rule) => [rule.id, rule.condition]));

  /** @param {any} alert */
  const row = (alert) => {
    const { text } = unitOfCondition(conditions.get(alert.ruleId));
    return html`
      <tr data-alert=${alert.id} tabindex="-1" aria-selected=${alert.id === selected} @click=${(/** @type {Event} */ event) => onRowClick(event, () => open(alert.id))}>
        ${check
          ? html`<td class="mark">
              <input type="checkbox" aria-label="Select ${alert.rule} on ${alert.host}" .checked=${checked.has(alert.id)} @change=${() => toggle(alert.id)} />
            </td>`
          : nothing}
        <td>${severity(alert.status === "RESOLVED" ? alert.highest : alert.severity)}</td>
        <td class="main"><button class="name" @click=${() => open(alert.id)}><bdi>${alert.rule}</bdi></button>${labels(alert)}</td>
        <td>${alert.host ? html`<button class="value" title="Filter for host: ${alert.host}" @click=${() => filter({ host: alert.host })}><bdi>${alert.host}</bdi></button>` : "–"}</td>
        <td class="number">${hasValue(alert) ? html`${alert.status === "RESOLVED" ? `peak ${text(alert.peak)}` : text(alert.value)} <span class="muted">(threshold ${text(alert.threshold)})</span>` : "–"}</td>
        <td class="state-cell">${alertStatus(alert.status)}</td>
        <td class="when">${time(alert.openedAt)}</td>
        <td class="number">${duration(alert)}</td>
      </tr>`;
  };

  return html`
    <div class="scroll">
      <table class="list">
        <thead>
          <tr>
            ${check
              ? html`<th class="mark">
                  <input type="checkbox" aria-label="Select all" .checked=${all} .indeterminate=${!all && checked.size > 0}
                    @change=${() => check(all ? [] : items.map(({ id }) => id))} />
                </th>`
              : nothing}
            <th>Severity</th><th>Rule</th><th>Host</th><th class="number">Value</th><th>Status</th><th>Started</th><th class="number">Duration</th>
          </tr>
        </thead>
        <tbody>${repeat(items, ({ id }) => id, row)}</tbody>
      </table>
    </div>`;
}

/** The labels besides the host. @param {any} alert */
function labels({ labels }) {
  const others = Object.entries(labels).filter(([name]) => name !== "host");
  return others.length ? html` <span class="caption">${others.map(([name, value], index) => html`${index ? ", " : ""}${name} <bdi>${value}</bdi>`)}</span>` : nothing;
}

/** @param {any} alert */
const duration = ({ openedAt, resolvedAt }) => spanText((resolvedAt ? millisOf(resolvedAt) : Date.now()) - millisOf(openedAt));

/** Opens a row on a click outside of its controls. @param {Event} event @param {() => void} open */
function onRowClick(event, open) {
  if (!(event.target instanceof Element && event.target.closest("button, input, a")) && !getSelection()?.toString()) {
    open();
  }
}
