// Metric series, prepared for charts and tables.

import { millisOf, parseDuration } from "./times.js";

/**
 * @typedef {object} Point
 * @property {string | number} t
 * @property {number} value
 * @property {number} [min] of several samples
 * @property {number} [max] of several samples
 * @property {number} [count] of the samples, if the value is their average
 */

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {Point[]} points oldest first
 * @property {number} [faintAs] the index of the line whose previous period this is
 */

/** The minima and maxima of a line. @typedef {{low: (number | null)[], high: (number | null)[]}} Band */

/**
 * Milliseconds, and a row and a band per line; no band where all points have one sample.
 *
 * @typedef {{at: number[], values: (number | null)[][], bands: (Band | null)[]}} Aligned
 */

/** A longer pause, in steps, is a gap. */
const GAP = 3;

/**
 * All lines at the same instants, with an empty instant in each gap.
 *
 * @param {Line[]} lines
 * @param {number} step between two points, in milliseconds
 * @returns {Aligned}
 */
export function aligned(lines, step) {
  const rows = lines.map(({ points }) => new Map(points.map((point) => [millisOf(point.t), point])));
  const instants = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((one, other) => one - other);
  const gap = GAP * Math.max(step, medianInterval(instants));
  const at = instants.flatMap((instant, index) => (index > 0 && instant - instants[index - 1] > gap ? [instants[index - 1] + step, instant] : [instant]));
  const values = rows.map((row) => at.map((instant) => row.get(instant)?.value ?? null));
  return { at, values, bands: rows.map((row) => bandOf(at.map((instant) => row.get(instant)))) };
}

/** @param {(Point | undefined)[]} points @returns {Band | null} */
const bandOf = (points) =>
  points.some((point) => (point?.count ?? 1) > 1)
    ? { low: points.map((point) => point?.min ?? point?.value ?? null), high: points.map((point) => point?.max ?? point?.value ?? null) }
    : null;

/**
 * The ranges of indexes without a gap.
 *
 * @param {(number | null)[]} values
 * @returns {[number, number][]} start, and end exclusive
 */
export function runsOf(values) {
  /** @type {[number, number][]} */
  const runs = [];
  values.forEach((value, index) => {
    const last = runs.at(-1);
    if (value !== null && last?.[1] === index) {
      last[1] = index + 1;
    } else if (value !== null) {
      runs.push([index, index + 1]);
    }
  });
  return runs;
}

/** @param {number[]} instants */
function medianInterval(instants) {
  const pauses = instants.slice(1).map((instant, index) => instant - instants[index]);
  return pauses.sort((one, other) => one - other)[Math.floor(pauses.length / 2)] ?? 0;
}

/**
 * Lines for the series of the API, labelled by host and attributes. Points of a function have a single value.
 *
 * @param {{step: string, items: any[]} | undefined} data
 * @param {"avg" | "max" | "min"} [value]
 * @returns {{lines: Line[], step: number}}
 */
export function linesOf(data, value = "avg") {
  const items = data?.items ?? [];
  const hosts = new Set(items.map(({ host }) => host));
  return {
    step: parseDuration(data?.step ?? "") ?? 1_000,
    lines: items.map((series) => ({
      label: labelOf(series, hosts.size > 1),
      points: series.points.map((/** @type {any} */ { t, avg, min, max, count, ...point }) =>
        value === "avg" && count !== undefined ? { t, value: avg, min, max, count } : { t, value: point.value ?? { avg, min, max }[value] }),
    })),
  };
}

/** @param {any} series @param {boolean} withHost */
function labelOf({ host, attributes }, withHost) {
  const values = Object.values(attributes);
  return [...(withHost || !values.length ? [host] : []), ...values].join(" ");
}

/**
 * The figures of a line for a table: those of all samples, whatever the step between points.
 *
 * @param {Line} line
 * @returns {{min: number, avg: number, max: number, last: number} | null} null without points
 */
export function figuresOf({ points }) {
  if (!points.length) {
    return null;
  }
  const count = points.reduce((sum, point) => sum + (point.count ?? 1), 0);
  return {
    min: Math.min(...points.map(({ value, min = value }) => min)),
    avg: points.reduce((sum, { value, count: samples = 1 }) => sum + value * samples, 0) / count,
    max: Math.max(...points.map(({ value, max = value }) => max)),
    last: points[points.length - 1].value,
  };
}
