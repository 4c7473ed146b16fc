import { LitElement, html } from "lit";
import { WHOLE_STEPS } from "../logic/axis.js";
import { OTHER, bucketsOf, stacked } from "../logic/histogram.js";
import { countText, shortCount } from "../logic/numbers.js";
import { LEVELS } from "../logic/query-text.js";
import { DAY, HOUR, MINUTE, SECOND, localTime, shortTime } from "../logic/times.js";
import { words } from "../words.js";
import { PADDING, PlotController, colour, onBrush, timeAxis, tzDate, uPlot, valueAxis } from "./plot.js";

const HEIGHT = 132;
const MEDIUM_HEIGHT = 100;
const STRIP_HEIGHT = 24;

/** Low windows, such as those at 200 % zoom, have room for a strip without axes. */
const low = window.matchMedia("(max-height: 559px)");
const medium = window.matchMedia("(max-height: 799px)");
const BARS = uPlot.paths.bars?.({ size: [0.86, 40], align: 1 });

/** @type {[number, "days" | "hours" | "minutes" | "seconds"][]} */
const UNITS = [[DAY, "days"], [HOUR, "hours"], [MINUTE, "minutes"], [SECOND, "seconds"]];

/** Such as "5-minute buckets". @param {number} step */
function bucketText(step) {
  const [length, unit] = UNITS.find(([one]) => step >= one && step % one === 0) ?? UNITS[3];
  return words.charts.buckets[unit](step / length);
}

/** Colours of severities. @type {Record<string, string>} */
const COLOURS = { CRITICAL: "fatal", HIGH: "error", MEDIUM: "warn", LOW: "info" };

/** @param {string} kind */
const colourName = (kind) => COLOURS[kind] ?? kind.toLowerCase();

/** @param {string} kind */
const labelOf = (kind) => (kind === OTHER ? words.charts.other : kind);

/**
 * A histogram by kind. Fires zoom ({from, to} in milliseconds) when a time range is brushed, and kind ({kind, excluded}) when a value
 * is clicked.
 */
class Histogram extends LitElement {
  static properties = {
    label: {},
    data: { attribute: false },
    kinds: { attribute: false },
    only: { attribute: false },
    valued: { type: Boolean },
    hovered: { state: true },
  };

  constructor() {
    super();
    this.label = words.common.logVolume;
    /** @type {import("../logic/histogram.js").Histogram | undefined} */
    this.data = undefined;
    /** In order from the bottom. @type {string[]} */
    this.kinds = LEVELS;
    /** @type {string[]} the visible kinds; empty: all */
    this.only = [];
    /** Whether the kinds are values of a field, with a legend, instead of levels or severities. */
    this.valued = false;
    /** @type {number | null} the bucket under the mouse */
    this.hovered = null;
    /** @private */
    this.redraw = () => this.buckets && this.plotting.redraw();
    this.plotting = new PlotController(this, (place) => this.draw(place));
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    [low, medium].forEach((query) => query.addEventListener("change", this.redraw));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    [low, medium].forEach((query) => query.removeEventListener("change", this.redraw));
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if ((changed.has("data") || changed.has("kinds")) && this.data) {
      this.buckets = bucketsOf(this.data, Date.now(), this.kinds);
    }
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (this.buckets && (changed.has("data") || changed.has("kinds") || changed.has("only"))) {
      this.plotting.redraw();
    }
  }

  get visibleKinds() {
    return this.kinds.filter((kind) => !this.only.length || this.only.includes(kind));
  }

  /** The name of the colour of a kind. @param {string} kind */
  colourOf(kind) {
    return this.valued ? (kind === OTHER ? "line-strong" : `series-${this.kinds.indexOf(kind) + 1}`) : colourName(kind);
  }

