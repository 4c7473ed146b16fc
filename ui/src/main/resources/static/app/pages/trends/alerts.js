import { LitElement, html, nothing } from "lit";
import { addressOf } from "../../address.js";
import { get } from "../../api.js";
import "../../charts/histogram.js";
import { changeText, countText } from "../../logic/numbers.js";
import { stepOf } from "../../logic/range.js";
import { SEVERITIES } from "../../logic/rules.js";
import { SECOND, spanText } from "../../logic/times.js";
import { severity } from "../../parts/severity.js";
import { staleness, whileAsked } from "../../parts/states.js";
import { Question } from "../../question.js";

const BUCKETS = 90;

/** How many alerts there were, of what and where, and how fast somebody took care of them. Fires zoom. */
class AlertTrends extends LitElement {
  static properties = { range: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../../logic/range.js").Range} */
    this.range = { from: "", to: "" };
    const asked = () => ({ ...this.range, step: stepOf(this.range, BUCKETS, Date.now()) });
    this.trends = new Question(this, asked, (about, signal) => get("alerts/trends", about, signal));
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const { answer } = this.trends;
    return html`
      <section class="card" aria-label="Alerts">
        ${staleness(this.trends)}
        ${answer ? this.found(answer) : whileAsked(this.trends)}
      </section>`;
  }

  /** @param {any} answer */
  found(answer) {
    return html`
      <la-histogram
        label="Alerts by severity"
        .data=${this.sameData(answer)}
        .kinds=${SEVERITIES}
        @zoom=${(/** @type {CustomEvent} */ { type, detail }) => this.dispatchEvent(new CustomEvent(type, { detail }))}
      ></la-histogram>
      <dl class="figures">
        <div><dt>Alerts</dt><dd>${countText(answer.total)} ${answer.total ? html`<span class="caption">${changeText(answer.change)} against before</span>` : nothing}</dd></div>
        ${SEVERITIES.map((one) => html`<div><dt>${severity(one)}</dt><dd>${countText(answer.bySeverity[one])}</dd></div>`)}
        ${times("Until acknowledged", answer.toAcknowledge)} ${times("Until resolved", answer.toResolve)}
      </dl>
      <div class="columns">${this.counts("By rule", "rule", answer.rules)} ${this.counts("By host", "host", answer.hosts)}</div>`;
  }

  /** What the histogram knows as items is called buckets here. @param {any} answer */
  sameData(answer) {
    if (this.dataOf !== answer) {
      this.dataOf = answer;
      this.data = { ...answer, items: answer.buckets };
    }
    return this.data;
  }

  /** @param {string} title @param {"rule" | "host"} by @param {any[]} counts */
  counts(title, by, counts) {
    return html`
      <table class="list small">
        <thead><tr><th>${title}</th><th class="number">Alerts</th><th class="number">Open</th><th class="number">Against before</th></tr></thead>
        <tbody>
          ${counts.length
            ? counts.map(
                ({ name, alerts, open, change }) => html`
                  <tr>
                    <td class="main"><a href=${addressOf("alerts", { [by]: name, status: "ALL" })}>${name || "none"}</a></td>
                    <td class="number">${countText(alerts)}</td><td class="number">${countText(open)}</td><td class="number">${changeText(change)}</td>
                  </tr>`,
              )
            : html`<tr><td class="muted" colspan="4">None in this time.</td></tr>`}
        </tbody>
      </table>`;
  }
}

/** @param {string} title @param {{alerts: number, meanSeconds: number, p95Seconds: number} | null} of */
const times = (title, of) =>
  of
    ? html`<div><dt>${title}</dt><dd>${spanText(of.meanSeconds * SECOND)} <span class="caption">mean, 95 % within ${spanText(of.p95Seconds * SECOND)}</span></dd></div>`
    : nothing;

customElements.define("la-alert-trends", AlertTrends);
