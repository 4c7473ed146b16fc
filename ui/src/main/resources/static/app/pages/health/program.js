import { html, nothing } from "lit";
import { sumOf } from "../../logic/exposition.js";
import { bytesText, countText, percentText } from "../../logic/numbers.js";
import { SECOND, spanText } from "../../logic/times.js";

/**
 * How the server itself is: the instance that answered.
 *
 * @param {import("../../logic/exposition.js").Samples} samples
 */
export function program(samples) {
  /** @param {string} name @param {Record<string, string>} [labels] */
  const sum = (name, labels) => sumOf(samples, name, labels);
  const heap = sum("jvm_memory_used_bytes", { area: "heap" });
  const heapMost = sum("jvm_memory_max_bytes", { area: "heap" });
  const java = samples.get("jvm_info")?.[0]?.labels;
  return html`
    <section class="card" aria-label="The program">
      <header class="card-head"><h2>The program</h2><span class="caption">the instance that answered</span></header>
      <dl class="figures">
        <div><dt>Version</dt><dd>${version()}</dd></div>
        ${figure("Up for", sum("process_uptime_seconds"), (value) => spanText(value * SECOND))}
        ${figure("Processor", sum("process_cpu_usage"), percentText, "of the machine")}
        ${figure("Heap", heap, bytesText, heapMost ? `of ${bytesText(heapMost)}` : "")}
        ${figure("In garbage collection", sum("jvm_gc_overhead"), percentText, "of the time")}
        ${figure("Threads", sum("jvm_threads_live_threads"), countText)}
        ${figure("Following live", sum("aggregator_tail_viewers"), countText)}
        ${figure("Notifications waiting", sum("aggregator_notifications_pending_notifications"), countText)}
        ${figure("Errors logged", sum("logback_events_total", { level: "error" }), countText)}
        ${java ? html`<div><dt>Java</dt><dd>${java.version} <span class="caption">${java.vendor}</span></dd></div>` : nothing}
      </dl>
    </section>`;
}

/** That of the page, which comes with the server. */
const version = () => document.querySelector("meta[name=version]")?.getAttribute("content");

/** @param {string} title @param {number | null} value @param {(value: number) => string} text @param {string} [further] */
const figure = (title, value, text, further = "") =>
  value === null ? nothing : html`<div><dt>${title}</dt><dd>${text(value)} <span class="caption">${further}</span></dd></div>`;
