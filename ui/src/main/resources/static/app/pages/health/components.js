import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { age } from "../../parts/time.js";
import { words } from "../../words.js";
import { canaryResult } from "./canary.js";

/** @type {Record<string, string>} */
const TITLES = { database: words.health.database, queue: words.health.queue, ingest: words.health.ingest, loops: words.health.consumers, canary: words.health.canary };

/**
 * The overall state and that of each component.
 *
 * @param {any} health response of Spring Boot
 */
export function components(health) {
  const healthy = health.status === "UP";
  return html`
    <section class="card" aria-label=${words.health.overall}>
      <div class="overall ${healthy ? "up" : "down"}" role="status"><span class="dot"></span> ${healthy ? words.health.healthy : words.health.degraded}</div>
      <ul class="parts">
        ${Object.entries(TITLES).map(([name, title]) => (health.components?.[name] ? part(title, health.components[name]) : nothing))}
      </ul>
    </section>`;
}

/** @param {string} title @param {any} component */
function part(title, { status, details = {} }) {
  const up = status === "UP";
  const off = status === "UNKNOWN";
  const loops = Object.entries(details).filter(([, detail]) => typeof detail === "object");
  return html`
    <li>
      <strong>${title}</strong> ${off ? html`<span class="caption">${words.health.off}</span>` : html`<span class="status ${up ? "up" : "down"}">${up ? words.common.up : words.health.down}</span>`}
      ${details.since ? html`<span class="caption">${words.health.forSpan(age(details.since))}</span>` : nothing}
      ${details.reason ? html`<span class=${off ? "caption" : "error-text"}>${details.reason}</span>` : nothing}
      ${loops.map(
        ([name, loop]) => html`<div class="caption">${words.health.consumerState(name, loop.state?.toLowerCase(), loop.partitions, countText(loop.lag ?? 0))}</div>`,
      )}
      ${title === TITLES.canary && !off ? canaryResult(details) : nothing}
    </li>`;
}
