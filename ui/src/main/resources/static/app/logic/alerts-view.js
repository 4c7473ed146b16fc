// The state of the Alerts page in its URL.

import { SEVERITIES } from "./rules.js";

/** Statuses of the API and their tabs. @type {[string, string][]} */
export const TABS = [
  ["OPEN", "Firing"],
  ["ACKNOWLEDGED", "Acknowledged"],
  ["RESOLVED", "Resolved"],
  ["", "All"],
];

/** Labels of statuses. @type {Record<string, string>} */
export const STATUS_LABELS = { OPEN: "firing", ACKNOWLEDGED: "acknowledged", RESOLVED: "resolved" };

/** The value for all statuses in the URL, where empty parameters are omitted. */
const ALL = "ALL";

/**
 * @typedef {object} AlertsView
 * @property {string} status empty: all
 * @property {string[]} severities empty: all
 * @property {string} host
 * @property {string} rule
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
export const alertsRequest = ({ severities, host, rule }) => ({ severity: severities, host, rule });

/**
 * @typedef {object} CountedPage
 * @property {unknown[]} items
 * @property {string | null} nextCursor
 */

/**
 * Labels of the tabs: numbers of alerts by status and, under the empty status, of all; with "+" for more.
 *
 * @param {Record<string, CountedPage | undefined>} pages by status
 * @returns {Record<string, string>} only of statuses whose page is known
 */
export function tabCounts(pages) {
  const known = Object.entries(pages).flatMap(([status, page]) => (page ? [{ status, count: page.items.length, more: page.nextCursor !== null }] : []));
  const all = { status: "", count: known.reduce((sum, { count }) => sum + count, 0), more: known.some(({ more }) => more) };
  const shown = known.length === Object.keys(STATUS_LABELS).length ? [...known, all] : known;
  return Object.fromEntries(shown.map(({ status, count, more }) => [status, `${count}${more ? "+" : ""}`]));
}

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
