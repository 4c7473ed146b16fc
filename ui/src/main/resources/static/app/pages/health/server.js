import { html, nothing } from "lit";
import { sumOf } from "../../logic/exposition.js";
import { countText, memoryText, percentText } from "../../logic/numbers.js";
import { SECOND, spanText } from "../../logic/times.js";
import { words } from "../../words.js";

/**
 * The state of the server instance that sent the metrics.
 *
 * @param {import("../../logic/exposition.js").Samples} samples
 */
export function server(samples) {
  /** @param {string} name @param {Record<string, string>} [labels] */
  const sum = (name, labels) => sumOf(samples, name, labels);
  const heap = sum("jvm_memory_used_bytes", { area: "heap" });
  const heapMax = sum("jvm_memory_max_bytes", { area: "heap" });
  const java = samples.get("jvm_info")?.[0]?.labels;
  return html`
    <section class="card" aria-label=${words.health.server}>
      <header class="card-head"><h2>${words.health.server}</h2><span class="caption">${words.health.thisInstance}</span></header>
      <dl class="figures">
        <div><dt>${words.health.version}</dt><dd>${version()}</dd></div>
        ${figure(words.health.uptime, sum("process_uptime_seconds"), (value) => spanText(value * SECOND))}
        ${figure(words.health.cpuPercentOfHost, sum("process_cpu_usage"), percentText)}
        ${figure(words.health.heap, heap, memoryText, heapMax ? words.health.of(memoryText(heapMax)) : "")}
        ${figure(words.health.gcOverhead, sum("jvm_gc_overhead"), percentText)}
        ${figure(words.health.threads, sum("jvm_threads_live_threads"), countText)}
        ${figure(words.health.liveTailClients, sum("aggregator_tail_viewers"), countText)}
        ${figure(words.health.pendingNotifications, sum("aggregator_notifications_pending_notifications"), countText)}
        ${figure(words.health.errorsLogged, sum("logback_events_total", { level: "error" }), countText)}
        ${java ? html`<div><dt>${words.health.java}</dt><dd>${java.version} <span class="caption">${java.vendor}</span></dd></div>` : nothing}
      </dl>
    </section>`;
}

/** The version of the page, which is part of the server. */
const version = () => document.querySelector("meta[name=version]")?.getAttribute("content");

/** @param {string} title @param {number | null} value @param {(value: number) => string} text @param {string} [note] */
const figure = (title, value, text, note = "") =>
  value === null ? nothing : html`<div><dt>${title}</dt><dd>${text(value)} <span class="caption">${note}</span></dd></div>`;
