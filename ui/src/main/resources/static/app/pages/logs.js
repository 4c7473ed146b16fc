import { LitElement, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { AddressController, addressOf, parameters, setParameters } from "../address.js";
import { get, getEvents } from "../api.js";
import "../charts/histogram.js";
import { KeyBindings } from "../keyboard.js";
import { ListSelection } from "../list-selection.js";
import { termsOf } from "../logic/highlight.js";
import { totalsOf, withOther } from "../logic/histogram.js";
import { LEVEL, eventsRequest, logQuery, logsParameters, logsRequest, logsView, movedColumn, valuesRequests, withAlternatives, withSameLists } from "../logic/logs-view.js";
import { FIELDS, LEVELS, positionInText, queryOf, withFilter, withoutFilter } from "../logic/query-text.js";
import { absolute, isRelative, messageOf, stepOf } from "../logic/range.js";
import { icon } from "../parts/icons.js";
import "../parts/query-box.js";
import "../parts/saved-views.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { Polling } from "../polling.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { readStored, writeStored } from "../storage.js";
import { showProblem } from "../toast.js";
import { words } from "../words.js";
import { ZoomHistory } from "../zoom-history.js";
import { chips } from "./logs/chips.js";
import { columnPicker } from "./logs/columns.js";
import { completeness } from "./logs/completeness.js";
import { exportLinks } from "./logs/export.js";
import { VALUES } from "./logs/field-values.js";
import { footer } from "./logs/footer.js";
import { liveButton } from "./logs/live-button.js";
import { LogEvents } from "./logs/log-events.js";
import { noResults } from "./logs/no-results.js";
import { rail } from "./logs/rail.js";
import "./logs/table.js";
import { Tail } from "./logs/tail.js";

/** The number of values that a suggestion is chosen from. */
const LOOKED_UP = 20;
const BUCKETS = 80;

/** The number of values of a histogram: as many colours can be told apart. */
const TOP_VALUES = 4;

/** Fields of the histogram, besides the level and attributes. */
const BREAK_DOWN = [LEVEL, "host", "application", "component", "environment", "tag"];

/** The refresh interval of the histogram during live tail. */
const LIVE_INTERVAL = 5_000;

/** Loaded when an event is opened. */
const loadDrawer = () => import("./logs/drawer.js");

/** The range of live tail where the range of the view is absolute. */
const LIVE_RANGE = { from: "-15m", to: "" };

/** The Logs page: query, histogram, fields, events and live tail. */
class Logs extends LitElement {
  static properties = { expanded: { state: true } };

  constructor() {
    super();
    /** The ID of the event with details below its row, or empty. */
    this.expanded = "";
    /** @private @type {import("../logic/logs-view.js").LogsView | undefined} */
    this.lastView = undefined;
    this.zoomHistory = new ZoomHistory((range, state) => this.show({ range, live: false }, { state }));
    /** @private @type {string | null} */
    this.highlightedQuery = null;
    /** @private @type {string[]} */
    this.highlightedTerms = [];
    /** @private Whether the details of an event take the width of the page. */
    this.wideDrawer = readStored("wide-drawer", false);
    this.railOpen = readStored("rail", window.matchMedia("(min-width: 1200px)").matches);
    new AddressController(this);
    new KeyBindings(this, () => this.bindings());
    this.events = new LogEvents(this, () => eventsRequest(this.view));
    // Counts of all levels, for the level chips.
    const counts = () => ({ ...logsRequest({ ...this.view, levels: [] }), step: stepOf(this.view.range, BUCKETS, Date.now()) });
    this.histogram = new Query(this, counts, (key, signal) => get("logs/histogram", key, signal));
    this.breakDown = new Query(this, () => this.breakDownKey, async (key, signal) => withOther(await get("logs/histogram", key, signal)));
    this.fields = new Query(this, () => valuesRequests(this.view), fieldValues);
    this.integrity = new Query(this, () => "integrity", (_, signal) => get("integrity", {}, signal));
    this.single = new Query(this, () => this.missing(), (id, signal) => getEvents(`logs/${id}`, {}, signal));
    this.tail = new Tail(this, () => (this.view.live ? logsRequest(this.view).query : null), {
      onEvents: (events) => this.events.add(events),
      recentIds: () => this.events.recentIds(),
      onOpen: () => this.events.newest.refresh(),
      onClosed: () => this.show({ live: false }, { replace: true }),
    });
    this.lookUp = this.lookUp.bind(this);
    this.selection = new ListSelection(this, {
      items: () => this.events.items,
      selected: () => this.view.selected,
      select: (logEvent) => this.select(logEvent),
      reveal: ({ id }) => this.table?.show(id),
    });
    new Polling(this, () => (this.view.live ? LIVE_INTERVAL : 0), () => this.histogram.refresh());
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    this.lastView = withSameLists(logsView(parameters(), Date.now()), this.lastView);
    return this.lastView;
  }

  get table() {
    return /** @type {any} */ (this.querySelector("la-log-table"));
  }

  get drawer() {
    return /** @type {any} */ (this.querySelector("la-log-drawer.drawer") ?? this.querySelector("la-log-drawer"));
  }

  /** The texts to highlight; the same array for the same query. @param {string} query */
  terms(query) {
    if (this.highlightedQuery !== query) {
      this.highlightedQuery = query;
      this.highlightedTerms = termsOf(query);
    }
    return this.highlightedTerms;
  }

  /** The ID of the selected event if it is not loaded. */
  missing() {
    const { selected } = this.view;
    return selected && !this.events.newest.pending && !this.events.items.some((logEvent) => logEvent.id === selected) ? selected : null;
  }

  /** The request for the histogram by a field; null by level. */
  get breakDownKey() {
    const { view } = this;
    return view.by === LEVEL ? null : { ...logsRequest(view), step: stepOf(view.range, BUCKETS, Date.now()), by: view.by, top: TOP_VALUES };
  }

  /** @returns {string[]} */
  get knownFields() {
    return (this.fields.data?.items ?? []).map((/** @type {any} */ { field }) => field);
  }

  /** Values of a field in the time range that contain a text. @param {string} field @param {string} part */
  async lookUp(field, part) {
    const { from, to } = this.view.range;
    const name = [...FIELDS, ...this.knownFields].find((one) => one.toLowerCase() === field.toLowerCase()) ?? field;
    const { items } = await get("logs/fields", { field: name, contains: part, from, to, limit: LOOKED_UP });
    return items[0]?.values ?? [];
  }

  /** The number of events by level; undefined while unknown. */
  get totals() {
    return totalsOf(this.histogram.current);
  }

  /** The number of events of some levels; undefined while unknown. @param {string[]} levels empty: all */
  total(levels) {
    const { totals } = this;
    return totals && LEVELS.filter((level) => !levels.length || levels.includes(level)).reduce((sum, level) => sum + totals[level], 0);
  }

  get selectedEvent() {
    const { selected } = this.view;
    const single = this.single.data;
    return this.events.items.find((logEvent) => logEvent.id === selected) ?? (single?.id === selected ? single : undefined);
  }

  /** @param {Partial<import("../logic/logs-view.js").LogsView>} parts @param {{replace?: boolean, state?: unknown}} [options] */
  show(parts, options) {
    setParameters(logsParameters(parts), options);
  }

  /** @param {import("../logic/query-text.js").Filter} filter */
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

  /** @param {any} logEvent */
  select(logEvent) {
    this.show({ selected: logEvent.id }, { replace: this.view.selected !== "" });
  }

  close() {
    if (this.view.selected) {
      this.show({ selected: "" }, { replace: true });
      this.table?.box.focus();
    }
  }


  /** Runs an action of the details, once they are loaded. @param {(drawer: any) => void} run */
  async withDrawer(run) {
    try {
      await Promise.all([loadDrawer(), this.updateComplete]);
    } catch (problem) {
      showProblem(problem);
      return;
    }
    const { drawer } = this;
    await drawer?.updateComplete;
    if (drawer) {
      run(drawer);
    }
  }

  /** @returns {import("../keyboard.js").Bindings} */
  bindings() {
    return {
      ...this.selection.bindings(),
      "/": () => /** @type {any} */ (this.querySelector("la-query-box")).focus(),
      Enter: () => (this.view.selected ? this.withDrawer((drawer) => drawer.querySelector(".message")?.focus()) : this.selection.move(1)),
      e: () => this.withDrawer((drawer) => drawer.copyJson()),
      c: () => this.withDrawer((drawer) => drawer.showContext()),
      l: () => this.toggleLive(),
      f: () => this.view.selected && this.toggleWideDrawer(),
      o: () => this.toggleOrder(),
      w: () => this.show({ wrap: !this.view.wrap }, { replace: true }),
      ...(this.view.selected ? { ArrowRight: () => (this.expanded = this.view.selected), ArrowLeft: () => (this.expanded = "") } : {}),
      Escape: () => this.close(),
    };
  }

  /** Starts, pauses or resumes live tail. */
  toggleLive() {
    if (!this.view.live) {
      this.show({ live: true, order: "newest", ...(isRelative(this.view.range.to) && isRelative(this.view.range.from) ? {} : { range: LIVE_RANGE }) });
    } else if (this.tail.paused) {
      this.resume();
    } else {
      this.tail.pause(true);
    }
  }

  /** Live tail shows the newest events first. */
  toggleOrder() {
    this.show({ order: this.view.order === "oldest" ? "newest" : "oldest", live: false });
  }

  resume() {
    this.tail.pause(false);
    this.table?.toTop();
  }

  /** @param {CustomEvent} event */
  zoom({ detail: { from, to } }) {
    this.zoomHistory.zoom(this.view.range, absolute(from, to));
  }

  async older() {
    try {
      await this.events.loadOlder();
    } catch (problem) {
      showProblem(problem);
    }
  }

  render() {
    const { view } = this;
    if (view.selected || this.expanded) {
      loadDrawer().catch(showProblem);
    }
    const { problem } = this.events.newest;
    const error = problem?.parameter === "query" ? problem : null;
    return html`
      <div class="logs ${this.railOpen ? "with-rail" : ""} ${this.selectedEvent ? (this.wideDrawer ? "with-drawer wide-drawer" : "with-drawer") : ""}">
        <div class="query-area">
          <la-query-box
            label=${words.common.query}
            .text=${view.text}
            .fields=${this.fields.data?.items ?? []}
            .lookUp=${this.lookUp}
            .error=${error && { message: advice(error.message), position: positionInText(logQuery(view), error.position) }}
            @search=${(/** @type {CustomEvent} */ { detail }) => (detail === this.view.text ? this.events.newest.refresh() : this.show({ text: detail }))}
          ></la-query-box>
          <div class="buttons">
            ${liveButton({ live: view.live, paused: this.tail.paused, toggle: () => this.toggleLive(), stop: () => this.show({ live: false }) })}
            <la-saved-views></la-saved-views>
            <button class="button not-on-phone" aria-pressed=${view.wrap} title=${words.logs.wrapHint} @click=${() => this.show({ wrap: !view.wrap }, { replace: true })}>${icon("wrap")}<span class="wide-only">${words.logs.wrap}</span></button>
            ${columnPicker(view, this.knownFields, (column) => this.toggleColumn(column), (parts) => this.show(parts, { replace: true }))} ${exportLinks(logsRequest(view))}
            ${hasScope("operate") ? html`<a class="button" href=${addressOf("rule", { query: queryOf(view) })} title=${words.logs.createAlertRuleFromQuery}>${icon("alerts")}<span class="wide-only">${words.logs.createRule}</span></a>` : nothing}
          </div>
        </div>
        ${chips(view, this.totals, (parts) => this.show(parts), this.railOpen ? null : () => this.toggleRail(), completeness(this.integrity.data, this.integrity.updatedAt))}
        <section class="card histogram" aria-label=${words.common.logVolume}>
          ${this.zoomHistory.button("back")}
          ${isSame(this.histogram.problem, problem) ? nothing : histogramNotice(this.histogram.problem)}
          ${this.chart(view)}
        </section>
        ${this.railOpen
          ? rail({
              query: this.fields,
              shown: problem,
              columns: view.columns,
              filters: view.filters,
              filter: (filter) => this.filter(filter),
              remove: (filter) => this.show({ filters: withoutFilter(view.filters, filter) }),
              toggleColumn: (column) => this.toggleColumn(column),
              close: () => this.toggleRail(),
            })
          : nothing}
        ${this.results(view, error)} ${this.details(view)}
      </div>`;
  }

  /** The histogram by level, or by another field. @param {import("../logic/logs-view.js").LogsView} view */
  chart(view) {
    const others = this.knownFields.filter((field) => field.startsWith("attributes."));
    const fields = [...new Set([...BREAK_DOWN, ...others, view.by])];
    const select = html`
      <label class="inline break-down">${words.logs.breakDown}
        <select @change=${(/** @type {Event} */ { target }) => this.show({ by: /** @type {HTMLSelectElement} */ (target).value }, { replace: true })}>
          ${fields.map((field) => html`<option value=${field} .selected=${live(field === view.by)}>${field.replace(/^attributes\./, "")}</option>`)}
        </select>
      </label>`;
    if (view.by === LEVEL) {
      return html`${select}<la-histogram class=${this.histogram.current ? "" : "refreshing"} .data=${this.histogram.data} .only=${view.levels} @zoom=${this.zoom}></la-histogram>`;
    }
    const { data, current, problem } = this.breakDown;
    const filter = (/** @type {CustomEvent} */ { detail: { kind, excluded } }) => this.filter({ field: view.by, value: kind, excluded });
    return html`
      ${select} ${histogramNotice(problem)}
      <la-histogram class=${current ? "" : "refreshing"} valued .data=${data} .kinds=${data?.values ?? []} @zoom=${this.zoom} @kind=${filter}></la-histogram>`;
  }

  toggleWideDrawer() {
    this.wideDrawer = !this.wideDrawer;
    writeStored("wide-drawer", this.wideDrawer);
    this.requestUpdate();
  }

  toggleRail() {
    this.railOpen = !this.railOpen;
    writeStored("rail", this.railOpen);
    this.requestUpdate();
  }

  /** @param {import("../logic/logs-view.js").LogsView} view @param {import("../api.js").Problem | null} error */
  results(view, error) {
    const { items, newest } = this.events;
    const any = items.length > 0;
    if (error) {
      const position = positionInText(logQuery(view), error.position);
      const text = position === undefined ? advice(error.message) : words.logs.errorAt(advice(error.message), position + 1);
      return html`<section class="card results">${emptyState(words.logs.invalidQuery, html`<p>${text}</p>`)}</section>`;
    }
    if (newest.pending || (newest.problem && !items.length)) {
      return html`<section class="card results" aria-busy=${newest.pending}>${loadingOrError(newest, 16)}</section>`;
    }
    return html`
      <section class="card results ${newest.loading ? "refreshing" : ""}" aria-label=${words.common.logEvents}>
        ${staleNotice(newest)} ${this.tail.notice && view.live ? html`<div class="notice">${this.tail.notice}</div>` : nothing}
        ${this.tail.missed
          ? html`<button class="pill" @click=${this.resume}>${icon("up")} ${words.logs.newEvents(this.tail.missed)}</button>`
          : nothing}
        ${any
          ? html`<la-log-table
              .events=${items}
              .columns=${view.columns}
              .selected=${view.selected}
              .terms=${this.terms(view.text)}
              .more=${this.events.next !== null && !this.events.full}
              .order=${view.order}
              .wrap=${view.wrap}
              .compact=${view.compact}
              .relativeTime=${view.relativeTime}
              .expanded=${this.expanded}
              @expand=${(/** @type {CustomEvent} */ { detail: { id } }) => (this.expanded = id === this.expanded ? "" : id)}
              @column=${(/** @type {CustomEvent} */ { detail }) => this.toggleColumn(detail)}
              @move=${(/** @type {CustomEvent} */ { detail: { column, target } }) => this.show({ columns: movedColumn(view.columns, column, target) }, { replace: true })}
              @order=${this.toggleOrder}
              @open=${(/** @type {CustomEvent} */ { detail }) => this.select(detail)}
              @filter=${(/** @type {CustomEvent} */ { detail }) => this.filter(detail)}
              @older=${this.older}
              @scrolled=${(/** @type {CustomEvent} */ { detail }) => view.live && this.tail.pause(detail)}
            ></la-log-table>`
          : noResults(view, (parts) => this.show(parts), () => newest.refresh())}
        ${any ? footer(this.events, this.total(view.levels), () => this.older()) : nothing}
      </section>`;
  }

  /** @param {import("../logic/logs-view.js").LogsView} view */
  details({ selected, columns, text }) {
    const logEvent = this.selectedEvent;
    if (!selected) {
      return nothing;
    }
    if (!logEvent) {
      return this.single.problem ? html`<aside class="card drawer" aria-label=${words.logs.eventDetails}>${loadingOrError(this.single)}</aside>` : nothing;
    }
    return html`
      <la-log-drawer
        class="card drawer"
        role="complementary"
        aria-label=${words.logs.eventDetails}
        .logEvent=${logEvent}
        .columns=${columns}
        .terms=${this.terms(text)}
        .wide=${this.wideDrawer}
        @wide=${this.toggleWideDrawer}
        @filter=${(/** @type {CustomEvent} */ { detail }) => this.filter(detail)}
        @column=${(/** @type {CustomEvent} */ { detail }) => this.toggleColumn(detail)}
        @select=${(/** @type {CustomEvent} */ { detail }) => this.select(detail)}
        @close=${this.close}
      ></la-log-drawer>`;
  }
}

/**
 * The values of fields in one response.
 *
 * @param {ReturnType<typeof valuesRequests>} requests
 * @param {AbortSignal} signal
 * @returns {Promise<{items: import("./logs/field-values.js").Item[]}>}
 */
async function fieldValues({ all, alternatives }, signal) {
  /** @param {import("../api.js").Parameters} request @returns {Promise<import("./logs/field-values.js").Item[]>} */
  const values = async (request) => {
    const { events, items } = await get("logs/fields", { ...request, limit: VALUES }, signal);
    return items.map((/** @type {any} */ item) => ({ ...item, events, request }));
  };
  const [items, ...others] = await Promise.all([all, ...alternatives.map(({ request }) => request)].map(values));
  return { items: withAlternatives(items, alternatives.map(({ field }, index) => ({ field, items: others[index] }))) };
}

/**
 * Whether two requests failed for the same reason, which is shown once.
 *
 * @param {import("../api.js").Problem | null} one
 * @param {import("../api.js").Problem | null} other
 */
const isSame = (one, other) => one !== null && other !== null && messageOf(one) === messageOf(other);

/** @param {import("../api.js").Problem | null} problem */
const histogramNotice = (problem) => (problem ? html`<div class="notice bad" role="alert">${words.logs.histogramUnavailable(messageOf(problem))}</div>` : nothing);

/** The message without the position, which is shown separately. @param {string} message */
const advice = (message) => message.replace(/^query, at character \d+: /, "");

customElements.define("la-logs", Logs);

