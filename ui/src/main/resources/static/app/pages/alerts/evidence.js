import { html, nothing } from "lit";
import { bytesText, percentText } from "../../logic/numbers.js";
import { severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";

/** @type {[string, string][]} */
const LISTS = [
  ["topByCpu", "Most processor time"],
  ["topByMemory", "Most memory"],
  ["changes", "Changed most"],
];

/** @type {Record<string, string>} */
const CHANGES = { STARTED: "started", ENDED: "ended", RUNNING: "" };

/**
 * What was kept at the opening and at each rise, the last first: which processes there were, and what had changed.
 *
 * @param {any[]} all oldest first
 * @param {import("../../logic/measures.js").Measure} measure
 */
export const evidence = (all, measure) =>
  [...all].reverse().map(
    (one, index) => html`
      <details class="evidence" ?open=${index === 0}>
        <summary>${severity(one.severity)} at ${time(one.at)}: ${measure.text(one.value)} of ${measure.text(one.threshold)}</summary>
        ${one.processesAt
          ? LISTS.filter(([name]) => one[name].length).map(([name, title]) => processes(title, one[name]))
          : html`<p class="caption">No list of processes was sent in time.</p>`}
        ${one.comparedWith ? html`<p class="caption">Compared with ${time(one.comparedWith)}.</p>` : nothing}
      </details>`,
  );

/** @param {string} title @param {any[]} list */
const processes = (title, list) => html`
  <table class="list small">
    <caption>${title}</caption>
    <thead>
      <tr><th>Process</th><th class="number">Pid</th><th class="number">CPU of a core</th><th class="number">Memory</th></tr>
    </thead>
    <tbody>
      ${list.map(
        ({ pid, name, change, cpuRatio, cpuRatioBefore, memoryBytes, memoryBytesBefore }) => html`
          <tr>
            <td>${name} <span class="caption">${CHANGES[change]}</span></td>
            <td class="number">${pid}</td>
            <td class="number">${figure(cpuRatioBefore, cpuRatio, percentText)}</td>
            <td class="number">${figure(memoryBytesBefore, memoryBytes, bytesText)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** @param {number | null} before @param {number | null} now @param {(value: number) => string} text */
const figure = (before, now, text) =>
  html`${before === null ? nothing : html`<span class="muted">${text(before)} → </span>`}${now === null ? "–" : text(now)}`;
