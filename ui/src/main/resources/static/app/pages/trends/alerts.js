import { LitElement, html, nothing } from "lit";
import { addressOf } from "../../address.js";
import { get } from "../../api.js";
import "../../charts/histogram.js";
import { changeText, countText } from "../../logic/numbers.js";
import { boundsOf, stepOf } from "../../logic/range.js";
import { SEVERITIES } from "../../logic/rules.js";
import { SECOND, spanText } from "../../logic/times.js";
import { severity } from "../../parts/severity.js";
import { loadingOrError, staleNotice } from "../../parts/states.js";
import { Query } from "../../query.js";
import { words } from "../../words.js";

const BUCKETS = 90;

/** Alerts by severity, rule and host, with times to acknowledge and resolve. Fires zoom. */
class AlertTrends extends LitElement {
  static properties = { range: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../logic/range.js").Range} */
    this.range = { from: "", to: "" };
    const key = () => ({ ...this.range, step: stepOf(this.range, BUCKETS, Date.now()) });
    this.trends = new Query(this, key, (request, signal) => get("alerts/trends", request, signal));
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const { data } = this.trends;
    return html`
      <section class="card" aria-label=${words.common.alerts}>
        ${staleNotice(this.trends)}
        ${data ? this.results(data) : loadingOrError(this.trends)}
      </section>`;
  }

  /** @param {any} data */
  results(data) {
    return html`
      <la-histogram
        label=${words.trends.alertsBySeverity}
        .data=${this.sameData(data)}
        .kinds=${SEVERITIES}
        @zoom=${(/** @type {CustomEvent} */ { type, detail }) => this.dispatchEvent(new CustomEvent(type, { detail }))}
      ></la-histogram>
      <dl class="figures">
        <div><dt>${words.common.alerts}</dt><dd>${countText(data.total)} ${data.total ? html`<span class="caption">${data.change === null ? words.trends.noneInPrevious(this.length()) : words.trends.changeVsPrevious(changeText(data.change), this.length())}</span>` : nothing}</dd></div>
        ${SEVERITIES.map((one) => html`<div><dt>${severity(one)}</dt><dd>${countText(data.bySeverity[one])}</dd></div>`)}
        ${times("MTTA", words.trends.meanTimeToAcknowledge, data.toAcknowledge)} ${times("MTTR", words.trends.meanTimeToResolve, data.toResolve)}
      </dl>
      <div class="columns">${this.counts(words.trends.byRule, "rule", data.rules)} ${this.counts(words.trends.byHost, "host", data.hosts)}</div>`;
  }

  /** The length of the range: 2 h. */
  length() {
    const { from, to } = boundsOf(this.range, Date.now()) ?? { from: 0, to: 0 };
    return spanText(to - from);
  }

  /** The data for the histogram, whose buckets are named items. @param {any} data */
  sameData(data) {
    if (this.dataOf !== data) {
      this.dataOf = data;
      this.data = { ...data, items: data.buckets };
    }
    return this.data;
  }

  /** @param {string} title @param {"rule" | "host"} by @param {any[]} counts */
  counts(title, by, counts) {
    return html`
      <table class="list small">
        <thead><tr><th>${title}</th><th class="number">${words.common.alerts}</th><th class="number">${words.common.firing}</th><th class="number">${words.trends.vsPrevious}</th></tr></thead>
        <tbody>
          ${counts.length
            ? counts.map(
                ({ name, alerts, open, change }) => html`
                  <tr>
                    <td class="main"><a href=${addressOf("alerts", { [by]: name, status: "ALL" })}>${name || words.trends.without[by]}</a></td>
                    <td class="number">${countText(alerts)}</td><td class="number">${countText(open)}</td><td class="number">${changeText(change)}</td>
                  </tr>`,
              )
            : html`<tr><td class="muted" colspan="4">${words.trends.noAlertsInTimeRange}</td></tr>`}
        </tbody>
      </table>`;
  }
}

/** @param {string} title @param {string} meaning @param {{alerts: number, meanSeconds: number, p95Seconds: number} | null} figures */
const times = (title, meaning, figures) =>
  figures
    ? html`<div><dt><abbr title=${meaning}>${title}</abbr></dt><dd><span class="caption">${words.common.avg}</span> ${spanText(figures.meanSeconds * SECOND)} <span class="caption">${words.trends.p95(spanText(figures.p95Seconds * SECOND))}</span></dd></div>`
    : nothing;

customElements.define("la-alert-trends", AlertTrends);
