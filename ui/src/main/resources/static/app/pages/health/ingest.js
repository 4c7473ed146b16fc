import { html, nothing } from "lit";
import { sumOf } from "../../logic/exposition.js";
import { bytesText, countText, shortCount } from "../../logic/numbers.js";
import { SECOND, spanText } from "../../logic/times.js";
import { words } from "../../words.js";

/** Totals of the integrity data. @type {[string, string][]} */
const COUNTS = [
  ["messages", words.health.messages],
  ["logEvents", words.common.logEvents],
  ["metricSamples", words.health.metricSamples],
  ["processSnapshots", words.health.processSnapshots],
  ["rejected", words.common.rejectedMessages],
  ["lost", words.health.lostExpiredInKafka],
];

/**
 * Totals and rates of the ingest.
 *
 * @param {Record<string, number>} total
 * @param {{total: Record<string, number>, seconds: number} | null} baseline
 * @param {import("../../logic/exposition.js").Samples | undefined} samples
 */
export const ingest = (total, baseline, samples) => html`
  <section class="card" aria-label=${words.health.ingest}>
    <header class="card-head"><h2>${words.health.ingest}</h2></header>
    <dl class="figures">
      ${COUNTS.map(
        ([name, title]) => html`
          <div>
            <dt>${title}</dt>
            <dd title=${countText(total[name])}>
              ${shortCount(total[name])}
              ${baseline && baseline.seconds > 0 ? html`<span class="caption">${words.health.perSecond(rate((total[name] - baseline.total[name]) / baseline.seconds))}</span>` : nothing}
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
    ${lag === null ? nothing : html`<div><dt>${words.health.consumerLag}</dt><dd>${countText(lag)}</dd></div>`}
    ${delay === null ? nothing : html`<div><dt>${words.health.endToEndLatency}</dt><dd>${spanText(delay * SECOND)} <span class="caption">${words.common.avg}</span></dd></div>`}
    ${transaction === null ? nothing : html`<div><dt>${words.health.transaction}</dt><dd>${spanText(transaction * SECOND)} <span class="caption">${words.common.avg}</span></dd></div>`}
    ${bytes === null ? nothing : html`<div><dt>${words.health.bytesReadSinceStart}</dt><dd>${bytesText(bytes)}</dd></div>`}`;
}

/** @param {import("../../logic/exposition.js").Samples} samples @param {string} name */
function meanOf(samples, name) {
  const count = sumOf(samples, `${name}_count`);
  return count ? (sumOf(samples, `${name}_sum`) ?? 0) / count : null;
}
