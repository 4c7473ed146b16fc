// How a metric of several hosts went, against the time before. No rendering in here.

import { boundsOf } from "./range.js";
import { figuresOf } from "./series.js";
import { HOUR, millisOf } from "./times.js";

/** @typedef {import("./series.js").Line} Line */

/**
 * The time of the same length before.
 *
 * @param {import("./range.js").Range} range
 * @param {number} now
 */
export function before(range, now) {
  const { from, to } = boundsOf(range, now) ?? { from: now - HOUR, to: now };
  return { from: new Date(from - (to - from)).toISOString(), to: new Date(from).toISOString(), length: to - from };
}

/**
 * A row for each line, the greatest change first where there is one to tell.
 *
 * @param {Line[]} lines
 * @param {Line[]} earlier
 */
export function rowsOf(lines, earlier) {
  return lines
    .flatMap((line) => {
      const now = figuresOf(line);
      const then = figuresOf(earlier.find(({ label }) => label === line.label) ?? { label: "", points: [] });
      return now ? [{ line, ...now, change: then && then.mean !== 0 ? (now.mean - then.mean) / then.mean : null }] : [];
    })
    .sort((one, other) => Math.abs(other.change ?? 0) - Math.abs(one.change ?? 0) || other.mean - one.mean);
}

/**
 * A line of the time before, put upon this one.
 *
 * @param {Line} line
 * @param {number} length of the time, in milliseconds
 * @param {number} index of the line upon which it is put
 * @returns {Line}
 */
export const moved = ({ label, points }, length, index) => ({
  label: `${label} before`,
  faintAs: index,
  points: points.map(({ t, value }) => ({ t: millisOf(t) + length, value })),
});
