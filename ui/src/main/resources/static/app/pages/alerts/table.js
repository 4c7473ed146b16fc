import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { durationOf, hasValue, shownSeverity } from "../../logic/alerts-view.js";
import { unitOfCondition } from "../../logic/conditions.js";
import { countText } from "../../logic/numbers.js";
import { severityName } from "../../logic/rules.js";
import { spanText } from "../../logic/times.js";
import { severityIcon } from "../../parts/icons.js";
import { alertStatus, mutedMark, severity } from "../../parts/severity.js";
import { sortHead } from "../../parts/sort-head.js";
import { time } from "../../parts/time.js";
import { words } from "../../words.js";

/**
 * @param {object} table
 * @param {ReturnType<typeof import("../../logic/alerts-view.js").groupsOf>} table.groups
 * @param {string} table.groupLabel the label by which alerts are grouped; empty for one group without a header
 * @param {string} table.sort
 * @param {(sort: string) => void} table.selectSort
 * @param {any[]} table.rules
 * @param {string} table.selected
 * @param {Set<string>} table.checked
 * @param {((ids: string[]) => void) | null} table.check null without permission for actions
 * @param {(id: string) => void} table.toggle
 * @param {(id: string) => void} table.open
 * @param {(parts: {host?: string, rule?: string}) => void} table.filter
 */
export function alertTable({ groups, groupLabel, sort, selectSort, rules, selected, checked, check, toggle, open, filter }) {
  const items = groups.flatMap(({ alerts }) => alerts);
  const conditions = new Map(rules.map((rule) => [rule.id, rule.condition]));

  /** @param {any} alert */
  const row = (alert) => {
    const { text } = unitOfCondition(conditions.get(alert.ruleId));
    return html`
      <tr data-alert=${alert.id} tabindex="-1" aria-selected=${alert.id === selected} @click=${(/** @type {Event} */ event) => onRowClick(event, () => open(alert.id))}>
        ${check
          ? html`<td class="mark">
              <input type="checkbox" aria-label=${words.alerts.selectOn(alert.rule, alert.host)} .checked=${live(checked.has(alert.id))} @change=${() => toggle(alert.id)} />
            </td>`
          : nothing}
        <td>${severity(shownSeverity(alert))}</td>
        <td class="main"><button class="name" @click=${() => open(alert.id)}><bdi>${alert.rule}</bdi></button>${labels(alert)}</td>
        <td>${alert.host ? html`<button class="value" title=${words.alerts.filterForHost(alert.host)} @click=${() => filter({ host: alert.host })}><bdi>${alert.host}</bdi></button>` : "–"}</td>
        <td class="number">${hasValue(alert) ? html`${alert.status === "RESOLVED" ? words.alerts.peak(text(alert.peak)) : text(alert.value)} <span class="muted">${words.alerts.threshold(text(alert.threshold))}</span>` : "–"}</td>
        <td class="state-cell">${alertStatus(alert.status)}${mutedMark(alert)}</td>
        <td class="when">${time(alert.openedAt)}</td>
        <td class="number duration">${spanText(durationOf(alert, Date.now()))}</td>
      </tr>`;
  };

  /** A checkbox for several alerts. @param {any[]} alerts @param {string} label */
  const checkAll = (alerts, label) => {
    const count = alerts.filter(({ id }) => checked.has(id)).length;
    const ids = alerts.map(({ id }) => id);
    const others = [...checked].filter((id) => !ids.includes(id));
    return html`<input type="checkbox" aria-label=${label} .checked=${live(count === alerts.length)} .indeterminate=${count > 0 && count < alerts.length}
      @change=${() => check?.(count === alerts.length ? others : [...others, ...ids])} />`;
  };

  /** @param {(typeof groups)[0]} group */
  const groupHead = ({ name, alerts, severities }) => html`
    <tr class="group">
      ${check ? html`<td class="mark">${checkAll(alerts, words.alerts.selectAllOf(name || words.alerts.withoutLabel(groupLabel)))}</td>` : nothing}
      <th scope="rowgroup" colspan="7">
        <bdi>${name || words.alerts.withoutLabel(groupLabel)}</bdi>
        ${severities.map(([one, count]) => html`<span class="severity-count" title=${`${count} ${severityName(one)}`}>${severityIcon(one)} ${countText(count)}</span>`)}
      </th>
    </tr>`;

  /** @param {string} column @param {string} title @param {string} [className] @param {boolean} [descendingFirst] */
  const head = (column, title, className, descendingFirst) => sortHead({ column, title, className, descendingFirst, sort, select: selectSort });

  return html`
    <div class="scroll">
      <table class="list">
        <thead>
          <tr>
            ${check
              ? html`<th class="mark">${checkAll(items, words.alerts.selectAll)}</th>`
              : nothing}
            ${head("severity", words.common.severity, "", true)} ${head("rule", words.common.rule)} ${head("host", words.common.host)}
            <th class="number">${words.common.value}</th><th>${words.common.status}</th>
            ${head("started", words.common.started, "when", true)} ${head("duration", words.common.duration, "number duration", true)}
          </tr>
        </thead>
        ${repeat(groups, ({ name }) => name, (group) => html`<tbody>${groupLabel ? groupHead(group) : nothing}${repeat(group.alerts, ({ id }) => id, row)}</tbody>`)}
      </table>
    </div>`;
}

/** The labels besides the host. @param {any} alert */
function labels({ labels }) {
  const others = Object.entries(labels).filter(([name]) => name !== "host");
  return others.length ? html` <span class="caption">${others.map(([name, value], index) => html`${index ? ", " : ""}${name} <bdi>${value}</bdi>`)}</span>` : nothing;
}

/** Opens a row on a click outside of its controls. @param {Event} event @param {() => void} open */
function onRowClick(event, open) {
  if (!(event.target instanceof Element && event.target.closest("button, input, a")) && !getSelection()?.toString()) {
    open();
  }
}
