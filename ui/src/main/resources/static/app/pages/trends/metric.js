import { LitElement, html, nothing } from "lit";
import { AddressController, addressOf, parameters, setParameters } from "../../address.js";
import { get } from "../../api.js";
import "../../charts/line.js";
import { previousRange, shiftedLine, trendRows } from "../../logic/metric-trend.js";
import { perSecond, titleOf, unitOf } from "../../logic/units.js";
import { changeText } from "../../logic/numbers.js";
import { boundsOf, stepOf } from "../../logic/range.js";
import { linesOf } from "../../logic/series.js";
import { HOUR } from "../../logic/times.js";
import { loadingOrError, staleNotice } from "../../parts/states.js";
import { Query } from "../../query.js";
import { words } from "../../words.js";

const DEFAULT_METRIC = "system.cpu.utilization";
const POINTS = 240;
const MAX_LINES = 8;
const DEFAULT_LINES = 4;
const MAX_ROWS = 50;

/** A metric of the selected hosts, optionally compared with the previous period. Fires zoom. */
class MetricTrend extends LitElement {
  static properties = { range: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../logic/range.js").Range} */
    this.range = { from: "", to: "" };
    new AddressController(this);
    this.metrics = new Query(this, () => "metrics", (_, signal) => get("metrics", {}, signal));
    const key = () =>
      this.metrics.data || this.metrics.problem
        ? { ...this.range, name: this.view.metric, fn: this.isRate ? "rate" : undefined, step: stepOf(this.range, POINTS, Date.now()) }
        : null;
    this.current = new Query(this, key, (request, signal) => get("metrics/series", request, signal));
    this.previous = new Query(this, key, ({ from, to, ...request }, signal) => {
      const { length: _, ...range } = previousRange({ from, to }, Date.now());
      return get("metrics/series", { ...range, ...request }, signal);
    });
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    const search = parameters();
    return { metric: search.get("metric") ?? DEFAULT_METRIC, hosts: search.getAll("host"), compared: search.get("compared") === "true", raw: search.get("raw") === "true" };
  }

  /** Whether the metric counts, so that its samples only grow. */
  get isCounter() {
    const kind = this.metrics.data?.items.find((/** @type {any} */ { name }) => name === this.view.metric)?.kind;
    return kind === "CUMULATIVE" || kind === "DELTA";
  }

  get isRate() {
    return this.isCounter && !this.view.raw;
  }

  get unit() {
    const unit = unitOf(this.view.metric);
    return this.isRate ? perSecond(unit) : unit;
  }


  render() {
    const { view } = this;
    return html`
      <header class="card-head">
        <h2>${words.common.metric}</h2>
        <select class="button" aria-label=${words.common.metric} @change=${(/** @type {Event} */ event) => setParameters({ metric: /** @type {HTMLSelectElement} */ (event.target).value, host: [], raw: "" })}>
          ${(this.metrics.data?.items ?? [{ name: view.metric }]).map(
            (/** @type {any} */ { name }) => html`<option value=${name} ?selected=${name === view.metric}>${name}</option>`,
          )}
        </select>
        ${this.isCounter
          ? html`
              <select class="button" aria-label=${words.common.value} @change=${(/** @type {Event} */ event) => setParameters({ raw: /** @type {HTMLSelectElement} */ (event.target).value })}>
                <option value="" ?selected=${!view.raw}>${words.trends.ratePerSecond}</option>
                <option value="true" ?selected=${view.raw}>${words.common.samples}</option>
              </select>`
          : nothing}
        <span class="spacer"></span>
        <label class="check">
          <input type="checkbox" .checked=${view.compared} @change=${() => setParameters({ compared: view.compared ? "" : "true" })} /> ${words.trends.compareToPreviousPeriod}
        </label>
      </header>
      ${staleNotice(this.current)} ${this.current.data ? this.results(view) : loadingOrError(this.current)}`;
  }

  /** @param {{metric: string, hosts: string[], compared: boolean}} view */
  results(view) {
    const { lines, step } = linesOf(this.current.data);
    const previous = linesOf(this.previous.data).lines;
    const rows = trendRows(lines, previous);
    const defaults = rows.slice(0, DEFAULT_LINES).map(({ line }) => line.label);
    const visible = rows.filter(({ line }) => (view.hosts.length ? view.hosts : defaults).includes(line.label)).slice(0, MAX_LINES);
    return html`
      <la-line-chart .chart=${this.chart(view, visible.map(({ line }) => line), previous, step)} @zoom=${this.pass}></la-line-chart>
      ${this.table(rows, visible.map(({ line }) => line.label))}`;
  }

  /** Re-dispatches events of the chart, which do not bubble. @param {CustomEvent} event */
  pass(event) {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }

  /**
   * The previous chart object, unless its data or options have changed.
   *
   * @param {{metric: string, compared: boolean}} view
   * @param {import("../../logic/series.js").Line[]} lines
   * @param {import("../../logic/series.js").Line[]} previous
   * @param {number} step
   */
  chart({ metric, compared }, lines, previous, step) {
    const sources = [this.current.data, this.previous.data, compared, lines.map(({ label }) => label).join("\n")];
    if (sources.some((source, index) => source !== this.drawnFrom?.[index])) {
      this.drawnFrom = sources;
      const now = Date.now();
      const { from, to } = boundsOf(this.range, now) ?? { from: now - HOUR, to: now };
      const shifted = lines.flatMap(({ label }, index) => previous.filter((line) => line.label === label).map((line) => shiftedLine(line, to - from, index)));
      const { text } = this.unit;
      this.drawn = { title: titleOf(metric), lines: compared ? [...lines, ...shifted] : lines, step, text, from, to, upperBound: null };
    }
    return this.drawn;
  }

  /** @param {ReturnType<typeof trendRows>} rows @param {string[]} visible */
  table(rows, visible) {
    const { text } = this.unit;
    /** @param {string} label */
    const toggled = (label) => (visible.includes(label) ? visible.filter((one) => one !== label) : [...visible, label]);
    return rows.length
      ? html`
          <div class="scroll">
            <table class="list">
              <thead>
                <tr><th class="mark"><span class="visually-hidden">${words.trends.show}</span></th><th>${words.common.host}</th><th class="number">${words.trends.min}</th><th class="number">${words.trends.avg}</th><th class="number">${words.trends.max}</th><th class="number">${words.trends.last}</th><th class="number">${words.trends.vsPrevious}</th></tr>
              </thead>
              <tbody>
                ${rows.slice(0, MAX_ROWS).map(
                  ({ line: { label }, min, avg, max, last, change }) => html`
                    <tr>
                      <td class="mark">
                        <input type="checkbox" aria-label=${words.trends.showSeries(label)} .checked=${visible.includes(label)} ?disabled=${!visible.includes(label) && visible.length >= MAX_LINES}
                          @change=${() => setParameters({ host: toggled(label) }, { replace: true })} />
                      </td>
                      <td class="main"><a href=${addressOf("host", { name: label.split(" ")[0], ...this.range })}><bdi>${label}</bdi></a></td>
                      <td class="number">${text(min)}</td><td class="number">${text(avg)}</td><td class="number">${text(max)}</td><td class="number">${text(last)}</td>
                      <td class="number">${change === null ? html`<span class="muted">–</span>` : changeText(change)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>
          <p class="caption under">${words.trends.sortedByChange(MAX_LINES)}</p>`
      : nothing;
  }
}

customElements.define("la-metric-trend", MetricTrend);
