// The Hosts page and the API: states, sort orders and pages.

import { SEVERITIES } from "./rules.js";
import { columnOf } from "./sort.js";

/** States by their name in the address. @type {Record<string, string>} */
const STATES = { up: "UP", "no-data": "NO_DATA", alert: "WITH_ALERTS" };

/** Columns by which the API sorts. */
const SORTS = ["name", "environment", "cpu", "memory", "disk", "processes", "alerts", "seen"];

/** Columns of text, which the API sorts in ascending order. */
export const TEXT_SORTS = ["name", "environment"];

/** The sort parameter without a choice. */
export const DEFAULT_SORT = "name";

/** Hosts on one page. */
export const PAGE_SIZE = 100;

/** The server rejects longer URLs; names may need three characters for each. */
const MAX_NAMES_LENGTH = 5_000;

/** @typedef {{find: string, only: string, environment: string, sort: string}} View of the address; sort: a column, with "-" for descending order */

/** @param {{state: string}} host */
export const hasNoData = ({ state }) => state === "NO_DATA";

/**
 * The enabled built-in rules that have no data of a host, because its sender does not measure their metric. None if the host
 * sends no metrics at all.
 *
 * @param {{metrics: Record<string, number>}} host
 * @param {any[]} rules
 */
export const rulesWithoutData = ({ metrics }, rules) =>
  Object.keys(metrics).length
    ? rules.filter(({ origin, enabled, condition }) => origin === "BUILT_IN" && enabled && condition.metric && !(condition.metric in metrics))
    : [];

/**
 * The severity of a value, by the built-in rule of its metric.
 *
 * @param {any[]} rules
 * @param {string} metric
 * @param {number} value
 * @returns {string | null} null below all thresholds, and without an enabled rule
 */
export function severityOf(rules, metric, value) {
  const rule = rules.find(({ origin, enabled, condition }) => origin === "BUILT_IN" && enabled && condition.metric === metric);
  return SEVERITIES.find((severity) => rule && severity in rule.severities && value > rule.severities[severity]) ?? null;
}

/**
 * The parameters of a page of hosts.
 *
 * @param {View} view
 * @param {string} [cursor] of the page, empty for the first
 */
export function hostParameters({ find, only, environment, sort }, cursor = "") {
  const column = SORTS.includes(columnOf(sort)) ? columnOf(sort) : DEFAULT_SORT;
  const reverse = sort.startsWith("-") === TEXT_SORTS.includes(column); // the API sorts values in descending order
  return { name: find, state: STATES[only] ?? "", environment, sort: column.toUpperCase(), reverse: reverse ? "true" : "", limit: PAGE_SIZE, cursor };
}

/** The number of hosts in a state. @param {{up: number, noData: number, withAlerts: number}} counts @param {string} only */
export const countOf = ({ up, noData, withAlerts }, only) => ({ up, "no-data": noData, alert: withAlerts })[only] ?? 0;

/** Hosts in their order, grouped by environment. @template {{environment: string}} T @param {T[]} hosts @returns {{environment: string, hosts: T[]}[]} */
export function groupsOf(hosts) {
  /** @type {{environment: string, hosts: T[]}[]} */
  const groups = [];
  for (const host of hosts) {
    if (groups.at(-1)?.environment !== host.environment) {
      groups.push({ environment: host.environment, hosts: [] });
    }
    groups.at(-1)?.hosts.push(host);
  }
  return groups;
}

/** The first hosts whose names fit in a URL. @param {{name: string}[]} hosts */
export function namesForUrl(hosts) {
  let length = 0;
  return hosts.map(({ name }) => name).filter((name) => (length += encodeURIComponent(name).length + "&host=".length) <= MAX_NAMES_LENGTH);
}
