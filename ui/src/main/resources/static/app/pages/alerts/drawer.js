import { LitElement, html, nothing } from "lit";
import { addressOf } from "../../address.js";
import { get } from "../../api.js";
import "../../charts/line.js";
import { canTransition, hasValue, shownSeverity } from "../../logic/alerts-view.js";
import { CONDITION_KINDS, functionOf, unitOfCondition } from "../../logic/conditions.js";
import { traceOf, traceParameters } from "../../logic/logs-view.js";
import { absolute } from "../../logic/range.js";
import { sentenceOf, severityName } from "../../logic/rules.js";
import { linesOf } from "../../logic/series.js";
import { matcherText, matchersOf } from "../../logic/silences.js";
import { MINUTE, SECOND, millisOf } from "../../logic/times.js";
import { drawerResizer } from "../../parts/drawer-resizer.js";
import { icon } from "../../parts/icons.js";
import { alertStatus, mutedMark, severity } from "../../parts/severity.js";
import { loadingOrError } from "../../parts/states.js";
import { time } from "../../parts/time.js";
import { Query } from "../../query.js";
import { hasScope } from "../../session.js";
import { copy } from "../../toast.js";
import { words } from "../../words.js";
import { ActionsController, actions } from "./actions.js";
import { evidence } from "./evidence.js";
import { notificationList } from "./notifications.js";
import { timeline } from "./timeline.js";

const MARGIN = 15 * MINUTE;
const LIMIT = 20;
const MAX_NOTIFICATIONS = 100;

/** Details of an alert. Fires act (detail: {status, comment}) and close. */
class AlertDrawer extends LitElement {
  static properties = { alertId: {}, rules: { attribute: false } };

