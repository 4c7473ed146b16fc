// Counts over time by kind (level or severity), prepared for charts.

import { LEVELS } from "./query-text.js";
import { MINUTE, SECOND, millisOf, parseDuration } from "./times.js";

/**
 * @typedef {object} Histogram response of the API
 * @property {string} from
 * @property {string} to
 * @property {string} step
 * @property {string[]} [values] all kinds, such as the most frequent values of a field
 * @property {{start: string, total: number, counts: Record<string, number>}[]} items without empty buckets
 */

/**
 * All buckets from first to last, including empty ones.
 *
 * @typedef {object} Buckets
 * @property {number} step in milliseconds
 * @property {number[]} starts in milliseconds
 * @property {Record<string, number[]>} counts by kind
 */

/**
 * @param {Histogram} histogram
 * @param {number} now the end of the buckets, unless clocks of hosts are ahead
 * @param {string[]} kinds
 * @returns {Buckets}
 */
export function bucketsOf({ from, to, step: stepText, items }, now, kinds) {
  const step = parseDuration(stepText) ?? MINUTE;
  const first = Math.floor(millisOf(from) / step) * step;
  const last = Math.max(now, ...items.map((bucket) => millisOf(bucket.start) + SECOND));
  const end = Math.min(millisOf(to), last);
  const starts = Array.from({ length: Math.max(1, Math.ceil((end - first) / step)) }, (_, index) => first + index * step);
  const byStart = new Map(items.map((bucket) => [millisOf(bucket.start), bucket.counts]));
  const counts = Object.fromEntries(kinds.map((kind) => [kind, starts.map((start) => byStart.get(start)?.[kind] ?? 0)]));
  return { step, starts, counts };
}

/** The kind of events with another value than the most frequent ones, or none. No field has this value: it begins with a control character. */
export const OTHER = "\u0000other";

/**
 * A histogram by the values of a field, with the rest of each bucket as a kind of its own.
 *
 * @param {Histogram} histogram
 * @returns {Histogram & {values: string[]}}
 */
export const withOther = (histogram) => ({
  ...histogram,
  values: [...(histogram.values ?? []), OTHER],
  items: histogram.items.map((bucket) => {
    const counted = Object.values(bucket.counts).reduce((sum, count) => sum + count, 0);
    return { ...bucket, counts: { ...bucket.counts, [OTHER]: Math.max(0, bucket.total - counted) } };
  }),
});

/**
 * The number of events of each level; undefined without a histogram.
 *
 * @param {Histogram | undefined} histogram
 * @returns {Record<string, number> | undefined}
 */
export function totalsOf(histogram) {
  if (!histogram) {
    return undefined;
  }
  const totals = Object.fromEntries(LEVELS.map((level) => [level, 0]));
  for (const { counts } of histogram.items) {
    for (const [level, count] of Object.entries(counts)) {
      totals[level] += count;
    }
  }
  return totals;
}

/**
 * Cumulative heights for stacked bars, the first kind at the bottom.
 *
 * @param {Buckets} buckets
 * @param {string[]} kinds
 * @returns {{kind: string, heights: number[]}[]} in drawing order, the highest first
 */
export function stacked({ starts, counts }, kinds) {
  const sum = starts.map(() => 0);
  return kinds
    .map((kind) => {
      counts[kind].forEach((count, index) => (sum[index] += count));
      return { kind, heights: [...sum] };
    })
    .reverse();
}
