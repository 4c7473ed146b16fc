import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { age } from "../../parts/time.js";
import { canaryResult } from "./canary.js";

/** @type {Record<string, string>} */
const TITLES = { database: "Database", queue: "Queue", ingest: "Ingest", loops: "Consumers", canary: "Canary" };

/**
 * The overall state and that of each component.
 *
 * @param {any} health response of Spring Boot
 */
export function components(health) {
  const healthy = health.status === "UP";
  return html`
    <section class="card" aria-label="Overall">
      <div class="overall ${healthy ? "up" : "down"}" role="status"><span class="dot"></span> ${healthy ? "Healthy" : "Degraded"}</div>
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
      <strong>${title}</strong> ${off ? html`<span class="caption">off</span>` : html`<span class="status ${up ? "up" : "down"}">${up ? "up" : "down"}</span>`}
      ${details.since ? html`<span class="caption">for ${age(details.since)}</span>` : nothing}
      ${details.reason ? html`<span class=${off ? "caption" : "error-text"}>${details.reason}</span>` : nothing}
      ${loops.map(
        ([name, loop]) => html`<div class="caption">${name}: ${loop.state?.toLowerCase()}, ${loop.partitions} partitions, lag ${countText(loop.lag ?? 0)}</div>`,
      )}
      ${title === TITLES.canary && !off ? canaryResult(details) : nothing}
    </li>`;
}
