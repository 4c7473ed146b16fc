import { LitElement, html, nothing } from "lit";
import { get, getEvents, post } from "../../api.js";
import "../../charts/line.js";
import { matches } from "../../logic/glob.js";
import { CONDITION_KINDS, functionOf, hasChart, unitOfCondition } from "../../logic/conditions.js";
import { fieldMessage } from "../../logic/field-message.js";
import { countText } from "../../logic/numbers.js";
import { conditionOf, ownSeverities, thresholdsOf, toRule, withThreshold } from "../../logic/rule-draft.js";
import { eventsQuery, firstGroups, groupsOfEvents, hasAttributes, nameOf } from "../../logic/rule-series.js";
import { severityName } from "../../logic/rules.js";
import { figuresOf, linesOf } from "../../logic/series.js";
import { DAY, durationText, millisOf, parseDuration, spanText } from "../../logic/times.js";
import { severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";
import { Query } from "../../query.js";
import { words } from "../../words.js";


const DEBOUNCE_MILLIS = 400;

const MAX_LINES = 4;
const MAX_OPENINGS = 20;

/** The number of newest events in which groups are looked up. */
const SAMPLE = 1_000;

/**
 * The backtest of a rule over the last day. Fires threshold ({id: severity, value}) when a threshold has been moved, and problem (a
 * Problem or null) when the backtest has failed or succeeded.
 */
class RulePreview extends LitElement {
  static properties = { draft: { attribute: false }, debounced: { state: true } };

  constructor() {
    super();
    /** @type {import("../../logic/rule-draft.js").Draft | null} */
    this.draft = null;
    /** The draft after a pause in typing. @type {import("../../logic/rule-draft.js").Draft | null} */
    this.debounced = null;
    /** @private The problem of the last event. @type {import("../../api.js").Problem | null} */
    this.reported = null;
    this.backtest = new Query(this, () => this.rule(), (rule, signal) => post("rules/backtest", { rule, from: "-24h" }, { signal }));
    this.series = new Query(this, () => this.seriesKey(), valuesOf);
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("draft")) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.debounced = this.draft), this.debounced ? DEBOUNCE_MILLIS : 0);
    }
    const sources = [this.series.data, this.backtest.data, this.debounced];
    if (sources.some((source, index) => source !== this.drawnFrom?.[index])) {
      this.drawnFrom = sources;
      this.chart = this.chartOf();
    }
  }

  updated() {
    const problem = this.rule() && this.backtest.problem;
    if (problem !== this.reported) {
      this.reported = problem;
      this.dispatchEvent(new CustomEvent("problem", { detail: problem }));
    }
  }

  /** The rule for the backtest, which needs no name; null without a threshold. */
  rule() {
    return this.debounced && (ownSeverities(this.debounced) || thresholdsOf(this.debounced).length) ? { ...toRule(this.debounced), name: "preview", description: "", enabled: true } : null;
  }

  /** The key of the evaluated values; null if they have no chart. */
  seriesKey() {
    if (!this.debounced || !hasChart(CONDITION_KINDS[this.debounced.type])) {
      return null;
    }
    const { condition, matchers } = toRule(this.debounced);
    return { condition, matchers, fired: condition.groupBy ? this.firedGroups() : [] };
  }

  /** The groups that would have fired, the largest peak first. @returns {Record<string, string>[]} */
  firedGroups() {
    const openings = [...(this.backtest.data?.openings ?? [])].sort((one, other) => other.peak - one.peak);
    return firstGroups(openings.map(({ labels }) => labels), [], MAX_LINES);
  }

  /** @returns {import("../../charts/line.js").Chart | null} */
  chartOf() {
    const { debounced } = this;
    const kind = debounced && CONDITION_KINDS[debounced.type];
    const data = this.series.data;
    if (!debounced || !data || !kind || !hasChart(kind)) {
      return null;
    }
    const condition = conditionOf(debounced);
    const { text, upperBound } = unitOfCondition(condition);
    const now = Date.now();
    return {
      title: words.rules.last24Hours(kind?.chartTitle(condition)),
      ...data,
      text,
      upperBound,
      from: now - DAY,
      to: now,
      thresholds: thresholdsOf(debounced).map(({ severity, value }) => ({ id: severity, value, label: severityName(severity), movable: true })),
      spans: (this.backtest.data?.openings ?? []).map((/** @type {any} */ { openedAt, resolvedAt }) => ({
        from: millisOf(openedAt),
        to: resolvedAt ? millisOf(resolvedAt) : now,
      })),
    };
  }

  render() {
    return html`
      ${this.chart
        ? html`
            <la-line-chart .chart=${this.chart} @threshold=${this.moveThreshold}></la-line-chart>
            ${this.series.data?.partial ? html`<p class="caption">${words.rules.shownSeries(this.chart.lines.length)}</p>` : nothing}`
        : nothing}
      ${this.verdict()}`;
  }

  /** Runs the backtest without a delay. @param {CustomEvent} event */
  moveThreshold({ detail }) {
    this.dispatchEvent(new CustomEvent("threshold", { detail }));
    this.debounced = this.draft && withThreshold(this.draft, detail.id, detail.value);
  }

  verdict() {
    const { data, problem } = this.backtest;
    if (problem) {
      return html`<p class="verdict error-text">${problem.field ? words.rules.incomplete(fieldMessage(problem, this.debounced ? unitOfCondition(conditionOf(this.debounced)) : undefined)) : problem.message}</p>`;
    }
    if (!data) {
      return html`<p class="verdict muted">${this.rule() ? words.rules.runningBacktest : words.rules.enterThreshold}</p>`;
    }
    const count = data.openedTotal;
    const firing = data.shareOfTimeOpen * data.watched * DAY;
    return html`
      <div class="verdict ${this.backtest.loading ? "refreshing" : ""}" aria-live="polite">
        <p>
          ${data.watched
            ? words.rules[firing ? "wouldHaveFiredFor" : "wouldHaveFired"](html`<strong>${words.rules.times(count)}</strong>`, data.watched, spanText(firing))
            : words.rules.noMatchingData}
        </p>
        ${data.groupsLeftOut ? html`<p class="error-text">${words.rules.groupsLeftOut(data.groupsLeftOut)}</p>` : nothing}
        ${data.openings.length ? this.openings(data) : nothing}
      </div>`;
  }

  /** @param {any} data */
  openings({ openings, openedTotal }) {
    const { text } = unitOfCondition(conditionOf(/** @type {any} */ (this.debounced)));
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.rules.backtestAlerts}>
        <table class="list small">
          <thead><tr><th>${words.common.started}</th><th>${words.rules.target}</th><th>${words.common.severity}</th><th class="number">${words.rules.peak}</th><th class="number">${words.common.duration}</th></tr></thead>
          <tbody>
            ${openings.slice(0, MAX_OPENINGS).map(
              (/** @type {any} */ { openedAt, resolvedAt, labels, highest, peak }) => html`
                <tr>
                  <td class="when">${time(openedAt)}</td><td>${Object.values(labels).join(" ") || words.common.all}</td><td>${severity(highest)}</td>
                  <td class="number">${text(peak)}</td>
                  <td class="number">${resolvedAt ? spanText(millisOf(resolvedAt) - millisOf(openedAt)) : words.rules.stillFiring}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${openedTotal > MAX_OPENINGS ? html`<p class="caption">${words.rules.newestOf(Math.min(MAX_OPENINGS, openings.length), countText(openedTotal))}</p>` : nothing}`;
  }
}

