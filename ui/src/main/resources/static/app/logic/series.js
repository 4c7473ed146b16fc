// Metric series, prepared for charts and tables.

import { millisOf, parseDuration } from "./times.js";

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {{t: string | number, value: number}[]} points oldest first
 * @property {number} [faintAs] the index of the line whose previous period this is
 */

/** @typedef {{at: number[], values: (number | null)[][]}} Aligned milliseconds, and a row per line */

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
  const rows = lines.map(({ points }) => new Map(points.map(({ t, value }) => [millisOf(t), value])));
  const instants = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((one, other) => one - other);
  const gap = GAP * Math.max(step, medianInterval(instants));
  const at = instants.flatMap((instant, index) => (index > 0 && instant - instants[index - 1] > gap ? [instants[index - 1] + step, instant] : [instant]));
  return { at, values: rows.map((row) => at.map((instant) => row.get(instant) ?? null)) };
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
      points: series.points.map((/** @type {any} */ point) => ({ t: point.t, value: point.value ?? point[value] })),
    })),
  };
}

/** @param {any} series @param {boolean} withHost */
function labelOf({ host, attributes }, withHost) {
  const values = Object.values(attributes);
  return [...(withHost || !values.length ? [host] : []), ...values].join(" ");
}

/**
 * The figures of a line for a table.
 *
 * @param {Line} line
 * @returns {{min: number, avg: number, max: number, last: number} | null} null without points
 */
export function figuresOf({ points }) {
  if (!points.length) {
    return null;
  }
  const values = points.map(({ value }) => value);
  return {
    min: Math.min(...values),
    avg: values.reduce((sum, value) => sum + value, 0) / values.length,
    max: Math.max(...values),
    last: values[values.length - 1],
  };
}