  /** @param {HTMLElement} place */
  draw(place) {
    const buckets = /** @type {import("../logic/histogram.js").Buckets} */ (this.buckets);
    const layers = stacked(buckets, this.visibleKinds);
    const starts = buckets.starts.map((start) => start / 1_000);
    const end = (starts.at(-1) ?? 0) + buckets.step / 1_000;
    return new uPlot(
      {
        tzDate,
        width: place.clientWidth,
        height: low.matches ? STRIP_HEIGHT : medium.matches ? MEDIUM_HEIGHT : HEIGHT,
        padding: low.matches ? [0, 0, 0, 0] : PADDING,
        legend: { show: false },
        cursor: { points: { show: false }, y: false, drag: { x: true, y: false, setScale: false } },
        scales: { x: { range: () => [starts[0], end] }, y: { range: (_plot, _min, max) => [0, Math.max(1, max)] } },
        axes: low.matches ? [{ show: false }, { show: false }] : [timeAxis(), valueAxis(shortCount, { incrs: WHOLE_STEPS })],
        series: [{}, ...layers.map(({ kind }) => ({ fill: colour(this.colourOf(kind)), width: 0, paths: BARS, points: { show: false } }))],
        hooks: {
          setCursor: [(plot) => (this.hovered = this.bucketAt(plot))],
          setSelect: [onBrush((from, to) => this.dispatchEvent(new CustomEvent("zoom", { detail: { from, to } })))],
        },
      },
      [starts, ...layers.map(({ heights }) => heights)],
      place,
    );
  }

  /** The bucket under the cursor. Bars extend to the right of their start. @param {uPlot} plot */
  bucketAt({ cursor: { left }, posToVal }) {
    if (left === undefined || left < 0 || !this.buckets) {
      return null;
    }
    const index = Math.floor((posToVal(left, "x") * 1_000 - this.buckets.starts[0]) / this.buckets.step);
    return this.buckets.starts[index] === undefined ? null : index;
  }

  render() {
    return html`
      <div class="chart-head">
        <h2>${this.label}</h2>
        <span class="caption" aria-hidden="true">${this.hovered === null ? this.hint() : this.tooltip(this.hovered)}</span>
      </div>
      <div class="plot" role="img" aria-label=${this.summary()}></div>
      ${this.valued && this.buckets ? this.legend(this.buckets) : ""}`;
  }

  /** @param {import("../logic/histogram.js").Buckets} buckets */
  legend({ counts }) {
    return html`
      <ul class="legend">
        ${this.kinds.map((kind) => {
          const total = countText(counts[kind].reduce((sum, count) => sum + count, 0));
          const swatch = html`<span class="swatch ${this.colourOf(kind)}"></span><bdi>${labelOf(kind)}</bdi> <strong>${total}</strong>`;
          const click = (/** @type {MouseEvent} */ { altKey }) => this.dispatchEvent(new CustomEvent("kind", { detail: { kind, excluded: altKey } }));
          return html`<li>${kind === OTHER ? swatch : html`<button title=${words.logs.valueHint(kind)} @click=${click}>${swatch}</button>`}</li>`;
        })}
      </ul>`;
  }

  hint() {
    return this.buckets ? html`${bucketText(this.buckets.step)}<span class="wide-only">, ${words.charts.dragToZoom}</span>` : "";
  }

  /** @param {number} index */
  tooltip(index) {
    const { starts, counts } = /** @type {import("../logic/histogram.js").Buckets} */ (this.buckets);
    const kinds = this.visibleKinds.filter((kind) => counts[kind][index] > 0);
    return html`${shortTime(starts[index], Date.now())}
      ${kinds.length
        ? kinds.map((kind) => html` <span class="level-text ${this.valued ? "" : colourName(kind)}"><bdi>${labelOf(kind)}</bdi> ${countText(counts[kind][index])}</span>`)
        : words.charts.noEvents}`;
  }

  /** The text for screen readers. */
  summary() {
    if (!this.buckets) {
      return this.label;
    }
    const { starts, counts, step } = this.buckets;
    const totals = this.kinds.map((kind) => [kind, counts[kind].reduce((sum, count) => sum + count, 0)]).filter(([, count]) => count);
    const figures = totals.map(([kind, count]) => `${count} ${labelOf(String(kind))}`).join(", ") || words.charts.noEvents;
    return words.charts.summary(this.label, localTime(starts[0]), localTime((starts.at(-1) ?? 0) + step), figures);
  }
}

customElements.define("la-histogram", Histogram);
