// Series of points, in the form in which they are drawn. No rendering in here.

import { millisOf, parseDuration } from "./times.js";

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {{t: string | number, value: number}[]} points oldest first
 * @property {number} [faintAs] drawn like the line of this index, but as something that was before
 */

/** @typedef {{at: number[], values: (number | null)[][]}} Aligned milliseconds, and a row for each line */

/** A pause of more steps than that is one in which nothing was measured. */
const GAP = 3;

/**
 * All lines at the same instants, and nothing where nothing was measured for longer than usual.
 *
 * @param {Line[]} lines
 * @param {number} step between two points, in milliseconds
 * @returns {Aligned}
 */
export function aligned(lines, step) {
  const rows = lines.map(({ points }) => new Map(points.map(({ t, value }) => [millisOf(t), value])));
  const measured = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((one, other) => one - other);
  const pause = GAP * Math.max(step, usualPause(measured));
  const at = measured.flatMap((instant, index) => (index > 0 && instant - measured[index - 1] > pause ? [measured[index - 1] + step, instant] : [instant]));
  return { at, values: rows.map((row) => at.map((instant) => row.get(instant) ?? null)) };
}

/** @param {number[]} instants */
function usualPause(instants) {
  const pauses = instants.slice(1).map((instant, index) => instant - instants[index]);
  return pauses.sort((one, other) => one - other)[Math.floor(pauses.length / 2)] ?? 0;
}

/**
 * Series of the API as lines, by what tells them apart.
 *
 * @param {{step: string, items: any[]} | undefined} answer
 * @param {"avg" | "max" | "min"} [value]
 * @returns {{lines: Line[], step: number}}
 */
export function linesOf(answer, value = "avg") {
  const items = answer?.items ?? [];
  const hosts = new Set(items.map(({ host }) => host));
  return {
    step: parseDuration(answer?.step ?? "") ?? 1_000,
    lines: items.map((series) => ({
      label: labelOf(series, hosts.size > 1),
      points: series.points.map((/** @type {any} */ point) => ({ t: point.t, value: point[value] })),
    })),
  };
}

/** @param {any} series @param {boolean} withHost */
function labelOf({ host, attributes }, withHost) {
  const values = Object.values(attributes);
  return [...(withHost || !values.length ? [host] : []), ...values].join(" ");
}

/**
 * Counters as what they grow by in a second; where one begins anew there is nothing to tell. Of the first and the last
 * step only a part was asked for, so that they would tell of less time than they stand for.
 *
 * @param {Line} line
 * @returns {Line}
 */
export function rateOf({ label, points }) {
  const whole = points.slice(1, -1);
  const rates = whole.slice(1).flatMap(({ t, value }, index) => {
    const grown = value - whole[index].value;
    const seconds = (millisOf(t) - millisOf(whole[index].t)) / 1_000;
    return grown < 0 || seconds <= 0 ? [] : [{ t, value: grown / seconds }];
  });
  return { label, points: rates };
}

/**
 * The figures of a line: what a table tells of it.
 *
 * @param {Line} line
 * @returns {{min: number, mean: number, max: number, last: number} | null} null where nothing was measured
 */
export function figuresOf({ points }) {
  if (!points.length) {
    return null;
  }
  const values = points.map(({ value }) => value);
  return {
    min: Math.min(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    max: Math.max(...values),
    last: values[values.length - 1],
  };
}
