import { html, nothing } from "lit";
import { sumOf } from "../../logic/exposition.js";
import { bytesText, countText } from "../../logic/numbers.js";
import { DAY, SECOND } from "../../logic/times.js";
import { words } from "../../words.js";

/**
 * Stored bytes, their projection, and free disk space.
 *
 * @param {import("../../logic/exposition.js").Samples} samples
 */
export function storage(samples) {
  const total = sumOf(samples, "aggregator_storage_bytes");
  const day = sumOf(samples, "aggregator_storage_day_bytes");
  const days = ((sumOf(samples, "aggregator_storage_retention_seconds") ?? 0) * SECOND) / DAY;
  const free = sumOf(samples, "disk_free_bytes");
  const disk = sumOf(samples, "disk_total_bytes");
  if (!total) {
    return nothing; // not a number while the database is unavailable
  }
  return html`
    <section class="card" aria-label=${words.health.storage}>
      <header class="card-head"><h2>${words.health.storage}</h2></header>
      <dl class="figures">
        <div><dt>${words.health.stored}</dt><dd>${bytesText(total)} <span class="caption">${words.health.withIndexes}</span></dd></div>
        <div><dt>${words.health.retention}</dt><dd>${words.health.days(Math.round(days))}</dd></div>
        ${day
          ? html`
              <div><dt>${words.health.yesterday}</dt><dd>${bytesText(day)}</dd></div>
              <div><dt>${words.health.projectedSizeAtFullRetention}</dt><dd>${bytesText(day * days)}</dd></div>`
          : nothing}
        ${free === null ? nothing : html`<div><dt>${words.health.freeDiskOnServer}</dt><dd>${bytesText(free)} <span class="caption">${words.health.of(bytesText(disk ?? 0))}</span></dd></div>`}
        ${free !== null && day ? room(total, free, day, days) : nothing}
      </dl>
    </section>`;
}

/** @param {number} total @param {number} free @param {number} day @param {number} days */
function room(total, free, day, days) {
  const enough = day * days - total < free;
  return html`
    <div>
      <dt>${words.health.daysUntilFull}</dt>
      <dd>${enough ? words.health.notWithinRetention : countText(Math.floor(free / day))} <span class="caption">${words.health.daysUntilFullHint}</span></dd>
    </div>`;
}
