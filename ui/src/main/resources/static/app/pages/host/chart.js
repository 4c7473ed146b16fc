import { LitElement, html } from "lit";
import { get } from "../../api.js";
import "../../charts/line.js";
import { matches } from "../../logic/glob.js";
import { perSecond, titleOf, unitOf } from "../../logic/units.js";
import { boundsOf, stepOf } from "../../logic/range.js";
import { SEVERITIES, severityName } from "../../logic/rules.js";
import { linesOf } from "../../logic/series.js";
import { HOUR, millisOf } from "../../logic/times.js";
import { loadingOrError } from "../../parts/states.js";
import { Query } from "../../query.js";

/** The number of points of a chart. */
const POINTS = 240;

/** More lines are unreadable. */
const MAX_LINES = 8;

/** @typedef {{metric: string, rate?: boolean}} ChartSpec rate: shows the rate of a counter */

/** A metric of a host with the thresholds and alerts of its rules. Fires the events of la-line-chart. */
class HostChart extends LitElement {
  static properties = {
    host: {},
    range: { attribute: false },
    spec: { attribute: false },
    rules: { attribute: false },
    alerts: { attribute: false },
  };

  constructor() {
    super();
    this.host = "";
    /** @type {import("../../logic/range.js").Range} */
    this.range = { from: "-1h", to: "" };
    /** @type {ChartSpec} */
    this.spec = { metric: "" };
    /** @type {any[]} */
    this.rules = [];
    /** @type {any[]} */
    this.alerts = [];
    const key = () => ({ name: this.spec.metric, fn: this.spec.rate ? "rate" : undefined, host: this.host, ...this.range, step: stepOf(this.range, POINTS, Date.now()) });
    this.series = new Query(this, key, (request, signal) => get("metrics/series", request, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} _changed */
  willUpdate(_changed) {
    const sources = [this.series.data, this.rules, this.alerts];
    if (sources.some((source, index) => source !== this.drawnFrom?.[index])) {
      this.drawnFrom = sources;
      this.chart = this.chartOf(this.series.data);
    }
  }

  /** @param {any} data @returns {import("../../charts/line.js").Chart | undefined} */
  chartOf(data) {
    if (!data) {
      return undefined;
    }
    const { metric, rate } = this.spec;
    const { text, upperBound } = rate ? perSecond(unitOf(metric)) : unitOf(metric);
    const { lines, step } = linesOf(data);
    const now = Date.now();
    const { from, to } = boundsOf(this.range, now) ?? { from: now - HOUR, to: now };
    const matching = this.rules.filter((rule) => appliesTo(rule, this.spec, this.host));
    return {
      title: titleOf(metric),
      lines: lines.slice(0, MAX_LINES),
      step,
      text,
      upperBound,
      from,
      to,
      thresholds: matching.map(({ name, severities }) => lowest(severities, matching.length > 1 ? `${name}: ` : "")),
      spans: this.alerts
        .filter(({ ruleId }) => matching.some(({ id }) => id === ruleId))
        .map(({ openedAt, resolvedAt }) => ({ from: millisOf(openedAt), to: resolvedAt ? millisOf(resolvedAt) : now })),
      group: "host",
    };
  }

  /** Re-dispatches events of the chart, which do not bubble. @param {CustomEvent} event */
  pass(event) {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }

  render() {
    return this.chart
      ? html`<la-line-chart class=${this.series.loading ? "refreshing" : ""} .chart=${this.chart} @zoom=${this.pass} @hover=${this.pass}></la-line-chart>`
      : loadingOrError(this.series, 6);
  }
}

/** Whether the chart shows the number that a rule evaluates. @param {any} rule @param {ChartSpec} spec @param {string} host */
const appliesTo = ({ enabled, condition, matchers }, { metric, rate }, host) =>
  enabled && condition.type === "threshold" && condition.metric === metric && (condition.fn === "rate") === Boolean(rate) && matches(matchers.host, host);

/** The threshold of the lowest severity. @param {Record<string, number>} severities @param {string} prefix of the label */
function lowest(severities, prefix) {
  const severity = SEVERITIES.findLast((one) => one in severities) ?? SEVERITIES[0];
  return { value: severities[severity], label: `${prefix}${severityName(severity)}` };
}

customElements.define("la-host-chart", HostChart);
