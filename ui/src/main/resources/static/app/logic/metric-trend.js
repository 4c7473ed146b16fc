// A metric of several hosts, compared with the previous period.

import { words } from "../words.js";
import { boundsOf } from "./range.js";
import { figuresOf } from "./series.js";
import { HOUR, millisOf } from "./times.js";

/** @typedef {import("./series.js").Line} Line */

/**
 * The time range of the same length before a range.
 *
 * @param {import("./range.js").Range} range
 * @param {number} now
 */
export function previousRange(range, now) {
  const { from, to } = boundsOf(range, now) ?? { from: now - HOUR, to: now };
  return { from: new Date(from - (to - from)).toISOString(), to: new Date(from).toISOString(), length: to - from };
}

/**
 * A table row for each line, sorted by change and then by average.
 *
 * @param {Line[]} lines
 * @param {Line[]} earlier
 */
export function trendRows(lines, earlier) {
  return lines
    .flatMap((line) => {
      const current = figuresOf(line);
      const previous = figuresOf(earlier.find(({ label }) => label === line.label) ?? { label: "", points: [] });
      return current ? [{ line, ...current, change: previous && previous.avg !== 0 ? (current.avg - previous.avg) / previous.avg : null }] : [];
    })
    .sort((one, other) => Math.abs(other.change ?? 0) - Math.abs(one.change ?? 0) || other.avg - one.avg);
}

/**
 * A line of the previous period, shifted to the current one.
 *
 * @param {Line} line
 * @param {number} length of the period, in milliseconds
 * @param {number} index of the current line
 * @returns {Line}
 */
export const shiftedLine = ({ label, points }, length, index) => ({
  label: words.trends.previous(label),
  faintAs: index,
  points: points.map(({ t, value }) => ({ t: millisOf(t) + length, value })),
});
