// Counts over time by kind, such as levels or severities, in the form in which they are drawn. No rendering in here.

import { LEVELS } from "./query.js";
import { MINUTE, SECOND, millisOf, parseDuration } from "./times.js";

/**
 * @typedef {object} Histogram as the API answers it
 * @property {string} from
 * @property {string} to
 * @property {string} step
 * @property {{start: string, total: number, counts: Record<string, number>}[]} items buckets in which nothing happened are absent
 */

/**
 * Every bucket from the first to the last, also the empty ones.
 *
 * @typedef {object} Buckets
 * @property {number} step in milliseconds
 * @property {number[]} starts in milliseconds
 * @property {Record<string, number[]>} counts by kind
 */

/**
 * @param {Histogram} histogram
 * @param {number} now since nothing is to be seen of the future, but for hosts whose clocks are ahead
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

/**
 * How many there are of each level.
 *
 * @param {Histogram | undefined} histogram
 * @returns {Record<string, number>}
 */
export function totalsOf(histogram) {
  const totals = Object.fromEntries(LEVELS.map((level) => [level, 0]));
  for (const { counts } of histogram?.items ?? []) {
    for (const [level, count] of Object.entries(counts)) {
      totals[level] += count;
    }
  }
  return totals;
}

/**
 * One upon the other, the first at the bottom: for each kind what it and all below it come to.
 *
 * @param {Buckets} buckets
 * @param {string[]} kinds
 * @returns {{kind: string, heights: number[]}[]} the highest first, so that the others are drawn upon it
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
