import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { measureOfCondition } from "../../logic/measures.js";
import { millisOf, spanText } from "../../logic/times.js";
import { alertStatus, severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";

/**
 * @param {object} table
 * @param {any[]} table.items
 * @param {any[]} table.rules
 * @param {string} table.selected
 * @param {Set<string>} table.chosen
 * @param {((ids: string[]) => void) | null} table.choose null where one may not act
 * @param {(id: string) => void} table.toggle
 * @param {(id: string) => void} table.open
 * @param {(parts: {host?: string, rule?: string}) => void} table.filter
 */
export function alertTable({ items, rules, selected, chosen, choose, toggle, open, filter }) {
  const all = items.every(({ id }) => chosen.has(id));
  const conditions = new Map(rules.map((rule) => [rule.id, rule.condition]));

  /** @param {any} alert */
  const row = (alert) => {
    const { text } = measureOfCondition(conditions.get(alert.ruleId));
    return html`
      <tr data-alert=${alert.id} tabindex="-1" aria-selected=${alert.id === selected} @click=${(/** @type {Event} */ event) => opens(event, () => open(alert.id))}>
        ${choose
          ? html`<td class="mark">
              <input type="checkbox" aria-label="Choose ${alert.rule} on ${alert.host}" .checked=${chosen.has(alert.id)} @change=${() => toggle(alert.id)} />
            </td>`
          : nothing}
        <td>${severity(alert.status === "RESOLVED" ? alert.highest : alert.severity)}</td>
        <td class="main"><button class="name" @click=${() => open(alert.id)}>${alert.rule}</button>${furtherLabels(alert)}</td>
        <td>${alert.host ? html`<button class="value" title="Only ${alert.host}" @click=${() => filter({ host: alert.host })}>${alert.host}</button>` : "–"}</td>
        <td class="number">${text(alert.value)} <span class="muted">of ${text(alert.threshold)}</span></td>
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
            ${choose
              ? html`<th class="mark">
                  <input type="checkbox" aria-label="Choose all" .checked=${all} .indeterminate=${!all && chosen.size > 0}
                    @change=${() => choose(all ? [] : items.map(({ id }) => id))} />
                </th>`
              : nothing}
            <th>Severity</th><th>Rule</th><th>Host</th><th class="number">Value</th><th>Status</th><th>Since</th><th class="number">For</th>
          </tr>
        </thead>
        <tbody>${repeat(items, ({ id }) => id, row)}</tbody>
      </table>
    </div>`;
}

/** What tells it from others of the same rule and host. @param {any} alert */
function furtherLabels({ labels }) {
  const further = Object.entries(labels).filter(([name]) => name !== "host");
  return further.length ? html` <span class="caption">${further.map(([name, value]) => `${name} ${value}`).join(", ")}</span>` : nothing;
}

/** @param {any} alert */
const duration = ({ openedAt, resolvedAt }) => spanText((resolvedAt ? millisOf(resolvedAt) : Date.now()) - millisOf(openedAt));

/** A row opens by a click that is meant for nothing else. @param {Event} event @param {() => void} open */
function opens(event, open) {
  if (!(event.target instanceof Element && event.target.closest("button, input, a")) && !getSelection()?.toString()) {
    open();
  }
}
