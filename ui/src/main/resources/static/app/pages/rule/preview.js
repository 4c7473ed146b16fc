import { LitElement, html, nothing } from "lit";
import { get, post } from "../../api.js";
import "../../charts/line.js";
import { matches } from "../../logic/glob.js";
import { measureOfCondition, titleOf } from "../../logic/measures.js";
import { countText, percentText } from "../../logic/numbers.js";
import { conditionOf, firstThreshold, ruleOf, withFirstThreshold } from "../../logic/rule-draft.js";
import { figuresOf, linesOf } from "../../logic/series.js";
import { DAY, durationText, millisOf, parseDuration, spanText } from "../../logic/times.js";
import { severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";
import { Question } from "../../question.js";

/** So long nothing may have been typed before it is tried out. */
const REST_MILLIS = 400;

const MOST_LINES = 4;
const MOST_OPENINGS = 20;

/** What a rule would have done in the last day. Fires threshold (a value as it is stored) when that was moved. */
class RulePreview extends LitElement {
  static properties = { draft: { attribute: false }, tried: { state: true } };

  constructor() {
    super();
    /** @type {import("../../logic/rule-draft.js").Draft | null} */
    this.draft = null;
    /** The draft as it was when nothing was typed for a while. @type {import("../../logic/rule-draft.js").Draft | null} */
    this.tried = null;
    this.backtest = new Question(this, () => this.asked(), (rule, signal) => post("rules/backtest", { rule, from: "-24h" }, { signal }));
    this.series = new Question(this, () => this.watched(), (about, signal) => numbersOf(about, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("draft")) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.tried = this.draft), this.tried ? REST_MILLIS : 0);
    }
    const sources = [this.series.answer, this.backtest.answer, this.tried];
    if (sources.some((source, index) => source !== this.drawnFrom?.[index])) {
      this.drawnFrom = sources;
      this.chart = this.chartOf();
    }
  }

  /** A name is not needed to try it. */
  asked() {
    return this.tried && firstThreshold(this.tried) ? { ...ruleOf(this.tried), name: "preview", description: "", enabled: true } : null;
  }

  /** The numbers that are judged; null where there are none to be drawn. */
  watched() {
    if (!this.tried || this.tried.type === "silence") {
      return null;
    }
    return { condition: conditionOf(this.tried), host: this.tried.host || "*" };
  }

  /** @returns {import("../../charts/line.js").Chart | null} */
  chartOf() {
    const { tried } = this;
    const answer = this.series.answer;
    if (!tried || !answer || tried.type === "silence") {
      return null;
    }
    const condition = conditionOf(tried);
    const { text, most } = measureOfCondition(condition);
    const first = firstThreshold(tried);
    const now = Date.now();
    return {
      title: tried.type === "threshold" ? `${titleOf(tried.metric)}, the last 24 hours` : `Lines within ${tried.window}, the last 24 hours`,
      ...answer,
      text,
      most: most ?? null,
      from: now - DAY,
      to: now,
      thresholds: first ? [{ value: first.value, label: first.severity.toLowerCase(), movable: true }] : [],
      spans: (this.backtest.answer?.openings ?? []).map((/** @type {any} */ { openedAt, resolvedAt }) => ({
        from: millisOf(openedAt),
        to: resolvedAt ? millisOf(resolvedAt) : now,
      })),
    };
  }

  render() {
    return html`
      ${this.chart
        ? html`<la-line-chart .chart=${this.chart} @threshold=${this.moved}></la-line-chart>`
        : nothing}
      ${this.verdict()}`;
  }

  /** Tried at once: nobody types. @param {CustomEvent} event */
  moved({ detail }) {
    this.dispatchEvent(new CustomEvent("threshold", { detail }));
    this.tried = this.draft && withFirstThreshold(this.draft, detail);
  }

  verdict() {
    const { answer, problem } = this.backtest;
    if (problem) {
      return html`<p class="verdict mistake">${problem.field ? "Not complete yet: " : ""}${problem.message}</p>`;
    }
    if (!answer) {
      return html`<p class="verdict muted">${this.asked() ? "Trying it out…" : "Set a threshold to see what it would have done."}</p>`;
    }
    const times = answer.openedTotal;
    return html`
      <div class="verdict ${this.backtest.slow ? "renewing" : ""}" aria-live="polite">
        <p>
          Would have fired <strong>${countText(times)} ${times === 1 ? "time" : "times"}</strong> in the last 24 hours
          ${answer.watched ? html`for ${countText(answer.watched)} watched, and been firing ${percentText(answer.shareOfTimeOpen)} of the time.` : html`– but nothing was there to be watched.`}
        </p>
        ${answer.groupsLeftOut ? html`<p class="mistake">${countText(answer.groupsLeftOut)} groups are too many to be watched.</p>` : nothing}
        ${answer.openings.length ? this.openings(answer) : nothing}
      </div>`;
  }

  /** @param {any} answer */
  openings({ openings, openedTotal }) {
    const { text } = measureOfCondition(conditionOf(/** @type {any} */ (this.tried)));
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="What it would have opened">
        <table class="list small">
          <thead><tr><th>Opened</th><th>Of</th><th>At worst</th><th class="number">Peak</th><th class="number">For</th></tr></thead>
          <tbody>
            ${openings.slice(0, MOST_OPENINGS).map(
              (/** @type {any} */ { openedAt, resolvedAt, labels, highest, peak }) => html`
                <tr>
                  <td class="when">${time(openedAt)}</td><td>${Object.values(labels).join(" ") || "all"}</td><td>${severity(highest)}</td>
                  <td class="number">${text(peak)}</td>
                  <td class="number">${resolvedAt ? spanText(millisOf(resolvedAt) - millisOf(openedAt)) : "still"}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${openedTotal > MOST_OPENINGS ? html`<p class="caption">The newest ${Math.min(MOST_OPENINGS, openings.length)} of ${countText(openedTotal)}.</p>` : nothing}`;
  }
}

/**
 * What a condition looks at, over the last day.
 *
 * @param {{condition: any, host: string}} about
 * @param {AbortSignal} signal
 */
async function numbersOf({ condition, host }, signal) {
  if (condition.type === "logCount") {
    const step = parseDuration(condition.window) ?? 300_000;
    const { items } = await get("logs/histogram", { query: condition.query, host, from: "-24h", step: durationText(Math.max(step, DAY / 1_000)) }, signal);
    return { step, lines: [{ label: "lines", points: items.map((/** @type {any} */ { start, total }) => ({ t: start, value: total })) }] };
  }
  const answer = await get("metrics/series", { name: condition.metric, from: "-24h", step: "5m" }, signal);
  const items = answer.items.filter((/** @type {any} */ series) => matches(host, series.host));
  const { lines, step } = linesOf({ ...answer, items }, condition.comparison === "below" ? "min" : "max");
  return { step, lines: farthest(lines, condition.comparison) };
}

/** Those that come nearest to trouble. @param {import("../../logic/series.js").Line[]} lines @param {string} comparison */
function farthest(lines, comparison) {
  const direction = comparison === "below" ? 1 : -1;
  /** @param {import("../../logic/series.js").Line} line */
  const worst = (line) => (direction === 1 ? figuresOf(line)?.min : figuresOf(line)?.max) ?? 0;
  return lines.sort((one, other) => direction * (worst(one) - worst(other))).slice(0, MOST_LINES);
}

customElements.define("la-rule-preview", RulePreview);
