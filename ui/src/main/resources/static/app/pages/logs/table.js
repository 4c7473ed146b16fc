import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { highlighted } from "../../logic/highlight.js";
import { fieldOf, numericColumns } from "../../logic/logs-view.js";
import { localTime } from "../../logic/times.js";
import { scrolledTo, topOf, windowOf } from "../../logic/window.js";
import { icon } from "../../parts/icons.js";
import { ago, clockTime, preciseTime } from "../../parts/time.js";
import { Polling } from "../../polling.js";
import { readStored, writeStored } from "../../storage.js";
import { words } from "../../words.js";

const WIDTHS = "widths";
const MIN_WIDTH = 48;
const MAX_WIDTH = 800;

/** The width of columns that were not resized. */
const DEFAULT_WIDTH = 120;

/** Of times without a date, and of ages. */
const CLOCK_WIDTH = 104;

const ROW_HEIGHT = 26;
const COMPACT_ROW_HEIGHT = 22;
/** Of three lines of a wrapped message. */
const WRAPPED_ROW_HEIGHT = 62;
/** An event takes two text rows on a phone. */
const PHONE_ROW_HEIGHT = 48;
const phone = window.matchMedia("(max-width: 640px)");

/** The interval at which ages are updated. */
const AGE_INTERVAL = 10_000;

/** The number of events that decide whether the values of a column are numbers. */
const SAMPLE = 50;

/** The number of rows before the end at which older events are loaded. */
const LOAD_MARGIN = 60;

/**
 * The virtual table of events. It is one tab stop with aria-activedescendant. The details of one event may be shown below its row.
 *
 * Fires open (detail: an event), expand (detail: an event), filter (detail: a Filter), column (detail: a field), move (detail: a column
 * and its target, where it is dropped), order, older, and scrolled (detail: whether it has left the top).
 */
class LogTable extends LitElement {
  static properties = {
    events: { attribute: false },
    columns: { attribute: false },
    selected: {},
    terms: { attribute: false },
    more: { type: Boolean },
    order: {},
    wrap: { type: Boolean },
    compact: { type: Boolean },
    relativeTime: { type: Boolean },
    expanded: {},
    detailsHeight: { state: true },
    widths: { state: true },
    scrolled: { state: true },
    visible: { state: true },
  };

  constructor() {
    super();
    /** @type {any[]} */
    this.events = [];
    /** @type {string[]} */
    this.columns = [];
    this.selected = "";
    /** Texts to highlight in messages. @type {string[]} */
    this.terms = [];
    /** Whether there are more events to load. */
    this.more = false;
    /** The events that come first: "newest" or "oldest". */
    this.order = "newest";
    /** Whether messages take several lines. */
    this.wrap = false;
    /** Whether rows are low. */
    this.compact = false;
    /** Whether times are ages. */
    this.relativeTime = false;
    /** The ID of the event with details below its row, or empty. */
    this.expanded = "";
    /** @private The height of these details. */
    this.detailsHeight = 0;
    /** @type {Record<string, number>} */
    this.widths = readStored(WIDTHS, {});
    this.scrolled = 0;
    this.visible = 600;
    /** @private Whether the dates of all events are today and need not be shown. */
    this.ofToday = false;
    /** @private Columns of numbers, which are aligned to the right. @type {string[]} */
    this.numeric = [];
    /** @private The column that is dragged, or empty. */
    this.dragged = "";
    /** @private @type {Element | null} */
    this.observed = null;
    this.resized = new ResizeObserver(() => {
      this.visible = this.box.clientHeight - this.headHeight;
      this.box.style.setProperty("--box-width", `${this.box.clientWidth}px`);
    });
    this.detailsResized = new ResizeObserver(([{ target }]) => (this.detailsHeight = /** @type {HTMLElement} */ (target).offsetHeight));
    new Polling(this, () => (this.relativeTime ? AGE_INTERVAL : 0), () => this.requestUpdate());
    this.phoneChanged = () => this.requestUpdate();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    phone.addEventListener("change", this.phoneChanged);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    phone.removeEventListener("change", this.phoneChanged);
    this.resized.disconnect();
    this.detailsResized.disconnect();
  }

