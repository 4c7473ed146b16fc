// What the page of alerts shows, as its URL tells it. No rendering in here.

import { SEVERITIES } from "./rules.js";

/** Statuses of the API by their words on the page. @type {[string, string][]} */
export const TABS = [
  ["OPEN", "Firing"],
  ["ACKNOWLEDGED", "Acknowledged"],
  ["RESOLVED", "Resolved"],
  ["", "All"],
];

/** What an alert of a status is called. @type {Record<string, string>} */
export const STATUS_WORDS = { OPEN: "firing", ACKNOWLEDGED: "acknowledged", RESOLVED: "resolved" };

/** In the URL, where all are shown: what is empty is left out of it. */
const ALL = "ALL";

/**
 * @typedef {object} AlertsView
 * @property {string} status empty: whatever it is
 * @property {string[]} severities none: all
 * @property {string} host
 * @property {string} rule
 * @property {string} selected the id of an alert, or empty
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
 * Parts of a view, as parameters of the URL. What is usual is left out.
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
 * What the API is asked, whatever the status.
 *
 * @param {AlertsView} view
 */
export const alertsQuestion = ({ severities, host, rule }) => ({ severity: severities, host, rule });

/** What may become of an alert. @type {Record<string, string[]>} */
const NEXT = { OPEN: ["ACKNOWLEDGED", "RESOLVED"], ACKNOWLEDGED: ["RESOLVED"], RESOLVED: [] };

/**
 * Whether an alert can go there.
 *
 * @param {{status: string}} alert
 * @param {string} status
 */
export const canBecome = (alert, status) => NEXT[alert.status].includes(status);
