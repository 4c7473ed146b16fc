import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { keep, kept } from "../../kept.js";
import { fieldOf } from "../../logic/logs-view.js";
import { scrolledTo, windowOf } from "../../logic/window.js";
import { preciseTime } from "../../parts/time.js";

const WIDTHS = "widths";
const NARROWEST = 48;
const WIDEST = 800;

/** Of those columns that do not say by themselves how wide they are. */
const USUAL_WIDTH = 120;

const ROW = 26;
/** Where there is little room a line takes two rows. */
const ROW_ON_PHONE = 48;
const phone = window.matchMedia("(max-width: 640px)");

/** Lines before the end at which older ones are asked for. */
const NEARLY_AT_END = 60;

/**
 * The lines, of which only those on the screen are in the document. It is one stop for the tab key; the lines are told by
 * aria-activedescendant.
 *
 * Fires open (detail: a line), filter (detail: a Filter), older, and away (detail: whether it is scrolled from the top).
 */
class LogTable extends LitElement {
  static properties = {
    lines: { attribute: false },
    columns: { attribute: false },
    selected: {},
    more: { type: Boolean },
    widths: { state: true },
    scrolled: { state: true },
    visible: { state: true },
  };

  constructor() {
    super();
    /** @type {any[]} */
    this.lines = [];
    /** @type {string[]} */
    this.columns = [];
    this.selected = "";
    /** Whether there are older ones. */
    this.more = false;
    /** @type {Record<string, number>} */
    this.widths = kept(WIDTHS, {});
    this.scrolled = 0;
    this.visible = 600;
    this.resized = new ResizeObserver(() => (this.visible = this.box.clientHeight - this.headHeight));
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
  }

  get rowHeight() {
    return phone.matches ? ROW_ON_PHONE : ROW;
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
    if (changed.has("lines")) {
      this.keepPlace(/** @type {any[]} */ (changed.get("lines") ?? []));
    }
  }

  /**
   * Nothing moves under the eyes of who has scrolled away from the top: what is new there, is above.
   *
   * @param {any[]} before
   */
  keepPlace(before) {
    const added = before.length ? this.lines.indexOf(before[0]) : -1;
    if (this.scrolled > 0 && added > 0) {
      this.pushed = added * this.rowHeight;
    } else if (added < 0) {
      this.backToTop = true;
    }
  }

  updated() {
    const { first } = this.window;
    const rows = /** @type {HTMLElement} */ (this.querySelector(".log-rows"));
    const space = /** @type {HTMLElement} */ (this.querySelector(".log-space"));
    space.style.height = `${this.lines.length * this.rowHeight}px`;
    rows.style.transform = `translateY(${first * this.rowHeight}px)`;
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
    return windowOf(this.lines.length, this.rowHeight, this.scrolled, this.visible);
  }

  get template() {
    const picked = this.columns.map((column) => `${this.widths[column] ?? USUAL_WIDTH}px`).join(" ");
    return `4px ${this.widths.time ?? 178}px ${this.widths.level ?? 52}px ${picked} minmax(280px, 1fr)`;
  }

  /** @param {string} id */
  show(id) {
    const row = this.lines.findIndex((line) => line.id === id);
    if (row >= 0) {
      this.box.scrollTop = scrolledTo(row, this.rowHeight, this.box.scrollTop, this.visible);
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
    const away = this.box.scrollTop > this.rowHeight;
    if (away !== this.scrolled > this.rowHeight) {
      this.fire("away", away);
    }
    this.scrolled = this.box.scrollTop;
    const left = this.lines.length * this.rowHeight - this.scrolled - this.visible;
    if (this.more && left < NEARLY_AT_END * this.rowHeight) {
      this.fire("older");
    }
  }

  render() {
    const { first, end } = this.window;
    const shown = this.lines.slice(first, end);
    return html`
      <div
        class="log-table"
        role="grid"
        tabindex="0"
        aria-label="Lines, newest first"
        @scroll=${this.scroll}
        aria-rowcount=${this.more ? -1 : this.lines.length + 1}
        aria-activedescendant=${shown.some((line) => line.id === this.selected) ? `line-${this.selected}` : nothing}
      >
        <div class="log-head" role="rowgroup">
          <div class="log-row head" role="row" aria-rowindex="1">
            <span role="columnheader" class="bar"><span class="unseen">Mark</span></span>
            ${this.head("Time", "time")} ${this.head("Level", "level")} ${this.columns.map((column) => this.head(title(column), column))}
            <span role="columnheader">Message</span>
          </div>
        </div>
        <div class="log-body" role="rowgroup">
          <div class="log-space" role="presentation">
            <div class="log-rows" role="presentation">
              ${repeat(shown, (line) => line.id, (line, index) => this.row(line, first + index))}
            </div>
          </div>
        </div>
      </div>`;
  }

  /** @param {string} text @param {string} column */
  head(text, column) {
    return html`
      <span role="columnheader" title=${column}>
        ${text}<span class="resizer" aria-hidden="true" @pointerdown=${(/** @type {PointerEvent} */ event) => this.resize(event, column)}></span>
      </span>`;
  }

  /** @param {any} line @param {number} index */
  row(line, index) {
    return html`
      <div
        class="log-row level-${line.level.toLowerCase()}"
        role="row"
        id="line-${line.id}"
        aria-rowindex=${index + 2}
        aria-selected=${line.id === this.selected}
        @click=${() => this.clicked(line)}
      >
        <span role="gridcell" class="bar"></span>
        <span role="gridcell" class="at">${preciseTime(line.observedAt)}</span>
        <span role="gridcell" class="level">${line.level}</span>
        ${this.columns.map((column) => this.cell(line, column))}
        <span role="gridcell" class="message">${line.message}</span>
      </div>`;
  }

  /** @param {any} line @param {string} column */
  cell(line, column) {
    const value = fieldOf(line, column);
    if (value === "" || column === "tag") {
      return html`<span role="gridcell" class="field">${value}</span>`;
    }
    /** @param {MouseEvent} event */
    const choose = (event) => {
      event.stopPropagation();
      this.fire("filter", { field: column, value, excluded: event.altKey });
    };
    return html`
      <span role="gridcell" class="field">
        <span class="value" title="Only ${column} ${value} (with Alt: all others)" @click=${choose}>${value}</span>
      </span>`;
  }

  /** Who marks text does not want to open it. @param {any} line */
  clicked(line) {
    if (!getSelection()?.toString()) {
      this.fire("open", line);
    }
  }

  /** @param {PointerEvent} event @param {string} column */
  resize(event, column) {
    event.preventDefault();
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    const width = /** @type {HTMLElement} */ (handle.parentElement).clientWidth;
    const start = event.clientX;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => {
      const wanted = Math.min(WIDEST, Math.max(NARROWEST, Math.round(width + move.clientX - start)));
      this.widths = { ...this.widths, [column]: wanted };
    };
    handle.onpointerup = () => {
      handle.onpointermove = null;
      handle.onpointerup = null;
      keep(WIDTHS, this.widths);
    };
  }
}

/** @param {string} column */
const title = (column) => (column.startsWith("attributes.") ? column.slice("attributes.".length) : column[0].toUpperCase() + column.slice(1));

customElements.define("la-log-table", LogTable);
