import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { ago, time } from "../../parts/time.js";
import { words } from "../../words.js";

/**
 * The reconciliation of messages by partition.
 *
 * @param {any} data
 */
export const integrity = ({ balanced, partitions, gaps }) => html`
  <section class="card" aria-label=${words.health.integrity}>
    <header class="card-head">
      <h2>${words.health.integrity}</h2>
      <span class="status ${balanced ? "up" : "down"}">${balanced ? words.health.balanced : words.health.notBalanced}</span>
      <span class="caption wide-only">${words.health.integrityEquation}</span>
    </header>
    <div class="scroll" tabindex="0" role="region" aria-label=${words.health.partitions}>
      <table class="list small">
        <thead>
          <tr><th>${words.health.partition}</th><th class="number">${words.health.nextOffset}</th><th class="number">${words.health.messages}</th><th class="number">${words.health.observed}</th><th class="number">${words.health.rejected}</th><th class="number">${words.health.ignored}</th><th class="number">${words.health.lost}</th><th>${words.health.balancedColumn}</th><th>${words.health.updated}</th></tr>
        </thead>
        <tbody>
          ${partitions.map(
            (/** @type {any} */ one) => html`
              <tr>
                <td class="main">${one.topic} ${one.partition}</td>
                <td class="number">${countText(one.next)}</td><td class="number">${countText(one.messages)}</td><td class="number">${countText(one.observed)}</td>
                <td class="number">${countText(one.rejected)}</td><td class="number">${countText(one.ignored)}</td><td class="number">${countText(one.lost)}</td>
                <td>${one.balanced ? words.health.yes : html`<strong class="error-text">${words.health.no}</strong>`}</td><td class="when">${ago(one.updatedAt)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${gaps.length ? html`<h3 class="under">${words.health.gaps}</h3><ul class="gaps">${gaps.map(gap)}</ul>` : nothing}
  </section>`;

/** @param {any} gap */
const gap = ({ topic, partition, from, to, detectedAt }) =>
  html`<li>${words.health.gap(topic, partition, countText(to - from), countText(from), countText(to - 1), time(detectedAt))}</li>`;
