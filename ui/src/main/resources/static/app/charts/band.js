// The areas between the minima and the maxima of lines.

import { runsOf } from "../logic/series.js";

/**
 * Fills the band of a line. Gaps stay empty.
 *
 * @param {import("uplot")} plot
 * @param {number[]} at in milliseconds
 * @param {import("../logic/series.js").Band} band
 * @param {string} fill
 */
export function drawBand(plot, at, { low, high }, fill) {
  const { ctx: context, bbox } = plot;
  /** @param {(number | null)[]} values @param {number} index */
  const lineTo = (values, index) => context.lineTo(plot.valToPos(at[index] / 1_000, "x", true), plot.valToPos(values[index] ?? 0, "y", true));
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  context.fillStyle = fill;
  for (const [start, end] of runsOf(low)) {
    context.beginPath();
    for (let index = start; index < end; index++) {
      lineTo(high, index);
    }
    for (let index = end - 1; index >= start; index--) {
      lineTo(low, index);
    }
    context.fill();
  }
  context.restore();
}
