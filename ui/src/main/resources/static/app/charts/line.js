import { LitElement, html, nothing } from "lit";
import { aligned, figuresOf } from "../logic/series.js";
import { localTime, shortTime } from "../logic/times.js";
import { words } from "../words.js";
import { drawBand } from "./band.js";
import { PADDING, PlotController, colour, onBrush, timeAxis, tzDate, uPlot, valueAxis } from "./plot.js";
import { ThresholdHandle, drawSpans, drawThresholds } from "./threshold.js";

const HEIGHT = 168;

/** The number of line colours. Lines differ by colour, dash (in pixels) or both. */
const COLOURS = 4;

/** The opacity of a band, in hexadecimal digits. */
const BAND_ALPHA = "2e";

/** @type {number[][]} */
const DASHES = [[], [6, 4], [2, 3], [8, 3, 2, 3]];

/** @param {import("../logic/series.js").Line} line @param {number} position among the lines */
function styleOf({ faintAs }, position) {
  const index = faintAs ?? position;
  const colour = faintAs === undefined ? `series-${(index % COLOURS) + 1}` : "line-strong";
  return { colour, dash: DASHES[(index + Math.floor(index / COLOURS)) % DASHES.length] };
}

/**
 * @typedef {object} Chart
 * @property {string} title
 * @property {import("../logic/series.js").Line[]} lines
 * @property {number} step in milliseconds
 * @property {(value: number) => string} text
 * @property {number} from in milliseconds
 * @property {number} to
 * @property {number | null} [upperBound] of values such as ratios
 * @property {import("./threshold.js").Threshold[]} [thresholds]
 * @property {import("./threshold.js").Span[]} [spans] shaded
 * @property {string} [group] charts of a group share the cursor
 */

/**
 * A line chart. Fires zoom ({from, to} in milliseconds) when a time range is brushed, hover (milliseconds or null), and
 * threshold ({id, value}) when a movable threshold has been moved.
 */
class LineChart extends LitElement {
  static properties = { chart: { attribute: false }, hovered: { state: true } };

