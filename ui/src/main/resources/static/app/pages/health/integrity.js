import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { ago, time } from "../../parts/time.js";

/**
 * The reconciliation of messages by partition.
 *
 * @param {any} data
 */
export const integrity = ({ balanced, partitions, gaps }) => html`
  <section class="card" aria-label="Integrity">
    <header class="card-head">
      <h2>Integrity</h2>
      <span class="status ${balanced ? "up" : "down"}">${balanced ? "balanced" : "not balanced"}</span>
      <span class="caption wide-only">messages = observed + rejected + ignored, in every partition</span>
    </header>
    <div class="scroll" tabindex="0" role="region" aria-label="Partitions">
      <table class="list small">
        <thead>
          <tr><th>Partition</th><th class="number">Next offset</th><th class="number">Messages</th><th class="number">Observed</th><th class="number">Rejected</th><th class="number">Ignored</th><th class="number">Lost</th><th>Balanced</th><th>Updated</th></tr>
        </thead>
        <tbody>
          ${partitions.map(
            (/** @type {any} */ one) => html`
              <tr>
                <td class="main">${one.topic} ${one.partition}</td>
                <td class="number">${countText(one.next)}</td><td class="number">${countText(one.messages)}</td><td class="number">${countText(one.observed)}</td>
                <td class="number">${countText(one.rejected)}</td><td class="number">${countText(one.ignored)}</td><td class="number">${countText(one.lost)}</td>
                <td>${one.balanced ? "yes" : html`<strong class="error-text">no</strong>`}</td><td class="when">${ago(one.updatedAt)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${gaps.length ? html`<h3 class="under">Gaps (expired in Kafka before being read)</h3><ul class="gaps">${gaps.map(gap)}</ul>` : nothing}
  </section>`;

/** @param {any} gap */
const gap = ({ topic, partition, from, to, detectedAt }) =>
  html`<li>${topic} ${partition}: ${countText(to - from)} messages, ${countText(from)} to ${countText(to - 1)}, detected ${time(detectedAt)}</li>`;