  constructor() {
    super();
    this.alertId = "";
    /** @type {any[]} */
    this.rules = [];
    /** @private @type {import("../../charts/line.js").Chart | undefined} */
    this.lastChart = undefined;
    /** @private */
    this.chartText = "";
    new ActionsController(this);
    this.alert = new Query(this, () => this.alertId || null, (id, signal) => get(`alerts/${id}`, {}, signal));
    this.logs = new Query(this, () => this.alertId || null, (id, signal) => get(`alerts/${id}/logs`, { limit: LIMIT }, signal));
    this.series = new Query(this, () => this.seriesKey(), (key, signal) => get("metrics/series", key, signal));
    this.notifications = new Query(this, () => this.alertId || null, (id, signal) => get("notifications", { alert: id, limit: MAX_NOTIFICATIONS }, signal));
    this.channels = new Query(this, () => "channels", (_, signal) => get("channels", {}, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** The alert, if it is loaded. @returns {any} */
  get current() {
    return this.alert.data?.id === this.alertId ? this.alert.data : undefined;
  }

  get rule() {
    return this.rules.find(({ id }) => id === this.current?.ruleId);
  }

  /** The time range of the chart. */
  get range() {
    const openedAt = millisOf(this.current.openedAt);
    return { from: openedAt - MARGIN, to: Math.min(openedAt + MARGIN, Math.max(Date.now(), openedAt + MINUTE)) };
  }

  /** The request for the evaluated metric; null for other conditions. */
  seriesKey() {
    const condition = this.rule?.condition;
    if (!condition?.metric || !this.current?.host) {
      return null;
    }
    const { from, to } = this.range;
    return { name: condition.metric, fn: functionOf(condition), host: this.current.host, ...absolute(from, to), step: "15s" };
  }

  render() {
    const alert = this.current;
    return html`
      ${drawerResizer()}
      <header>
        ${alert ? severity(shownSeverity(alert)) : nothing}
        <h2>${alert?.rule ?? words.alerts.alert}</h2>
        <button class="plain" aria-label=${words.common.close} title=${words.common.closeEsc} @click=${() => this.dispatchEvent(new Event("close"))}>${icon("close")}</button>
      </header>
      ${alert ? this.details({ ...alert, status: actions.statusOf(alert) }) : loadingOrError(this.alert)}`;
  }

  /** @param {any} alert */
  details(alert) {
    const unit = unitOfCondition(this.rule?.condition);
    return html`
      ${this.rule ? html`<p class="muted">${sentenceOf(this.rule)}</p>` : nothing} ${this.facts(alert, unit)} ${this.form(alert)}
      ${this.chart(alert, unit)}
      <section><h3>${words.alerts.timeline}</h3>${timeline(alert, unit)}</section>
      <section aria-label=${words.alerts.notifications}><h3>${words.alerts.notifications}</h3>${this.delivered()}</section>
      ${alert.evidence.length ? html`<section><h3>${words.alerts.evidence}</h3>${evidence(alert.evidence, unit)}</section>` : nothing}
      <section><h3>${words.alerts.relatedLogs}</h3>${this.relatedLogs()}</section>`;
  }

  /** @param {any} alert @param {import("../../logic/units.js").Unit} unit */
  facts(alert, { text }) {
    return html`
      <dl class="facts">
        <dt>${words.common.status}</dt><dd>${alertStatus(alert.status)}${mutedMark(alert)}</dd>
        ${Object.entries(alert.labels).map(
          ([name, value]) => html`<dt>${name}</dt><dd>${name === "host" ? html`<a href=${addressOf("host", { name: String(value), ...absolute(this.range.from, this.range.to) })}><bdi>${value}</bdi></a>` : html`<bdi>${value}</bdi>`}</dd>`,
        )}
        ${hasValue(alert)
          ? html`<dt>${words.common.value}</dt><dd>${words.alerts.valueThresholdPeak(text(alert.value), text(alert.threshold), text(alert.peak))}</dd>
              <dt>${words.common.samples}</dt><dd>${words.alerts[this.rule?.condition.comparison === "below" ? "samplesBelow" : "samplesAbove"](alert.occurrences, time(alert.lastAt))}</dd>`
          : this.external(alert)}
      </dl>`;
  }

  /** The facts of an alert that another system evaluates. @param {any} alert */
  external(alert) {
    return html`
      ${Object.entries(alert.annotations ?? {}).map(([name, value]) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`)}
      ${alert.generatorUrl ? html`<dt>${words.alerts.source}</dt><dd><a href=${alert.generatorUrl} target="_blank" rel="noopener noreferrer">${hostOf(alert.generatorUrl)}</a></dd>` : nothing}
      <dt>${words.alerts.received}</dt><dd>${words.alerts.receivedTimes(alert.occurrences, time(alert.lastAt))}</dd>`;
  }

  /** @param {any} alert */
  form(alert) {
    if (!hasScope("operate") || alert.status === "RESOLVED") {
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
        <input name="comment" placeholder=${words.common.comment} aria-label=${words.common.comment} maxlength="2000" />
        <div class="buttons">
          ${canTransition(alert, "ACKNOWLEDGED") ? html`<button class="button primary" value="ACKNOWLEDGED">${words.alerts.acknowledge}</button>` : nothing}
          <button class="button" value="RESOLVED">${words.alerts.resolve}</button>
        </div>
      </form>
      ${this.links(alert)}`;
  }

  /** @param {any} alert */
  links(alert) {
    const { from, to } = this.range;
    const filters = Object.entries(alert.labels)
      .filter(([name]) => ["host", "application", "component", "environment", "level"].includes(name))
      .map(([name, value]) => `${name}:${value}`);
    return html`
      <div class="buttons">
        <a class="button small" href=${addressOf("logs", { ...absolute(from, to), filter: filters })}>${icon("logs")} ${words.common.logs}</a>
        ${this.rule ? html`<a class="button small" href=${addressOf("rule", { id: this.rule.id })}>${icon("rules")} ${words.common.rule}</a>` : nothing}
        ${hasScope("operate") && alert.status !== "RESOLVED"
          ? html`<a class="button small" href=${addressOf("silence", { matcher: matchersOf(alert).map(matcherText) })}>${icon("silences")} ${words.common.silence}</a>`
          : nothing}
        <button class="button small" @click=${() => copy(new URL(addressOf("alerts", { status: "ALL", selected: alert.id }), location.href).href, words.common.linkCopied)}>
          ${icon("link")} ${words.common.copyLink}
        </button>
      </div>`;
  }

  /** The metric around the start of the alert; without a metric, the evaluated values. @param {any} alert @param {import("../../logic/units.js").Unit} unit */
  chart(alert, unit) {
    const samples = alert.evidence[0]?.samples ?? [];
    const metric = this.series.data?.items.length ? linesOf(this.series.data) : null;
    if (!hasValue(alert) || (!metric && samples.length < 2)) {
      return nothing;
    }
    const { from, to } = metric ? this.range : { from: millisOf(samples[0].t), to: millisOf(samples.at(-1).t) };
    /** @type {import("../../charts/line.js").Chart} */
    const chart = {
      title: this.rule?.condition.metric ? CONDITION_KINDS.threshold.chartTitle(this.rule.condition) : words.alerts.evaluatedValue,
      ...(metric ?? { lines: [{ label: "", points: samples }], step: SECOND }),
      text: unit.text,
      upperBound: null,
      from,
      to,
      thresholds: [{ value: alert.threshold, label: severityName(alert.severity) }],
      spans: [{ from: millisOf(alert.openedAt), to: alert.resolvedAt ? millisOf(alert.resolvedAt) : Date.now() }],
    };
    return html`<section class="chart"><la-line-chart .chart=${this.sameChart(chart)}></la-line-chart></section>`;
  }

  /** The previous chart, unless it has changed. @private @param {import("../../charts/line.js").Chart} chart */
  sameChart(chart) {
    const text = JSON.stringify({ ...chart, spans: chart.spans?.map(({ from }) => from) });
    if (text !== this.chartText) {
      this.chartText = text;
      this.lastChart = chart;
    }
    return this.lastChart;
  }

  /** The notifications of the alert, or why there are none. */
  delivered() {
    const { data } = this.notifications;
    if (!data) {
      return loadingOrError(this.notifications, 2);
    }
    if (!data.items.length) {
      const muted = this.rule?.notify === false;
      return html`<p class="caption">${muted ? words.alerts.ruleDoesNotNotify : words.alerts.noChannelAccepted(html`<a href="channels">${words.alerts.channel}</a>`)}</p>`;
    }
    return html`
      ${notificationList(data.items, this.channels.data?.items)}
      ${data.nextCursor ? html`<p class="caption">${words.alerts.newest(MAX_NOTIFICATIONS)}</p>` : nothing}`;
  }

  relatedLogs() {
    const { data } = this.logs;
    if (!data) {
      return loadingOrError(this.logs, 4);
    }
    if (!data.items.length) {
      return html`<p class="caption">${words.alerts.noLogsWithin5Minutes}</p>`;
    }
    return html`
      <ol class="context">
        ${data.items.map(
          (/** @type {any} */ event) => html`
            <li class="level-${event.level.toLowerCase()}">
              <a href=${addressOf("logs", { ...absolute(millisOf(event.observedAt) - MARGIN, millisOf(event.observedAt) + SECOND), filter: [`host:${event.host}`], selected: event.id })}>
                <span class="at">${time(event.observedAt)}</span> <span class="level">${event.level}</span> <span class="message"><bdi>${event.message}</bdi></span>
              </a>
              ${traceLink(event)}
            </li>`,
        )}
      </ol>
      ${data.items.length === LIMIT ? html`<p class="caption">${words.alerts.topByLevel(LIMIT)}</p>` : nothing}`;
  }
}

/** A link to all events of the trace of an event. @param {any} event */
function traceLink(event) {
  const trace = traceOf(event);
  return trace
    ? html`<a class="plain small" aria-label=${words.logs.allEventsTrace} title=${words.logs.allEventsTrace} href=${addressOf("logs", traceParameters(event, trace))}>${icon("link")}</a>`
    : nothing;
}

/** The host of a URL, as the text of its link. @param {string} url */
function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

customElements.define("la-alert-drawer", AlertDrawer);