/**
 * The evaluated values of a condition over the last day, of the series with the same matchers as in the backtest.
 *
 * @param {{condition: any, matchers: any, fired: Record<string, string>[]}} key
 * @param {AbortSignal} signal
 * @returns {Promise<{step: number, lines: import("../../logic/series.js").Line[], partial: boolean}>}
 */
async function valuesOf({ condition, matchers, fired }, signal) {
  if (CONDITION_KINDS[condition.type].input === "events") {
    return countsOf(condition, matchers, fired, signal);
  }
  const data = await get("metrics/series", { name: condition.metric, fn: functionOf(condition), from: "-24h", step: "5m" }, signal);
  const items = data.items.filter((/** @type {any} */ series) => matches(matchers.host, series.host) && hasAttributes(series, matchers.attributes));
  const { lines, step } = linesOf({ ...data, items }, condition.comparison === "below" ? "min" : "max");
  return { step, lines: nearest(lines, condition.comparison), partial: lines.length > MAX_LINES };
}

/**
 * Event counts per window, with a line for each group. Groups that would not have fired are looked up in the newest events.
 *
 * @param {any} condition
 * @param {any} matchers
 * @param {Record<string, string>[]} fired
 * @param {AbortSignal} signal
 */
async function countsOf(condition, matchers, fired, signal) {
  const window = parseDuration(condition.window) ?? 300_000;
  const step = Math.max(window, DAY / 1_000);
  /** @param {Record<string, string>} [labels] */
  const count = async (labels) => {
    const { items } = await get("logs/histogram", { query: eventsQuery(condition.query, matchers, labels), from: "-24h", step: durationText(step) }, signal);
    return { label: labels ? nameOf(labels) : "events", points: items.map((/** @type {any} */ { start, total }) => ({ t: start, value: total })) };
  };
  if (!condition.groupBy.length) {
    return { step, lines: [await count()], partial: false };
  }
  const { items } = await getEvents("logs", { query: eventsQuery(condition.query, matchers), from: "-24h", limit: SAMPLE }, signal);
  const groups = firstGroups(fired, groupsOfEvents(items, condition.groupBy), MAX_LINES + 1);
  return { step, lines: await Promise.all(groups.slice(0, MAX_LINES).map(count)), partial: groups.length > MAX_LINES };
}

/** The lines nearest to the threshold. @param {import("../../logic/series.js").Line[]} lines @param {string} comparison */
function nearest(lines, comparison) {
  const direction = comparison === "below" ? 1 : -1;
  /** @param {import("../../logic/series.js").Line} line */
  const extreme = (line) => (direction === 1 ? figuresOf(line)?.min : figuresOf(line)?.max) ?? 0;
  return lines.sort((one, other) => direction * (extreme(one) - extreme(other))).slice(0, MAX_LINES);
}

customElements.define("la-rule-preview", RulePreview);