  constructor() {
    super();
    /** @type {Chart | undefined} */
    this.chart = undefined;
    /** @type {import("../logic/series.js").Aligned | undefined} */
    this.data = undefined;
    /** @type {number | null} index of the instant under the mouse */
    this.hovered = null;
    this.plotting = new PlotController(this, (place) => this.draw(place));
    /** @private Of the movable thresholds, in their order. @type {ThresholdHandle[]} */
    this.handles = [];
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("chart") && this.chart) {
      this.data = aligned(this.chart.lines, this.chart.step);
    }
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("chart")) {
      this.plotting.redraw();
    }
  }

  /** @param {string} type @param {unknown} detail */
  fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {HTMLElement} place */
  draw(place) {
    const chart = /** @type {Chart} */ (this.chart);
    const { at, values, bands } = /** @type {import("../logic/series.js").Aligned} */ (this.data);
    return new uPlot(
      {
        tzDate,
        width: place.clientWidth,
        height: HEIGHT,
        padding: PADDING,
        legend: { show: false },
        cursor: {
          y: false,
          drag: { x: true, y: false, setScale: false },
          points: { size: 6 },
          ...(chart.group ? { sync: { key: chart.group } } : {}),
        },
        scales: {
          x: { range: () => [chart.from / 1_000, chart.to / 1_000] },
          y: { range: (_plot, min, max) => this.valueRange(min, max) },
        },
        axes: [timeAxis(), valueAxis(chart.text)],
        series: [{}, ...chart.lines.map((line, index) => this.stroke(styleOf(line, index), chart.lines.length === 1 && !bands[index]))],
        hooks: {
          drawClear: [(drawn) => drawSpans(drawn, chart.spans ?? [])],
          drawAxes: [
            (drawn) => bands.forEach((band, index) => band && drawBand(drawn, at, band, `${colour(styleOf(chart.lines[index], index).colour)}${BAND_ALPHA}`)),
          ],
          draw: [
            (drawn) => {
              drawThresholds(drawn, chart.thresholds ?? [], chart.text);
              this.placeHandles(drawn);
            },
          ],
          setCursor: [(drawn) => this.hover(drawn)],
          setSelect: [onBrush((from, to) => this.fire("zoom", { from, to }))],
        },
      },
      [at.map((instant) => instant / 1_000), .../** @type {any} */ (values)],
      place,
    );
  }

  /** Existing handles are reused, so that one keeps the focus when the chart is redrawn. @param {uPlot} plot */
  placeHandles(plot) {
    const { thresholds = [], text } = /** @type {Chart} */ (this.chart);
    const movable = thresholds.filter((threshold) => threshold.movable);
    movable.forEach((threshold, index) => {
      this.handles[index] ??= new ThresholdHandle(({ id, value }) => this.fire("threshold", { id, value }));
      this.handles[index].place(plot, threshold, text);
    });
    this.handles.splice(movable.length).forEach(({ element }) => element.remove());
  }

  /** The value axis: from zero, including all thresholds, with a margin. @param {number | null} min @param {number | null} max @returns {[number, number]} */
  valueRange(min, max) {
    const { upperBound, thresholds = [] } = /** @type {Chart} */ (this.chart);
    const bands = (this.data?.bands ?? []).flatMap((band) => band ?? []);
    const lows = bands.flatMap(({ low }) => low.flatMap((value) => value ?? []));
    const highs = bands.flatMap(({ high }) => high.flatMap((value) => value ?? []));
    const highest = Math.max(max ?? 0, ...highs, ...thresholds.map(({ value }) => value));
    const top = upperBound ?? ((highest || 1) * 1.1);
    return [Math.min(0, min ?? 0, ...lows), Math.max(top, highest)];
  }

  /** @param {ReturnType<typeof styleOf>} style @param {boolean} alone @returns {import("uplot").Series} */
  stroke(style, alone) {
    const stroke = colour(style.colour);
    return {
      stroke,
      width: 1.5,
      dash: style.dash,
      fill: alone ? `${stroke}22` : undefined,
      points: { show: (_plot, _series, first, last) => last - first < 2 },
    };
  }

  /** @param {uPlot} plot */
  hover({ cursor: { idx, left } }) {
    const hovered = idx === undefined || left === undefined || left < 0 ? null : (idx ?? null);
    if (hovered !== this.hovered) {
      this.hovered = hovered;
      this.fire("hover", hovered === null ? null : this.data?.at[hovered]);
    }
  }

  render() {
    const { chart } = this;
    return chart
      ? html`
          <div class="chart-head">
            <h2>${chart.title}</h2>
            <span class="caption" aria-hidden="true">${this.hovered === null ? nothing : shortTime(this.data?.at[this.hovered] ?? 0, Date.now())}</span>
          </div>
          <div class="plot" role=${chart.thresholds?.some(({ movable }) => movable) ? "group" : "img"} aria-label=${this.summary(chart)}></div>
          ${chart.lines.length ? this.legend(chart) : html`<p class="caption chart-empty">${words.charts.noDataInTimeRange}</p>`}`
      : nothing;
  }

  /** @param {Chart} chart */
  legend({ lines, text }) {
    return html`
      <ul class="legend">
        ${lines.map((line, index) => {
          const { label, points } = line;
          const { colour: name, dash } = styleOf(line, index);
          const value = this.hovered === null ? points.at(-1)?.value : this.data?.values[index][this.hovered];
          const { low, high } = this.data?.bands[index] ?? {};
          const [least, largest] = this.hovered === null ? [null, null] : [low?.[this.hovered], high?.[this.hovered]];
          return html`<li>
            <svg class="stroke ${name}" viewBox="0 0 24 4" aria-hidden="true"><path d="M0 2h24" stroke-dasharray=${dash.join(" ")} /></svg>
            ${label} <strong>${value === null || value === undefined ? "–" : text(value)}</strong>
            ${typeof least === "number" && typeof largest === "number" ? html`<span class="muted">${words.charts.range(text(least), text(largest))}</span>` : nothing}
          </li>`;
        })}
      </ul>`;
  }

  /** The text for screen readers. @param {Chart} chart */
  summary({ title, lines, text, from, to }) {
    const figures = lines.map(({ label, points }) => {
      const figures = figuresOf({ label, points });
      return figures ? words.charts.minMax(label, text(figures.min), text(figures.max)) : words.charts.noData(label);
    });
    return words.charts.summary(title, localTime(from), localTime(to), figures.join("; ") || words.charts.noFigures);
  }
}

customElements.define("la-line-chart", LineChart);
