// Common parts of the charts: uPlot with the colours and sizes of the page.

import uPlot from "uplot";
import { STEPS, axisWidth } from "../logic/axis.js";
import { asBrowserDate } from "../logic/zone.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

export const FONT = "11px system-ui, sans-serif";

/** @param {string} name of a colour of the theme, without -- */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** @param {number} number */
const digits = (number) => String(number).padStart(2, "0");

/**
 * Labels of a time axis: 24-hour times in the zone of the page, and dates at midnight.
 *
 * @param {uPlot} _plot
 * @param {number[]} splits in seconds
 * @param {number} _axis
 * @param {number} _space
 * @param {number} step between labels, in seconds
 */
function timeLabels(_plot, splits, _axis, _space, step) {
  return splits.map((split) => {
    const date = asBrowserDate(split * 1_000);
    const dayBegins = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
    if (dayBegins || step >= 86_400) {
      return `${digits(date.getMonth() + 1)}-${digits(date.getDate())}`;
    }
    const clock = `${digits(date.getHours())}:${digits(date.getMinutes())}`;
    return step < 60 ? `${clock}:${digits(date.getSeconds())}` : clock;
  });
}

/** Aligns the labels of time axes to days and hours in the zone of the page. @param {number} seconds */
export const tzDate = (seconds) => asBrowserDate(seconds * 1_000);

/** @returns {import("uplot").Axis} */
export const timeAxis = () => ({
  font: FONT,
  stroke: colour("muted"),
  grid: { stroke: colour("line"), width: 1 },
  ticks: { show: false },
  size: 24,
  gap: 4,
  space: 64,
  values: timeLabels,
});

/**
 * @param {(value: number) => string} text
 * @param {Partial<import("uplot").Axis>} [rest]
 * @returns {import("uplot").Axis}
 */
export const valueAxis = (text, rest) => ({
  font: FONT,
  stroke: colour("muted"),
  grid: { stroke: colour("line"), width: 1 },
  ticks: { show: false },
  size: (_plot, labels) => axisWidth(labels),
  gap: 6,
  space: 34,
  incrs: STEPS,
  values: (_plot, splits) => splits.map((split) => (split === null ? "" : text(split))),
  ...rest,
});

/** Events that end a drag. @type {("pointerup" | "pointercancel")[]} */
const RELEASES = ["pointerup", "pointercancel"];

/** Space for the last label of the time axis. @type {[number, number, number, number]} */
export const PADDING = [8, 24, 0, 0];

/**
 * Resizes a chart with its element and redraws it when the theme changes. While a pointer is pressed on the chart, it is not
 * redrawn, so that new data do not interrupt a drag.
 *
 * @implements {ReactiveController}
 */
export class PlotController {
  /**
   * @param {ReactiveControllerHost & HTMLElement} host with an element .plot for the chart
   * @param {(place: HTMLElement) => uPlot} draw
   */
  constructor(host, draw) {
    this.host = host;
    this.draw = draw;
    /** @type {uPlot | null} */
    this.plot = null;
    /** @private Whether a pointer is pressed on the chart. */
    this.pressed = false;
    /** @private Whether the chart has to be redrawn once the pointer is released. */
    this.outdated = false;
    this.press = this.press.bind(this);
    this.release = this.release.bind(this);
    this.sizes = new ResizeObserver(() => this.fit());
    this.themes = new MutationObserver(() => this.plot && this.redraw());
    host.addController(this);
  }

  get place() {
    return /** @type {HTMLElement | null} */ (this.host.querySelector(".plot"));
  }

  hostConnected() {
    this.themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.host.addEventListener("pointerdown", this.press, true);
    RELEASES.forEach((type) => window.addEventListener(type, this.release, true));
  }

  hostDisconnected() {
    this.themes.disconnect();
    this.sizes.disconnect();
    this.host.removeEventListener("pointerdown", this.press, true);
    RELEASES.forEach((type) => window.removeEventListener(type, this.release, true));
    this.pressed = false;
    this.plot?.destroy();
    this.plot = null;
  }

  /** Redraws the chart after a change of its data or options. Keeps the focus of an element in the chart. */
  redraw() {
    this.outdated = this.pressed;
    const place = this.place;
    if (place && !this.pressed) {
      const focused = place.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
      this.plot?.destroy();
      this.plot = this.draw(place);
      this.sizes.disconnect();
      this.sizes.observe(place);
      queueMicrotask(() => focused?.focus({ preventScroll: true })); // uPlot calls its draw hooks in a microtask
    }
  }

  /** @private @param {PointerEvent} event */
  press({ target }) {
    this.pressed = this.plot?.root.contains(/** @type {Node} */ (target)) ?? false;
  }

  /** @private The end of a drag is handled first: mouseup follows pointerup. */
  release() {
    if (this.pressed) {
      setTimeout(() => {
        this.pressed = false;
        if (this.outdated) {
          this.redraw();
        }
      });
    }
  }

  /** @private */
  fit() {
    const place = this.place;
    if (place && this.plot && place.clientWidth > 0 && place.clientWidth !== this.plot.width) {
      this.plot.setSize({ width: place.clientWidth, height: this.plot.height });
    }
  }
}

/**
 * Calls back with the brushed time range, in milliseconds.
 *
 * @param {(from: number, to: number) => void} zoom
 * @returns {(plot: uPlot) => void}
 */
export const onBrush = (zoom) => (plot) => {
  const { left, width } = plot.select;
  if (width > 2) {
    zoom(plot.posToVal(left, "x") * 1_000, plot.posToVal(left + width, "x") * 1_000);
  }
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
};

export { uPlot };
