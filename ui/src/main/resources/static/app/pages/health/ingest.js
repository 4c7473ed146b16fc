import { html, nothing } from "lit";
import { sumOf } from "../../logic/exposition.js";
import { bytesText, countText, shortCount } from "../../logic/numbers.js";
import { SECOND, spanText } from "../../logic/times.js";

/** Totals of the integrity data. @type {[string, string][]} */
const COUNTS = [
  ["messages", "Messages"],
  ["logEvents", "Log events"],
  ["metricSamples", "Metric samples"],
  ["processSnapshots", "Process snapshots"],
  ["rejected", "Rejected messages"],
  ["lost", "Lost (expired in Kafka)"],
];

/**
 * Totals and rates of the ingest.
 *
 * @param {Record<string, number>} total
 * @param {{total: Record<string, number>, seconds: number} | null} baseline
 * @param {import("../../logic/exposition.js").Samples | undefined} samples
 */
export const ingest = (total, baseline, samples) => html`
  <section class="card" aria-label="Ingest">
    <header class="card-head"><h2>Ingest</h2></header>
    <dl class="figures">
      ${COUNTS.map(
        ([name, title]) => html`
          <div>
            <dt>${title}</dt>
            <dd title=${countText(total[name])}>
              ${shortCount(total[name])}
              ${baseline && baseline.seconds > 0 ? html`<span class="caption">${rate((total[name] - baseline.total[name]) / baseline.seconds)}/s</span>` : nothing}
            </dd>
          </div>`,
      )}
      ${samples ? queue(samples) : nothing}
    </dl>
  </section>`;

/** @param {number} perSecond */
const rate = (perSecond) => (perSecond < 10 ? perSecond.toFixed(1) : shortCount(perSecond));

/** @param {import("../../logic/exposition.js").Samples} samples */
function queue(samples) {
  const lag = sumOf(samples, "aggregator_lag_messages");
  const delay = meanOf(samples, "aggregator_delay_seconds");
  const transaction = meanOf(samples, "aggregator_transaction_seconds");
  const bytes = sumOf(samples, "aggregator_message_bytes_total");
  return html`
    ${lag === null ? nothing : html`<div><dt>Consumer lag</dt><dd>${countText(lag)}</dd></div>`}
    ${delay === null ? nothing : html`<div><dt>End-to-end latency</dt><dd>${spanText(delay * SECOND)} <span class="caption">avg</span></dd></div>`}
    ${transaction === null ? nothing : html`<div><dt>Transaction</dt><dd>${spanText(transaction * SECOND)} <span class="caption">avg</span></dd></div>`}
    ${bytes === null ? nothing : html`<div><dt>Bytes read since start</dt><dd>${bytesText(bytes)}</dd></div>`}`;
}

/** @param {import("../../logic/exposition.js").Samples} samples @param {string} name */
function meanOf(samples, name) {
  const count = sumOf(samples, `${name}_count`);
  return count ? (sumOf(samples, `${name}_sum`) ?? 0) / count : null;
}
