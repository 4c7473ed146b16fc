import { html, nothing } from "lit";
import { sumOf } from "../../logic/exposition.js";
import { countText, memoryText, percentText } from "../../logic/numbers.js";
import { SECOND, spanText } from "../../logic/times.js";

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
    <section class="card" aria-label="Server">
      <header class="card-head"><h2>Server</h2><span class="caption">this instance</span></header>
      <dl class="figures">
        <div><dt>Version</dt><dd>${version()}</dd></div>
        ${figure("Uptime", sum("process_uptime_seconds"), (value) => spanText(value * SECOND))}
        ${figure("CPU (% of host)", sum("process_cpu_usage"), percentText)}
        ${figure("Heap", heap, memoryText, heapMax ? `of ${memoryText(heapMax)}` : "")}
        ${figure("GC overhead", sum("jvm_gc_overhead"), percentText)}
        ${figure("Threads", sum("jvm_threads_live_threads"), countText)}
        ${figure("Live-tail clients", sum("aggregator_tail_viewers"), countText)}
        ${figure("Pending notifications", sum("aggregator_notifications_pending_notifications"), countText)}
        ${figure("Errors logged", sum("logback_events_total", { level: "error" }), countText)}
        ${java ? html`<div><dt>Java</dt><dd>${java.version} <span class="caption">${java.vendor}</span></dd></div>` : nothing}
      </dl>
    </section>`;
}

/** The version of the page, which is part of the server. */
const version = () => document.querySelector("meta[name=version]")?.getAttribute("content");

/** @param {string} title @param {number | null} value @param {(value: number) => string} text @param {string} [note] */
const figure = (title, value, text, note = "") =>
  value === null ? nothing : html`<div><dt>${title}</dt><dd>${text(value)} <span class="caption">${note}</span></dd></div>`;
