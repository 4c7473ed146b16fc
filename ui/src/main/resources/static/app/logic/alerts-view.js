// The state of the Alerts page in its URL.

import { words } from "../words.js";
import { SEVERITIES } from "./rules.js";
import { columnOf } from "./sort.js";
import { millisOf } from "./times.js";

/** Statuses of the API and their tabs. @type {[string, string][]} */
export const TABS = [
  ["OPEN", words.common.firing],
  ["ACKNOWLEDGED", words.alerts.acknowledged],
  ["RESOLVED", words.alerts.resolved],
  ["", words.alerts.all],
];

/** Labels of statuses. @type {Record<string, string>} */
export const STATUS_LABELS = words.alerts.statuses;

/** The value for all statuses in the URL, where empty parameters are omitted. */
const ALL = "ALL";

/**
 * @typedef {object} AlertsView
 * @property {string} status empty: all
 * @property {string[]} severities empty: all
 * @property {string} host
 * @property {string} rule
 * @property {string} search
 * @property {string} sort the name of a column, with "-" for descending order; empty: by status
 * @property {string} group a member of GROUPS, or empty
 * @property {string} selected the ID of an alert, or empty
 */

/**
 * @param {URLSearchParams} parameters
 * @returns {AlertsView}
 */
export function alertsView(parameters) {
  const status = (parameters.get("status") ?? "OPEN").toUpperCase();
  const severities = (parameters.get("severity") ?? "").toUpperCase().split(",");
  return {
    status: status === ALL ? "" : TABS.some(([one]) => one === status) ? status : "OPEN",
    severities: SEVERITIES.filter((severity) => severities.includes(severity)),
    host: parameters.get("host") ?? "",
    rule: parameters.get("rule") ?? "",
    search: parameters.get("search") ?? "",
    sort: columnOf(parameters.get("sort") ?? "") in SORT_VALUES ? (parameters.get("sort") ?? "") : "",
    group: GROUPS.find((one) => one === parameters.get("group")) ?? "",
    selected: parameters.get("selected") ?? "",
  };
}

/**
 * Parameters of the URL for parts of a view. Defaults are empty.
 *
 * @param {Partial<AlertsView>} view
 * @returns {Record<string, string>}
 */
export function alertsParameters({ status, severities, ...rest }) {
  /** @type {Record<string, string>} */
  const parameters = { ...rest };
  if (status !== undefined) parameters.status = status === "OPEN" ? "" : status || ALL;
  if (severities) parameters.severity = severities.join(",");
  return parameters;
}

/**
 * Parameters of the API request, without the status.
 *
 * @param {AlertsView} view
 */
export const alertsRequest = ({ severities, host, rule, search }) => ({ severity: severities, host, rule, search });

/** @typedef {{status: string, severity: string, count: number}} AlertCount of the API */

/** @param {AlertCount[]} counts */
const sumOf = (counts) => counts.reduce((sum, { count }) => sum + count, 0);

/**
 * The number of alerts of a tab.
 *
 * @param {AlertCount[]} counts
 * @param {string} status empty: all
 * @param {string[]} severities empty: all
 */
export const countOf = (counts, status, severities) =>
  sumOf(counts.filter((one) => (!status || one.status === status) && (!severities.length || severities.includes(one.severity))));

/** The statuses of the requests for a tab, in the order of the list. @param {string} status empty: all @returns {string[][]} */
export const statusesOf = (status) => (status ? [[status]] : [["OPEN", "ACKNOWLEDGED"], ["RESOLVED"]]);

/** The severity that a list shows: the highest of a resolved alert. @param {any} alert @returns {string} */
export const shownSeverity = ({ status, highest, severity }) => (status === "RESOLVED" ? highest : severity);

/** How long an alert has lasted, in milliseconds. @param {any} alert @param {number} now */
export const durationOf = ({ openedAt, resolvedAt }, now) => (resolvedAt ? millisOf(resolvedAt) : now) - millisOf(openedAt);

/** The values by which alerts are sorted, in ascending order. @type {Record<string, (alert: any) => string | number>} */
const SORT_VALUES = {
  severity: (alert) => -SEVERITIES.indexOf(shownSeverity(alert)),
  rule: ({ rule }) => rule.toLowerCase(),
  host: ({ host }) => (host ?? "").toLowerCase(),
  started: ({ openedAt }) => millisOf(openedAt),
  duration: (alert) => durationOf(alert, Date.now()),
};

/**
 * Alerts in the order of a sort parameter; without one: firing, acknowledged, resolved, and newest first among equals.
 *
 * @param {any[]} alerts
 * @param {string} sort the name of a column, with "-" for descending order; or empty
 */
export function sorted(alerts, sort) {
  const statuses = Object.keys(STATUS_LABELS);
  const value = SORT_VALUES[columnOf(sort)] ?? ((/** @type {any} */ { status }) => statuses.indexOf(status));
  const direction = sort.startsWith("-") ? -1 : 1;
  const newest = (/** @type {any} */ one, /** @type {any} */ other) => millisOf(other.openedAt) - millisOf(one.openedAt);
  return [...alerts].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    return a === b ? newest(one, other) : direction * (a < b ? -1 : 1);
  });
}

/** Labels by which alerts can be grouped, besides the rule. */
export const GROUPS = ["rule", "host", "application", "environment"];

/**
 * Groups of alerts, in the order of their first alerts.
 *
 * @param {any[]} alerts
 * @param {string} by a member of GROUPS
 * @returns {{name: string, alerts: any[], severities: [string, number][]}[]} the name is empty for alerts without the label
 */
export function groupsOf(alerts, by) {
  const nameOf = (/** @type {any} */ alert) => (by === "rule" ? alert.rule : (alert.labels[by] ?? ""));
  return [...new Set(alerts.map(nameOf))].map((name) => {
    const members = alerts.filter((alert) => nameOf(alert) === name);
    return { name, alerts: members, severities: severitiesOf(members) };
  });
}

/** The number of alerts by severity, most severe first. @param {any[]} alerts @returns {[string, number][]} */
const severitiesOf = (alerts) =>
  SEVERITIES.map((severity) => /** @type {[string, number]} */ ([severity, alerts.filter((alert) => shownSeverity(alert) === severity).length])).filter(
    ([, count]) => count > 0,
  );

/** Allowed status changes. @type {Record<string, string[]>} */
const TRANSITIONS = { OPEN: ["ACKNOWLEDGED", "RESOLVED"], ACKNOWLEDGED: ["RESOLVED"], RESOLVED: [] };

/**
 * Whether an alert can change to a status.
 *
 * @param {{status: string}} alert
 * @param {string} status
 */
export const canTransition = (alert, status) => TRANSITIONS[alert.status].includes(status);

/**
 * Whether an alert, a transition or evidence has a value: an alert that another system evaluates has none.
 *
 * @param {{value?: number | null}} one
 */
export const hasValue = ({ value }) => value !== null && value !== undefined;
