// Thresholds and shaded time spans of line charts.

import { words } from "../words.js";
import { FONT, colour } from "./plot.js";

/** @typedef {{id?: string, value: number, label: string, movable?: boolean}} Threshold with an id if it is movable */
/** @typedef {{from: number, to: number}} Span in milliseconds */

/** Labels are side by side, so that those of close thresholds do not overlap. */
const LABEL_WIDTH = 110;

/**
 * @param {import("uplot")} plot
 * @param {Threshold[]} thresholds
 * @param {(value: number) => string} text
 */
export function drawThresholds(plot, thresholds, text) {
  const { ctx: context, bbox } = plot;
  const pixels = devicePixelRatio;
  context.save();
  context.strokeStyle = colour("threshold");
  context.fillStyle = colour("threshold");
  context.lineWidth = pixels;
  context.font = FONT.replace("11px", `${11 * pixels}px`);
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.setLineDash([6 * pixels, 4 * pixels]);
  for (const [index, { value, label }] of thresholds.entries()) {
    const y = plot.valToPos(value, "y", true);
    if (y >= bbox.top && y <= bbox.top + bbox.height) {
      context.beginPath();
      context.moveTo(bbox.left, y);
      context.lineTo(bbox.left + bbox.width, y);
      context.stroke();
      const above = y - bbox.top > 16 * pixels;
      context.fillText(`${label} ${text(value)}`, bbox.left + (6 + index * LABEL_WIDTH) * pixels, above ? y - 2 * pixels : y + 15 * pixels);
    }
  }
  context.restore();
}

/** @param {import("uplot")} plot @param {Span[]} spans */
export function drawSpans(plot, spans) {
  const { ctx: context, bbox } = plot;
  context.save();
  context.fillStyle = colour("danger-soft");
  for (const { from, to } of spans) {
    const left = Math.max(bbox.left, plot.valToPos(from / 1_000, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to / 1_000, "x", true));
    if (right >= left) {
      context.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
    }
  }
  context.restore();
}

/** The step of the arrow keys, as a fraction of the height. */
const KEY_STEP = 0.01;

/** A threshold that can be moved by pointer or arrow keys. */
export class ThresholdHandle {
  /** @param {(threshold: Threshold) => void} onMove */
  constructor(onMove) {
    this.onMove = onMove;
    /** @private @type {import("uplot") | undefined} */
    this.plot = undefined;
    /** @private @type {Threshold | undefined} */
    this.threshold = undefined;
    /** @private */
    this.dragged = false;
    this.element = document.createElement("div");
    this.element.className = "threshold-handle";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "slider");
    this.element.setAttribute("aria-orientation", "vertical");
    this.element.addEventListener("pointerdown", (event) => this.grab(event));
    this.element.addEventListener("pointermove", ({ clientY }) => this.dragged && this.moveTo(this.valueAt(clientY)));
    this.element.addEventListener("pointerup", () => this.drop());
    this.element.addEventListener("mousedown", (event) => event.stopPropagation()); // prevents a brush
    this.element.addEventListener("keydown", (event) => this.press(event));
  }

  /**
   * Positions the handle at the threshold after the chart has been drawn.
   *
   * @param {import("uplot")} plot
   * @param {Threshold} threshold
   * @param {(value: number) => string} text
   */
  place(plot, threshold, text) {
    this.plot = plot;
    this.threshold = threshold;
    if (this.element.parentElement !== plot.over) {
      plot.over.append(this.element);
    }
    const { value, label } = this.threshold;
    this.element.style.top = `${plot.valToPos(value, "y")}px`;
    this.element.setAttribute("aria-label", words.charts.threshold(label));
    this.element.setAttribute("aria-valuenow", String(value));
    this.element.setAttribute("aria-valuetext", text(value));
  }

  /** @private @returns {[number, number]} */
  get range() {
    const { min = 0, max = 1 } = this.plot?.scales.y ?? {};
    return [min, max];
  }

  /** @private @param {number} clientY */
  valueAt(clientY) {
    const { plot } = this;
    return plot ? plot.posToVal(clientY - plot.over.getBoundingClientRect().top, "y") : 0;
  }

  /** @private @param {number} value */
  moveTo(value) {
    const [min, max] = this.range;
    if (this.threshold) {
      this.threshold.value = Math.min(max, Math.max(min, value));
      this.plot?.redraw(false);
    }
  }

  /** @private @param {PointerEvent} event */
  grab(event) {
    event.stopPropagation();
    this.dragged = true;
    this.element.setPointerCapture(event.pointerId);
  }

  /** @private */
  drop() {
    if (this.dragged && this.threshold) {
      this.dragged = false;
      this.onMove(this.threshold);
    }
  }

  /** @private @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowUp: KEY_STEP, ArrowDown: -KEY_STEP, PageUp: 10 * KEY_STEP, PageDown: -10 * KEY_STEP }[event.key];
    if (step && this.threshold) {
      event.preventDefault();
      event.stopPropagation();
      const [min, max] = this.range;
      this.moveTo(this.threshold.value + step * (max - min));
      this.onMove(this.threshold);
    }
  }
}
