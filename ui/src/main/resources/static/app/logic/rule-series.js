// The series of a rule: its matchers as a query, and the groups of its condition.

import { matches } from "./glob.js";
import { fieldOf } from "./logs-view.js";
import { globTermOf, termOf } from "./query-text.js";

/** @typedef {Record<string, string>} Labels of a group */

/** The identity of a group. @param {Labels} labels */
const keyOf = (labels) => JSON.stringify(Object.entries(labels).sort());

/** The name of a group in a legend. @param {Labels} labels */
export const nameOf = (labels) => Object.values(labels).filter(Boolean).join(" ") || "all";

/**
 * The query for the events of a rule, or of one of its groups.
 *
 * @param {string} query of the condition
 * @param {{host: string, environment: string}} matchers patterns
 * @param {Labels} [labels] of the group
 */
export function eventsQuery(query, { host, environment }, labels = {}) {
  const terms = [
    ...Object.entries({ host, environment }).filter(([, pattern]) => pattern && pattern !== "*").map(([field, pattern]) => globTermOf(field, pattern)),
    ...Object.entries(labels).map(([field, value]) => (value ? termOf({ field, value, excluded: false }) : `NOT ${globTermOf(field, "*")}`)),
  ];
  return [...(query.trim() ? [terms.length ? `(${query})` : query] : []), ...terms].join(" AND ");
}

/**
 * The groups of events, most frequent first.
 *
 * @param {any[]} events
 * @param {string[]} groupBy names of fields
 * @returns {Labels[]}
 */
export function groupsOfEvents(events, groupBy) {
  /** @type {Map<string, {labels: Labels, count: number}>} */
  const groups = new Map();
  for (const event of events) {
    const labels = Object.fromEntries(groupBy.map((field) => [field, fieldOf(event, field)]));
    const key = keyOf(labels);
    const group = groups.get(key) ?? { labels, count: 0 };
    group.count++;
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => other.count - one.count).map(({ labels }) => labels);
}

/**
 * The first groups of two lists, each once.
 *
 * @param {Labels[]} first
 * @param {Labels[]} others
 * @param {number} max
 */
export function firstGroups(first, others, max) {
  const groups = new Map([...first, ...others].map((labels) => [keyOf(labels), labels]));
  return [...groups.values()].slice(0, max);
}

/** Whether a series of a metric has all attributes of a rule. @param {{attributes: Labels}} series @param {Labels} patterns by name */
export const hasAttributes = ({ attributes }, patterns) => Object.entries(patterns).every(([name, pattern]) => matches(pattern, attributes[name] ?? ""));
