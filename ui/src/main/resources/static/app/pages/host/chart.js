import { LitElement, html } from "lit";
import { get } from "../../api.js";
import "../../charts/line.js";
import { matches } from "../../logic/glob.js";
import { measureOf, titleOf } from "../../logic/measures.js";
import { boundsOf, stepOf } from "../../logic/range.js";
import { linesOf, rateOf } from "../../logic/series.js";
import { HOUR, millisOf } from "../../logic/times.js";
import { whileAsked } from "../../parts/states.js";
import { Question } from "../../question.js";

/** Points of a chart, about as many as pixels that one can tell apart. */
const POINTS = 240;

/** More lines say nothing. */
const MOST_LINES = 8;

/** @typedef {{metric: string, rate?: boolean}} Shown rate: of a counter, what it grows by in a second */

/** A metric of a host, from where on a rule finds it too much, and when one did. Fires what la-line-chart does. */
class HostChart extends LitElement {
  static properties = {
    host: {},
    range: { attribute: false },
    shown: { attribute: false },
    rules: { attribute: false },
    alerts: { attribute: false },
  };

  constructor() {
    super();
    this.host = "";
    /** @type {import("../../logic/range.js").Range} */
    this.range = { from: "-1h", to: "" };
    /** @type {Shown} */
    this.shown = { metric: "" };
    /** @type {any[]} */
    this.rules = [];
    /** @type {any[]} */
    this.alerts = [];
    const about = () => ({ name: this.shown.metric, host: this.host, ...this.range, step: stepOf(this.range, POINTS, Date.now()) });
    this.series = new Question(this, about, (asked, signal) => get("metrics/series", asked, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} _changed */
  willUpdate(_changed) {
    const sources = [this.series.answer, this.rules, this.alerts];
    if (sources.some((source, index) => source !== this.drawnFrom?.[index])) {
      this.drawnFrom = sources;
      this.chart = this.chartOf(this.series.answer);
    }
  }

  /** @param {any} answer @returns {import("../../charts/line.js").Chart | undefined} */
  chartOf(answer) {
    if (!answer) {
      return undefined;
    }
    const { metric, rate } = this.shown;
    const { text, most } = measureOf(metric);
    const { lines, step } = linesOf(answer);
    const now = Date.now();
    const { from, to } = boundsOf(this.range, now) ?? { from: now - HOUR, to: now };
    const judging = this.rules.filter((rule) => isAbout(rule, metric, this.host));
    return {
      title: titleOf(metric),
      lines: (rate ? lines.map(rateOf) : lines).slice(0, MOST_LINES),
      step,
      text: rate ? (value) => `${text(value)}/s` : text,
      most: rate ? null : most,
      from,
      to,
      thresholds: judging.map(({ name, severities }) => ({ value: lowest(severities), label: judging.length > 1 ? name : "threshold" })),
      spans: this.alerts
        .filter(({ ruleId }) => judging.some(({ id }) => id === ruleId))
        .map(({ openedAt, resolvedAt }) => ({ from: millisOf(openedAt), to: resolvedAt ? millisOf(resolvedAt) : now })),
      group: "host",
    };
  }

  /** Events do not rise out of the chart by themselves. @param {CustomEvent} event */
  pass(event) {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }

  render() {
    return this.chart
      ? html`<la-line-chart class=${this.series.slow ? "renewing" : ""} .chart=${this.chart} @zoom=${this.pass} @hover=${this.pass}></la-line-chart>`
      : whileAsked(this.series, 6);
  }
}

/** @param {any} rule @param {string} metric @param {string} host */
const isAbout = ({ enabled, condition, matchers }, metric, host) =>
  enabled && condition.type === "threshold" && condition.metric === metric && matches(matchers.host, host);

/** @param {Record<string, number>} severities from the least severe on, in whichever direction */
const lowest = ({ LOW, MEDIUM, HIGH, CRITICAL }) => LOW ?? MEDIUM ?? HIGH ?? CRITICAL;

customElements.define("la-host-chart", HostChart);
