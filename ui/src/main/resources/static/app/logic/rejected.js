// Filters of rejected messages, and their numbers by topic and reason.

/** @typedef {{topic: string, reason: string, count: number, replayed: number}} Group of the API */

/** @typedef {{reason: string, topic: string, replayed: string, since: string}} Filters each empty without a filter */

/** @param {URLSearchParams} parameters @returns {Filters} */
export const filtersOf = (parameters) => ({
  reason: parameters.get("reason") ?? "",
  topic: parameters.get("topic") ?? "",
  replayed: parameters.get("replayed") ?? "",
  since: parameters.get("since") ?? "",
});

/** Parameters of the API. @param {Filters} filters */
export const requestOf = ({ since, ...filters }) => ({ ...filters, from: since });

/**
 * The number of messages.
 *
 * @param {Group[]} groups
 * @param {boolean} replayed whether to count those that were replayed, or the others
 */
export const countOf = (groups, replayed) => groups.reduce((sum, group) => sum + (replayed ? group.replayed : group.count - group.replayed), 0);

/**
 * The number of messages by reason or topic, largest first.
 *
 * @param {Group[]} groups
 * @param {"reason" | "topic"} by
 * @returns {[string, number][]}
 */
export function sumsOf(groups, by) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  groups.forEach((group) => sums.set(group[by], (sums.get(group[by]) ?? 0) + group.count));
  return [...sums].sort(([, one], [, other]) => other - one);
}
