import { LitElement, html, nothing } from "lit";
import { AddressWatch, change, parameters } from "../address.js";
import { get } from "../api.js";
import "../charts/histogram.js";
import { Every } from "../every.js";
import { keep, kept } from "../kept.js";
import { Keys } from "../keyboard.js";
import { totalsOf } from "../logic/histogram.js";
import { asksForAll, isOnlyCanary, logsParameters, logsQuestion, logsView } from "../logic/logs-view.js";
import { countText } from "../logic/numbers.js";
import { LEVELS, positionInText, withFilter } from "../logic/query.js";
import { absolute, isRelative, rangeText, stepOf } from "../logic/range.js";
import { icon } from "../parts/icons.js";
import "../parts/query-box.js";
import { empty, staleness, whileAsked } from "../parts/states.js";
import { Question } from "../question.js";
import { tellProblem } from "../toast.js";
import { chips } from "./logs/chips.js";
import { columnPicker } from "./logs/columns.js";
import "./logs/drawer.js";
import { exportLinks } from "./logs/export.js";
import { footer } from "./logs/footer.js";
import { Lines } from "./logs/lines.js";
import { liveButton } from "./logs/live-button.js";
import { nothingFound } from "./logs/nothing-found.js";
import { rail } from "./logs/rail.js";
import { saved } from "./logs/saved.js";
import "./logs/table.js";
import { Tail } from "./logs/tail.js";

const VALUES = 8;
const BUCKETS = 80;

/** How often the counts are asked for while somebody follows. */
const LIVE_MILLIS = 5_000;

/** Where a follower sees what came before. */
const LIVE_RANGE = { from: "-15m", to: "" };

/** Logs: asked for, counted, read, followed. */
class Logs extends LitElement {
  constructor() {
    super();
    /** From which times one has zoomed in, the last at the end. @type {import("../logic/range.js").Range[]} */
    this.zoomedFrom = [];
    this.railOpen = kept("rail", window.matchMedia("(min-width: 1200px)").matches);
    new AddressWatch(this);
    new Keys(this, () => this.bindings());
    this.lines = new Lines(this, () => logsQuestion(this.view));
    // Of all levels, so that each chip says how many there are.
    const counted = () => ({ ...logsQuestion({ ...this.view, levels: [] }), step: stepOf(this.view.range, BUCKETS, Date.now()) });
    this.histogram = new Question(this, counted, (about, signal) => get("logs/histogram", about, signal));
    this.fields = new Question(this, () => logsQuestion(this.view), (about, signal) => get("logs/fields", { ...about, limit: VALUES }, signal));
    this.single = new Question(this, () => this.missing(), (id, signal) => get(`logs/${id}`, {}, signal));
    this.tail = new Tail(this, () => (this.view.live ? logsQuestion(this.view).query : null), {
      came: (lines) => this.lines.add(lines),
      shown: () => this.lines.recentIds(),
      opened: () => this.lines.newest.refresh(),
      ended: () => this.show({ live: false }, { replace: true }),
    });
    new Every(this, () => (this.view.live ? LIVE_MILLIS : 0), () => this.histogram.refresh());
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    return logsView(parameters(), Date.now());
  }

  get table() {
    return /** @type {any} */ (this.querySelector("la-log-table"));
  }

  get drawer() {
    return /** @type {any} */ (this.querySelector("la-log-drawer"));
  }

  /** The id of a chosen line that is not among those loaded. */
  missing() {
    const { selected } = this.view;
    return selected && !this.lines.newest.pending && !this.lines.items.some((line) => line.id === selected) ? selected : null;
  }

  /** @returns {string[]} */
  get knownFields() {
    return (this.fields.answer?.items ?? []).map((/** @type {any} */ { field }) => field);
  }

  /** How many lines there are of each level. */
  get totals() {
    return totalsOf(this.histogram.answer);
  }

  /** How many there are of these levels. @param {string[]} levels none: all */
  counted(levels) {
    return LEVELS.filter((level) => !levels.length || levels.includes(level)).reduce((sum, level) => sum + this.totals[level], 0);
  }

