import { html, nothing } from "lit";
import { hasValue } from "../../logic/alerts-view.js";
import { memoryText, percentText } from "../../logic/numbers.js";
import { severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";
import { words } from "../../words.js";

/** @type {[string, string][]} */
const LISTS = [
  ["topByCpu", words.alerts.topByCpu],
  ["topByMemory", words.alerts.topByMemory],
  ["changes", words.alerts.biggestChanges],
];

/** @type {Record<string, string>} */
const CHANGES = words.alerts.processChanges;

/**
 * Evidence recorded when the alert fired and at each escalation, latest first: processes and their changes.
 *
 * @param {any[]} all oldest first
 * @param {import("../../logic/units.js").Unit} unit
 */
export const evidence = (all, unit) =>
  [...all].reverse().map(
    (one, index) => html`
      <details class="evidence" ?open=${index === 0}>
        <summary>${hasValue(one)
          ? words.alerts.evidenceWithValue(severity(one.severity), time(one.at), unit.text(one.value), unit.text(one.threshold))
          : words.alerts.evidenceAt(severity(one.severity), time(one.at))}</summary>
        ${one.processesAt
          ? LISTS.filter(([name]) => one[name].length).map(([name, title]) => processes(title, one[name]))
          : html`<p class="caption">${words.alerts.noProcessSnapshot}</p>`}
        ${one.comparedWith ? html`<p class="caption">${words.alerts.comparedTo(time(one.comparedWith))}</p>` : nothing}
      </details>`,
  );

/** @param {string} title @param {any[]} list */
const processes = (title, list) => html`
  <table class="list small">
    <caption>${title}</caption>
    <thead>
      <tr><th>${words.alerts.process}</th><th class="number">${words.common.pid}</th><th class="number">${words.common.cpuOfOneCore}</th><th class="number">${words.common.memory}</th></tr>
    </thead>
    <tbody>
      ${list.map(
        ({ pid, name, change, cpuRatio, cpuRatioBefore, memoryBytes, memoryBytesBefore }) => html`
          <tr>
            <td><bdi>${name}</bdi> <span class="caption">${CHANGES[change]}</span></td>
            <td class="number">${pid}</td>
            <td class="number">${figure(cpuRatioBefore, cpuRatio, percentText)}</td>
            <td class="number">${figure(memoryBytesBefore, memoryBytes, memoryText)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** @param {number | null} previous @param {number | null} current @param {(value: number) => string} text */
const figure = (previous, current, text) =>
  html`${previous === null ? nothing : html`<span class="muted">${text(previous)} → </span>`}${current === null ? "–" : text(current)}`;
