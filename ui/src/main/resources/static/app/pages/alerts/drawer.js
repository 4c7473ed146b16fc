import { LitElement, html, nothing } from "lit";
import { addressOf } from "../../address.js";
import { get } from "../../api.js";
import "../../charts/line.js";
import { canBecome } from "../../logic/alerts-view.js";
import { countText } from "../../logic/numbers.js";
import { measureOfCondition, titleOf } from "../../logic/measures.js";
import { absolute } from "../../logic/range.js";
import { sentenceOf } from "../../logic/rules.js";
import { linesOf } from "../../logic/series.js";
import { MINUTE, SECOND, millisOf } from "../../logic/times.js";
import { icon } from "../../parts/icons.js";
import { alertStatus, severity } from "../../parts/severity.js";
import { whileAsked } from "../../parts/states.js";
import { time } from "../../parts/time.js";
import { Question } from "../../question.js";
import { may } from "../../session.js";
import { copy } from "../../toast.js";
import { ActionsWatch, actions } from "./actions.js";
import { evidence } from "./evidence.js";
import { timeline } from "./timeline.js";

const AROUND = 15 * MINUTE;
const LINES = 20;

/** Everything about one alert. Fires act (detail: {status, comment}) and close. */
class AlertDrawer extends LitElement {
  static properties = { of: {}, rules: { attribute: false } };

