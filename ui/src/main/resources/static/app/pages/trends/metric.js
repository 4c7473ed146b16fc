import { LitElement, html, nothing } from "lit";
import { AddressWatch, addressOf, change, parameters } from "../../address.js";
import { get } from "../../api.js";
import "../../charts/line.js";
import { before, moved, rowsOf } from "../../logic/metric-trend.js";
import { measureOf, titleOf } from "../../logic/measures.js";
import { changeText } from "../../logic/numbers.js";
import { boundsOf, stepOf } from "../../logic/range.js";
import { linesOf } from "../../logic/series.js";
import { HOUR } from "../../logic/times.js";
import { staleness, whileAsked } from "../../parts/states.js";
import { Question } from "../../question.js";

const USUAL = "system.cpu.utilization";
const POINTS = 240;
const MOST_LINES = 8;
const USUAL_LINES = 4;
const MOST_ROWS = 50;

/** A metric of the hosts that one picks from its table. The URL has the metric, the hosts and whether it is compared. Fires zoom. */
class MetricTrend extends LitElement {
  static properties = { range: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../logic/range.js").Range} */
    this.range = { from: "", to: "" };
    new AddressWatch(this);
    this.metrics = new Question(this, () => "metrics", (_, signal) => get("metrics", {}, signal));
    this.now = new Question(this, () => ({ ...this.range, ...this.asked }), (about, signal) => get("metrics/series", about, signal));
    this.earlier = new Question(this, () => ({ ...this.range, ...this.asked }), ({ from, to, ...asked }, signal) => {
      const { length: _, ...time } = before({ from, to }, Date.now());
      return get("metrics/series", { ...time, ...asked }, signal);
    });
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    const search = parameters();
    return { metric: search.get("metric") ?? USUAL, hosts: search.getAll("host"), compared: search.get("compared") === "true" };
  }

  get asked() {
    return { name: this.view.metric, step: stepOf(this.range, POINTS, Date.now()) };
  }

  render() {
    const { view } = this;
    return html`
      <header class="card-head">
        <h2>Metric</h2>
        <select class="button" aria-label="Metric" @change=${(/** @type {Event} */ event) => change({ metric: /** @type {HTMLSelectElement} */ (event.target).value, host: [] })}>
          ${(this.metrics.answer?.items ?? [{ name: view.metric }]).map(
            (/** @type {any} */ { name }) => html`<option value=${name} ?selected=${name === view.metric}>${name}</option>`,
          )}
        </select>
        <span class="spring"></span>
        <label class="check">
          <input type="checkbox" .checked=${view.compared} @change=${() => change({ compared: view.compared ? "" : "true" })} /> With the time before
        </label>
      </header>
      ${staleness(this.now)} ${this.now.answer ? this.found(view) : whileAsked(this.now)}`;
  }

  /** @param {{metric: string, hosts: string[], compared: boolean}} view */
  found(view) {
    const { lines, step } = linesOf(this.now.answer);
    const earlier = linesOf(this.earlier.answer).lines;
    const rows = rowsOf(lines, earlier);
    const usual = rows.slice(0, USUAL_LINES).map(({ line }) => line.label);
    const drawn = rows.filter(({ line }) => (view.hosts.length ? view.hosts : usual).includes(line.label)).slice(0, MOST_LINES);
    return html`
      <la-line-chart .chart=${this.chart(view, drawn.map(({ line }) => line), earlier, step)} @zoom=${this.pass}></la-line-chart>
      ${this.table(view, rows, drawn.map(({ line }) => line.label))}`;
  }

  /** Events do not rise by themselves. @param {CustomEvent} event */
  pass(event) {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }

  /**
   * The same one as long as it shows the same.
   *
   * @param {{metric: string, compared: boolean}} view
   * @param {import("../../logic/series.js").Line[]} lines
   * @param {import("../../logic/series.js").Line[]} earlier
   * @param {number} step
   */
  chart({ metric, compared }, lines, earlier, step) {
    const sources = [this.now.answer, this.earlier.answer, compared, lines.map(({ label }) => label).join("\n")];
    if (sources.some((source, index) => source !== this.drawnFrom?.[index])) {
      this.drawnFrom = sources;
      const now = Date.now();
      const { from, to } = boundsOf(this.range, now) ?? { from: now - HOUR, to: now };
      const then = lines.flatMap(({ label }, index) => earlier.filter((line) => line.label === label).map((line) => moved(line, to - from, index)));
      const { text } = measureOf(metric);
      this.drawn = { title: titleOf(metric), lines: compared ? [...lines, ...then] : lines, step, text, from, to, most: null };
    }
    return this.drawn;
  }

  /** @param {{metric: string}} view @param {ReturnType<typeof rowsOf>} rows @param {string[]} drawn */
  table({ metric }, rows, drawn) {
    const { text } = measureOf(metric);
    /** @param {string} label */
    const toggled = (label) => (drawn.includes(label) ? drawn.filter((one) => one !== label) : [...drawn, label]);
    return rows.length
      ? html`
          <div class="scroll">
            <table class="list">
              <thead>
                <tr><th class="mark"><span class="unseen">Drawn</span></th><th>Of</th><th class="number">Least</th><th class="number">Mean</th><th class="number">Most</th><th class="number">Last</th><th class="number">Against before</th></tr>
              </thead>
              <tbody>
                ${rows.slice(0, MOST_ROWS).map(
                  ({ line: { label }, min, mean, max, last, change: difference }) => html`
                    <tr>
                      <td class="mark">
                        <input type="checkbox" aria-label="Draw ${label}" .checked=${drawn.includes(label)} ?disabled=${!drawn.includes(label) && drawn.length >= MOST_LINES}
                          @change=${() => change({ host: toggled(label) }, { replace: true })} />
                      </td>
                      <td class="main"><a href=${addressOf("host", { name: label.split(" ")[0], ...this.range })}>${label}</a></td>
                      <td class="number">${text(min)}</td><td class="number">${text(mean)}</td><td class="number">${text(max)}</td><td class="number">${text(last)}</td>
                      <td class="number">${difference === null ? html`<span class="muted">–</span>` : changeText(difference)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>
          <p class="caption under">The greatest change first. Up to ${MOST_LINES} are drawn.</p>`
      : nothing;
  }
}

customElements.define("la-metric-trend", MetricTrend);