  get selectedLine() {
    const { selected } = this.view;
    const single = this.single.answer;
    return this.lines.items.find((line) => line.id === selected) ?? (single?.id === selected ? single : undefined);
  }

  /** @param {Partial<import("../logic/logs-view.js").LogsView>} parts @param {{replace?: boolean}} [how] */
  show(parts, how) {
    change(logsParameters(parts), how);
  }

  /** @param {import("../logic/query.js").Filter} filter */
  filter(filter) {
    const { field, value, excluded } = filter;
    if (field === "level") {
      this.show({ levels: LEVELS.filter((level) => (level === value) !== excluded) });
    } else {
      this.show({ filters: withFilter(this.view.filters, filter) });
    }
  }

  /** @param {string} column */
  toggleColumn(column) {
    const { columns } = this.view;
    this.show({ columns: columns.includes(column) ? columns.filter((one) => one !== column) : [...columns, column] }, { replace: true });
  }

  /** @param {any} line */
  select(line) {
    this.show({ selected: line.id }, { replace: this.view.selected !== "" });
  }

  close() {
    if (this.view.selected) {
      this.show({ selected: "" }, { replace: true });
      this.table?.box.focus();
    }
  }

  /** @param {-1 | 1} step */
  move(step) {
    const { items } = this.lines;
    const at = items.findIndex((line) => line.id === this.view.selected);
    const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step))];
    if (next) {
      this.select(next);
      this.updateComplete.then(() => this.table?.show(next.id));
    }
  }

  /** @returns {import("../keyboard.js").Bindings} */
  bindings() {
    const next = () => this.move(1);
    const previous = () => this.move(-1);
    return {
      "/": () => /** @type {any} */ (this.querySelector("la-query-box")).focus(),
      j: next,
      k: previous,
      ArrowDown: next,
      ArrowUp: previous,
      Enter: () => (this.view.selected ? this.drawer?.querySelector(".message")?.focus() : this.move(1)),
      e: () => this.drawer?.copyJson(),
      c: () => this.drawer?.showAround(),
      l: () => this.follow(),
      Escape: () => this.close(),
    };
  }

  /** Follows, or pauses. */
  follow() {
    if (!this.view.live) {
      this.show({ live: true, ...(isRelative(this.view.range.to) && isRelative(this.view.range.from) ? {} : { range: LIVE_RANGE }) });
    } else if (this.tail.paused) {
      this.resume();
    } else {
      this.tail.pause(true);
    }
  }

  resume() {
    this.tail.pause(false);
    this.table?.toTop();
  }

  /** @param {CustomEvent} event */
  zoom({ detail: { from, to } }) {
    this.zoomedFrom = [...this.zoomedFrom, this.view.range];
    this.show({ range: absolute(from, to), live: false });
  }

  zoomBack() {
    const range = this.zoomedFrom.at(-1);
    this.zoomedFrom = this.zoomedFrom.slice(0, -1);
    this.show({ range });
  }

  /** Older lines, and what went wrong with that. */
  async older() {
    try {
      await this.lines.loadOlder();
    } catch (problem) {
      tellProblem(problem);
    }
  }

  render() {
    const { view } = this;
    const { problem } = this.lines.newest;
    const mistake = problem?.parameter === "query" ? problem : null;
    return html`
      <div class="logs ${this.railOpen ? "with-rail" : ""} ${this.selectedLine ? "with-drawer" : ""}">
        <div class="asked">
          <la-query-box
            label="Query"
            .text=${view.text}
            .fields=${this.fields.answer?.items ?? []}
            .mistake=${mistake && { message: advice(mistake.message), position: positionInText(view, mistake.position) }}
            @ask=${(/** @type {CustomEvent} */ { detail }) => (detail === this.view.text ? this.lines.newest.refresh() : this.show({ text: detail }))}
          ></la-query-box>
          <div class="buttons">
            ${liveButton({ live: view.live, paused: this.tail.paused, follow: () => this.follow(), stop: () => this.show({ live: false }) })}
            ${saved(view, () => this.requestUpdate())}
            ${columnPicker(view.columns, this.knownFields, (column) => this.toggleColumn(column))} ${exportLinks(logsQuestion(view))}
          </div>
        </div>
        ${chips(view, this.totals, (parts) => this.show(parts), this.railOpen ? null : () => this.toggleRail())}
        <section class="card histogram" aria-label="Lines over time">
          ${this.zoomedFrom.length
            ? html`<button class="button small back" @click=${this.zoomBack}>
                ${icon("back")} Back to ${rangeText(/** @type {any} */ (this.zoomedFrom.at(-1)), Date.now())}
              </button>`
            : nothing}
          ${mistake ? nothing : counted(this.histogram.problem)}
          <la-histogram .data=${this.histogram.answer} .only=${view.levels} @zoom=${this.zoom}></la-histogram>
        </section>
        ${this.railOpen
          ? rail({
              question: this.fields,
              columns: view.columns,
              filter: (filter) => this.filter(filter),
              toggleColumn: (column) => this.toggleColumn(column),
              close: () => this.toggleRail(),
            })
          : nothing}
        ${this.found(view, mistake !== null)} ${this.details(view)}
      </div>`;
  }

  toggleRail() {
    this.railOpen = !this.railOpen;
    keep("rail", this.railOpen);
    this.requestUpdate();
  }

  /** @param {import("../logic/logs-view.js").LogsView} view @param {boolean} mistaken */
  found(view, mistaken) {
    const { items, newest } = this.lines;
    const any = items.length > 0 && (view.live || !asksForAll(view) || !isOnlyCanary(items));
    if (mistaken) {
      return html`<section class="card found">${empty("This query cannot be asked", html`<p>See below the query box.</p>`)}</section>`;
    }
    if (newest.pending || (newest.problem && !items.length)) {
      return html`<section class="card found" aria-busy=${newest.pending}>${whileAsked(newest, 16)}</section>`;
    }
    return html`
      <section class="card found ${newest.slow ? "renewing" : ""}" aria-label="Lines">
        ${staleness(newest)} ${this.tail.notice && view.live ? html`<div class="notice">${this.tail.notice}</div>` : nothing}
        ${this.tail.missed
          ? html`<button class="pill" @click=${this.resume}>${icon("up")} ${countText(this.tail.missed)} new lines</button>`
          : nothing}
        ${any
          ? html`<la-log-table
              .lines=${items}
              .columns=${view.columns}
              .selected=${view.selected}
              .more=${this.lines.next !== null && !this.lines.full}
              @open=${(/** @type {CustomEvent} */ { detail }) => this.select(detail)}
              @filter=${(/** @type {CustomEvent} */ { detail }) => this.filter(detail)}
              @older=${this.older}
              @away=${(/** @type {CustomEvent} */ { detail }) => view.live && this.tail.pause(detail)}
            ></la-log-table>`
          : nothingFound(view, (parts) => this.show(parts), () => newest.refresh())}
        ${any ? footer(this.lines, this.counted(view.levels), () => this.older()) : nothing}
      </section>`;
  }

  /** @param {import("../logic/logs-view.js").LogsView} view */
  details({ selected, columns }) {
    const line = this.selectedLine;
    if (!selected) {
      return nothing;
    }
    if (!line) {
      return this.single.problem ? html`<aside class="card drawer" aria-label="Line">${whileAsked(this.single)}</aside>` : nothing;
    }
    return html`
      <la-log-drawer
        class="card drawer"
        role="complementary"
        aria-label="Line"
        .line=${line}
        .columns=${columns}
        @filter=${(/** @type {CustomEvent} */ { detail }) => this.filter(detail)}
        @column=${(/** @type {CustomEvent} */ { detail }) => this.toggleColumn(detail)}
        @select=${(/** @type {CustomEvent} */ { detail }) => this.select(detail)}
        @close=${this.close}
      ></la-log-drawer>`;
  }
}

/** That the counts are old, or none. @param {import("../api.js").Problem | null} problem */
const counted = (problem) => (problem ? html`<div class="notice bad" role="alert">These cannot be counted: ${problem.message}</div>` : nothing);

/** The query box shows where, so the words need not. @param {string} message */
const advice = (message) => message.replace(/^query, at character \d+: /, "");

customElements.define("la-logs", Logs);