  get rowHeight() {
    return phone.matches ? PHONE_ROW_HEIGHT : this.wrap ? WRAPPED_ROW_HEIGHT : this.compact ? COMPACT_ROW_HEIGHT : ROW_HEIGHT;
  }

  get box() {
    return /** @type {HTMLElement} */ (this.querySelector(".log-table"));
  }

  get headHeight() {
    return /** @type {HTMLElement} */ (this.querySelector(".log-head")).offsetHeight;
  }

  firstUpdated() {
    this.resized.observe(this.box);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("events") || changed.has("columns")) {
      this.numeric = numericColumns(this.events.slice(0, SAMPLE), this.columns);
    }
    if (changed.has("events")) {
      this.ofToday = isToday(this.events[0]) && isToday(this.events.at(-1));
      this.keepPlace(/** @type {any[]} */ (changed.get("events") ?? []));
    }
  }

  /**
   * Keeps the visible rows in place when events are added above them, if the list was scrolled or the selected row is visible.
   *
   * @param {any[]} previous
   */
  keepPlace(previous) {
    const added = previous.length ? this.events.indexOf(previous[0]) : -1;
    const { first, end } = this.window;
    const isSelectedVisible = previous.slice(first, end).some((logEvent) => logEvent.id === this.selected);
    if ((this.scrolled > 0 || isSelectedVisible) && added > 0) {
      this.pushed = added * this.rowHeight;
    } else if (added < 0) {
      this.backToTop = true;
    }
  }

  updated() {
    const { first } = this.window;
    const rows = /** @type {HTMLElement} */ (this.querySelector(".log-rows"));
    const space = /** @type {HTMLElement} */ (this.querySelector(".log-space"));
    space.style.height = `${topOf(this.events.length, this.rowHeight, this.details)}px`;
    rows.style.transform = `translateY(${topOf(first, this.rowHeight, this.details)}px)`;
    this.observeDetails();
    this.style.setProperty("--log-columns", this.template);
    if (this.pushed) {
      this.box.scrollTop += this.pushed;
      this.pushed = 0;
    } else if (this.backToTop) {
      this.box.scrollTop = 0;
    }
    this.backToTop = false;
  }

  get window() {
    return windowOf(this.events.length, this.rowHeight, this.scrolled, this.visible, this.details);
  }

  /** The details between the rows. */
  get details() {
    const row = this.expanded ? this.events.findIndex(({ id }) => id === this.expanded) : -1;
    return { row, height: row < 0 ? 0 : this.detailsHeight };
  }

  /** @private Observes the height of the details once they are in the document. */
  observeDetails() {
    const details = this.querySelector(".log-details");
    if (details !== this.observed) {
      this.observed = details;
      this.detailsResized.disconnect();
      if (details) {
        this.detailsResized.observe(details);
      }
    }
  }

  get template() {
    const widths = this.columns.map((column) => `${this.widths[column] ?? DEFAULT_WIDTH}px`).join(" ");
    return `4px 22px ${this.ofToday || this.relativeTime ? CLOCK_WIDTH : (this.widths.time ?? 178)}px ${this.widths.level ?? 52}px ${widths} minmax(280px, 1fr)`;
  }

  /** @param {string} id */
  show(id) {
    const row = this.events.findIndex((logEvent) => logEvent.id === id);
    if (row >= 0) {
      this.box.scrollTop = scrolledTo(row, this.rowHeight, this.box.scrollTop, this.visible, this.details);
    }
  }

  toTop() {
    this.box.scrollTop = 0;
  }

  /** @param {string} type @param {unknown} [detail] */
  fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  scroll() {
    const leftTop = this.box.scrollTop > this.rowHeight;
    if (leftTop !== this.scrolled > this.rowHeight) {
      this.fire("scrolled", leftTop);
    }
    this.scrolled = this.box.scrollTop;
    const remaining = topOf(this.events.length, this.rowHeight, this.details) - this.scrolled - this.visible;
    if (this.more && remaining < LOAD_MARGIN * this.rowHeight) {
      this.fire("older");
    }
  }

  render() {
    const { first, end } = this.window;
    const visible = this.events.slice(first, end);
    return html`
      <div
        class="log-table ${this.wrap ? "wrapped" : this.compact ? "compact" : ""}"
        role="grid"
        tabindex="0"
        aria-label=${this.order === "oldest" ? words.logs.logEventsOldestFirst : words.logs.logEventsNewestFirst}
        @scroll=${this.scroll}
        aria-rowcount=${this.more ? -1 : this.events.length + 1}
        aria-activedescendant=${visible.some((logEvent) => logEvent.id === this.selected) ? `event-${this.selected}` : nothing}
      >
        <div class="log-head" role="rowgroup">
          <div class="log-row head" role="row" aria-rowindex="1">
            <span role="columnheader" class="bar"><span class="visually-hidden">${words.logs.levelColour}</span></span>
            <span role="columnheader" class="twisty"><span class="visually-hidden">${words.logs.details}</span></span>
            ${this.timeHead()} ${this.head(words.logs.level, "level")} ${this.columns.map((column) => this.head(title(column), column, true))}
            <span role="columnheader">${words.common.message}</span>
          </div>
        </div>
        <div class="log-body" role="rowgroup">
          <div class="log-space" role="presentation">
            <div class="log-rows" role="presentation">
              ${repeat(visible, (logEvent) => logEvent.id, (logEvent, index) => html`${this.row(logEvent, first + index)}${logEvent.id === this.expanded ? this.expansion(logEvent) : nothing}`)}
            </div>
          </div>
        </div>
      </div>`;
  }

  /** The head of the time, which changes the order. */
  timeHead() {
    const isOldest = this.order === "oldest";
    return html`
      <span role="columnheader" title=${isOldest ? words.logs.newestFirst : words.logs.oldestFirst} aria-sort=${isOldest ? "ascending" : "descending"}>
        <button class="order" @click=${() => this.fire("order")}>${words.common.time}${icon(isOldest ? "up" : "down")}</button>
        <span class="resizer" aria-hidden="true" @pointerdown=${(/** @type {PointerEvent} */ event) => this.resize(event, "time")}></span>
      </span>`;
  }

  /** The details of an event below its row. @param {any} logEvent */
  expansion(logEvent) {
    return html`
      <div role="row"><la-log-drawer
        class="log-details"
        role="gridcell"
        .inline=${true}
        .logEvent=${logEvent}
        .columns=${this.columns}
        .terms=${this.terms}
        @filter=${(/** @type {CustomEvent} */ { detail }) => this.fire("filter", detail)}
        @column=${(/** @type {CustomEvent} */ { detail }) => this.fire("column", detail)}
        @select=${(/** @type {CustomEvent} */ { detail }) => this.fire("open", detail)}
      ></la-log-drawer></div>`;
  }

  /** @param {Event} event @param {any} logEvent */
  expandClicked(event, logEvent) {
    event.stopPropagation();
    this.fire("expand", logEvent);
  }

  /** @param {string} text @param {string} column @param {boolean} [movable] */
  head(text, column, movable = false) {
    const drag = (/** @type {DragEvent} */ { dataTransfer }) => {
      this.dragged = column;
      dataTransfer?.setData("text/plain", column); // Firefox drags nothing without data
    };
    const over = (/** @type {DragEvent} */ event) => movable && this.dragged && event.preventDefault();
    return html`
      <span role="columnheader" class=${this.alignment(column)} title=${movable ? words.logs.moveHint(column) : column} draggable=${movable}
        @dragstart=${drag} @dragend=${() => (this.dragged = "")} @dragover=${over} @drop=${() => this.drop(column)}>
        ${text}<span class="resizer" aria-hidden="true" @pointerdown=${(/** @type {PointerEvent} */ event) => this.resize(event, column)}></span>
      </span>`;
  }

  /** @private The class of a column of numbers. @param {string} column */
  alignment(column) {
    return this.numeric.includes(column) ? "number" : "";
  }

  /** @private @param {string} target */
  drop(target) {
    if (this.dragged && this.dragged !== target) {
      this.fire("move", { column: this.dragged, target });
    }
  }

  /** @param {any} logEvent @param {number} index */
  row(logEvent, index) {
    return html`
      <div
        class="log-row level-${logEvent.level.toLowerCase()}"
        role="row"
        id="event-${logEvent.id}"
        aria-rowindex=${index + 2}
        aria-selected=${logEvent.id === this.selected}
        @click=${() => this.clicked(logEvent)}
      >
        <span role="gridcell" class="bar"></span>
        <span role="gridcell" class="twisty">
          <button tabindex="-1" aria-expanded=${logEvent.id === this.expanded} aria-label=${logEvent.id === this.expanded ? words.logs.collapse : words.logs.expand} title=${logEvent.id === this.expanded ? words.logs.collapse : words.logs.expand}
            @click=${(/** @type {Event} */ event) => this.expandClicked(event, logEvent)}>${icon(logEvent.id === this.expanded ? "down" : "right")}</button>
        </span>
        <span role="gridcell" class="at">${(this.relativeTime ? ago : this.ofToday ? clockTime : preciseTime)(logEvent.observedAt)}</span>
        <span role="gridcell" class="level">${logEvent.level}</span>
        ${this.columns.map((column) => this.cell(logEvent, column))}
        <span role="gridcell" class="message"><bdi>${marked(logEvent.message, this.terms)}</bdi></span>
      </div>`;
  }

  /** @param {any} logEvent @param {string} column */
  cell(logEvent, column) {
    const value = fieldOf(logEvent, column);
    if (value === "" || column === "tag") {
      return html`<span role="gridcell" class="field"><bdi>${value}</bdi></span>`;
    }
    /** @param {MouseEvent} event */
    const filter = (event) => {
      event.stopPropagation();
      this.fire("filter", { field: column, value, excluded: event.altKey });
    };
    return html`
      <span role="gridcell" class="field ${this.alignment(column)}">
        <span class="value" title=${words.logs.filterForAlt(column, value)} @click=${filter}><bdi>${value}</bdi></span>
      </span>`;
  }

  /** Opens an event, unless text is selected. @param {any} logEvent */
  clicked(logEvent) {
    if (!getSelection()?.toString()) {
      this.fire("open", logEvent);
    }
  }

  /** @param {PointerEvent} event @param {string} column */
  resize(event, column) {
    event.preventDefault();
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    const head = /** @type {HTMLElement} */ (handle.parentElement);
    const movable = head.draggable;
    head.draggable = false;
    const width = head.clientWidth;
    const start = event.clientX;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => {
      const resized = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(width + move.clientX - start)));
      this.widths = { ...this.widths, [column]: resized };
    };
    handle.onpointerup = () => {
      handle.onpointermove = null;
      handle.onpointerup = null;
      head.draggable = movable;
      writeStored(WIDTHS, this.widths);
    };
  }
}

/** @param {any} logEvent */
const isToday = (logEvent) => logEvent !== undefined && localTime(logEvent.observedAt).slice(0, 10) === localTime(Date.now()).slice(0, 10);

/** A message with its matches marked. @param {string} message @param {string[]} terms */
export const marked = (message, terms) =>
  terms.length ? highlighted(message, terms).map((part, index) => (index % 2 ? html`<mark>${part}</mark>` : part)) : message;

/** @param {string} column */
const title = (column) => (column.startsWith("attributes.") ? column.slice("attributes.".length) : column[0].toUpperCase() + column.slice(1));

customElements.define("la-log-table", LogTable);