  constructor() {
    super();
    /** The id of an alert. */
    this.of = "";
    /** @type {any[]} */
    this.rules = [];
    /** @private @type {import("../../charts/line.js").Chart | undefined} */
    this.lastChart = undefined;
    /** @private */
    this.chartText = "";
    new ActionsWatch(this);
    this.alert = new Question(this, () => this.of || null, (id, signal) => get(`alerts/${id}`, {}, signal));
    this.logs = new Question(this, () => this.of || null, (id, signal) => get(`alerts/${id}/logs`, { limit: LINES }, signal));
    this.series = new Question(this, () => this.measured(), (about, signal) => get("metrics/series", about, signal));
    this.told = new Question(this, () => this.of || null, (id, signal) => get("notifications", { alert: id, limit: LINES }, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** Its answer, if it is about the alert that is shown. @returns {any} */
  get found() {
    return this.alert.answer?.id === this.of ? this.alert.answer : undefined;
  }

  get rule() {
    return this.rules.find(({ id }) => id === this.found?.ruleId);
  }

  /** The time that its chart shows. */
  get around() {
    const at = millisOf(this.found.openedAt);
    return { from: at - AROUND, to: Math.min(at + AROUND, Math.max(Date.now(), at + MINUTE)) };
  }

  /** What to ask of the metric that was judged; null where it was none. */
  measured() {
    const condition = this.rule?.condition;
    if (condition?.type !== "threshold" || !this.found.host) {
      return null;
    }
    const { from, to } = this.around;
    return { name: condition.metric, host: this.found.host, ...absolute(from, to), step: "15s" };
  }

  render() {
    const alert = this.found;
    return html`
      <header>
        ${alert ? severity(alert.status === "RESOLVED" ? alert.highest : alert.severity) : nothing}
        <h2>${alert?.rule ?? "Alert"}</h2>
        <button class="plain" aria-label="Close" title="Close (Esc)" @click=${() => this.dispatchEvent(new Event("close"))}>${icon("close")}</button>
      </header>
      ${alert ? this.all({ ...alert, status: actions.statusOf(alert) }) : whileAsked(this.alert)}`;
  }

  /** @param {any} alert */
  all(alert) {
    const measure = measureOfCondition(this.rule?.condition);
    return html`
      ${this.rule ? html`<p class="muted">${sentenceOf(this.rule)}</p>` : nothing} ${this.facts(alert, measure)} ${this.form(alert)}
      ${this.chart(alert, measure)}
      <section><h3>What happened</h3>${timeline(alert, measure, this.told.answer?.items ?? [])}</section>
      ${alert.evidence.length ? html`<section><h3>What there was to see</h3>${evidence(alert.evidence, measure)}</section>` : nothing}
      <section><h3>Lines around it</h3>${this.lines()}</section>`;
  }

  /** @param {any} alert @param {import("../../logic/measures.js").Measure} measure */
  facts(alert, { text }) {
    return html`
      <dl class="facts">
        <dt>Status</dt><dd>${alertStatus(alert.status)}</dd>
        ${Object.entries(alert.labels).map(
          ([name, value]) => html`<dt>${name}</dt><dd>${name === "host" ? html`<a href=${addressOf("host", { name: String(value), ...absolute(this.around.from, this.around.to) })}>${value}</a>` : value}</dd>`,
        )}
        <dt>Value</dt><dd>${text(alert.value)} of ${text(alert.threshold)}, at worst ${text(alert.peak)}</dd>
        <dt>Seen</dt><dd>${countText(alert.occurrences)} ${alert.occurrences === 1 ? "time" : "times"}, last ${time(alert.lastAt)}</dd>
      </dl>`;
  }

  /** @param {any} alert */
  form(alert) {
    if (!may("operate") || alert.status === "RESOLVED") {
      return this.links(alert);
    }
    /** @param {SubmitEvent} event */
    const submit = (event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      const { value: status } = /** @type {HTMLButtonElement} */ (event.submitter);
      const comment = String(new FormData(form).get("comment")).trim();
      this.dispatchEvent(new CustomEvent("act", { detail: { status, comment } }));
      form.reset();
    };
    return html`
      <form class="stack" @submit=${submit}>
        <input name="comment" placeholder="Note" aria-label="Note" maxlength="2000" />
        <div class="buttons">
          ${canBecome(alert, "ACKNOWLEDGED") ? html`<button class="button primary" value="ACKNOWLEDGED">Acknowledge</button>` : nothing}
          <button class="button" value="RESOLVED">Resolve</button>
        </div>
      </form>
      ${this.links(alert)}`;
  }

  /** @param {any} alert */
  links(alert) {
    const { from, to } = this.around;
    const filters = Object.entries(alert.labels)
      .filter(([name]) => ["host", "application", "component", "environment", "level"].includes(name))
      .map(([name, value]) => `${name}:${value}`);
    return html`
      <div class="buttons">
        <a class="button small" href=${addressOf("logs", { ...absolute(from, to), filter: filters })}>${icon("logs")} Logs</a>
        ${this.rule ? html`<a class="button small" href=${addressOf("rule", { id: this.rule.id })}>${icon("rules")} Rule</a>` : nothing}
        <button class="button small" @click=${() => copy(new URL(addressOf("alerts", { status: "ALL", selected: alert.id }), location.href).href, "The link to this alert")}>
          ${icon("link")} Link
        </button>
      </div>`;
  }

  /** The metric around its opening; where there is none, the numbers that were judged. @param {any} alert @param {import("../../logic/measures.js").Measure} measure */
  chart(alert, measure) {
    const samples = alert.evidence[0]?.samples ?? [];
    const measured = this.series.answer?.items.length ? linesOf(this.series.answer) : null;
    if (!measured && samples.length < 2) {
      return nothing;
    }
    const { from, to } = measured ? this.around : { from: millisOf(samples[0].t), to: millisOf(samples.at(-1).t) };
    /** @type {import("../../charts/line.js").Chart} */
    const chart = {
      title: this.rule?.condition.metric ? titleOf(this.rule.condition.metric) : "What was judged",
      ...(measured ?? { lines: [{ label: "", points: samples }], step: SECOND }),
      text: measure.text,
      most: null,
      from,
      to,
      thresholds: [{ value: alert.threshold, label: "threshold" }],
      spans: [{ from: millisOf(alert.openedAt), to: alert.resolvedAt ? millisOf(alert.resolvedAt) : Date.now() }],
    };
    return html`<section class="chart"><la-line-chart .chart=${this.sameChart(chart)}></la-line-chart></section>`;
  }

  /** Drawn anew only when there is something new. @private @param {import("../../charts/line.js").Chart} chart */
  sameChart(chart) {
    const text = JSON.stringify({ ...chart, spans: chart.spans?.map(({ from }) => from) });
    if (text !== this.chartText) {
      this.chartText = text;
      this.lastChart = chart;
    }
    return this.lastChart;
  }

  lines() {
    const { answer } = this.logs;
    if (!answer) {
      return whileAsked(this.logs, 4);
    }
    if (!answer.items.length) {
      return html`<p class="caption">None, five minutes before and after.</p>`;
    }
    return html`
      <ol class="around">
        ${answer.items.map(
          (/** @type {any} */ line) => html`
            <li class="level-${line.level.toLowerCase()}">
              <a href=${addressOf("logs", { ...absolute(millisOf(line.observedAt) - AROUND, millisOf(line.observedAt) + SECOND), filter: [`host:${line.host}`], selected: line.id })}>
                <span class="at">${time(line.observedAt)}</span> <span class="level">${line.level}</span> <span class="message">${line.message}</span>
              </a>
            </li>`,
        )}
      </ol>
      ${answer.items.length === LINES ? html`<p class="caption">The ${LINES} that matter most, errors first. All are under Logs.</p>` : nothing}`;
  }
}

customElements.define("la-alert-drawer", AlertDrawer);
