import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { ago } from "../../parts/time.js";
import { arrivals } from "./canary.js";

/** @type {Record<string, string>} */
const TITLES = { database: "Database", queue: "Queue", ingest: "Ingest", loops: "Loops", canary: "Canary" };

/**
 * One word for all, and one for each part.
 *
 * @param {any} health as Spring tells it
 */
export function components(health) {
  const well = health.status === "UP";
  return html`
    <section class="card" aria-label="Overall">
      <div class="overall ${well ? "up" : "down"}" role="status"><span class="dot"></span> ${well ? "All is well" : "Something does not work"}</div>
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
      <strong>${title}</strong> ${off ? html`<span class="caption">off</span>` : html`<span class="status ${up ? "up" : "silent"}">${up ? "up" : "down"}</span>`}
      ${details.since ? html`<span class="caption">since ${ago(details.since)}</span>` : nothing}
      ${details.reason ? html`<span class=${off ? "caption" : "mistake"}>${details.reason}</span>` : nothing}
      ${loops.map(
        ([name, loop]) => html`<div class="caption">${name}: ${loop.state?.toLowerCase()}, ${loop.partitions} partitions, ${countText(loop.lag ?? 0)} behind</div>`,
      )}
      ${title === TITLES.canary && !off ? arrivals(details) : nothing}
    </li>`;
}
