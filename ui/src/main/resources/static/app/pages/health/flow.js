import { html, nothing } from "lit";
import { sumOf } from "../../logic/exposition.js";
import { bytesText, countText, shortCount } from "../../logic/numbers.js";
import { SECOND, spanText } from "../../logic/times.js";

/** Counts of the ledger. @type {[string, string][]} */
const COUNTS = [
  ["messages", "Messages"],
  ["logEvents", "Lines"],
  ["metricSamples", "Measurements"],
  ["processSnapshots", "Process lists"],
  ["rejected", "Rejected messages"],
  ["lost", "Lost before they were read"],
];

/**
 * How much comes in.
 *
 * @param {Record<string, number>} total
 * @param {{before: Record<string, number>, seconds: number} | null} since
 * @param {import("../../logic/exposition.js").Samples | undefined} samples
 */
export const flow = (total, since, samples) => html`
  <section class="card" aria-label="What comes in">
    <header class="card-head"><h2>What comes in</h2></header>
    <dl class="figures">
      ${COUNTS.map(
        ([name, title]) => html`
          <div>
            <dt>${title}</dt>
            <dd title=${countText(total[name])}>
              ${shortCount(total[name])}
              ${since && since.seconds > 0 ? html`<span class="caption">${rate((total[name] - since.before[name]) / since.seconds)}/s</span>` : nothing}
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
  const waits = sumOf(samples, "aggregator_lag_messages");
  const delay = meanOf(samples, "aggregator_delay_seconds");
  const transaction = meanOf(samples, "aggregator_transaction_seconds");
  const bytes = sumOf(samples, "aggregator_message_bytes_total");
  return html`
    ${waits === null ? nothing : html`<div><dt>Waiting in the queue</dt><dd>${countText(waits)}</dd></div>`}
    ${delay === null ? nothing : html`<div><dt>From the host to the store</dt><dd>${spanText(delay * SECOND)} <span class="caption">mean</span></dd></div>`}
    ${transaction === null ? nothing : html`<div><dt>Transaction</dt><dd>${spanText(transaction * SECOND)} <span class="caption">mean</span></dd></div>`}
    ${bytes === null ? nothing : html`<div><dt>Read since its start</dt><dd>${bytesText(bytes)}</dd></div>`}`;
}

/** @param {import("../../logic/exposition.js").Samples} samples @param {string} name */
function meanOf(samples, name) {
  const count = sumOf(samples, `${name}_count`);
  return count ? (sumOf(samples, `${name}_sum`) ?? 0) / count : null;
}
