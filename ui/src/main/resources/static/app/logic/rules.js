// Descriptions of rules.

import { parseDuration, spanText } from "./times.js";
import { titleOf, unitOfCondition } from "./units.js";

/** Most severe first. */
export const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];

/** The name on the page: Critical. @param {string} severity */
export const severityName = (severity) => `${severity[0]}${severity.slice(1).toLowerCase()}`;

/** @typedef {any} Rule of the API */

/** @param {string} text a duration of the API */
const span = (text) => spanText(parseDuration(text) ?? 0);

/** The condition without its thresholds: "CPU >". @param {Rule} rule @returns {string} */
function subject({ condition }) {
  switch (condition.type) {
    case "threshold":
      return `${titleOf(condition.metric)} ${condition.comparison === "below" ? "<" : ">"}`;
    case "logCount":
      return `Log count${condition.query ? ` of ${condition.query}` : ""} in ${span(condition.window)}${group(condition)} >`;
    default:
      return `No data from ${condition.of === "host" ? "a host" : "all matching hosts"} for`;
  }
}

/** @param {{groupBy: string[]}} condition */
const group = ({ groupBy }) => (groupBy.length ? ` by ${groupBy.join(", ")}` : "");

/**
 * A rule in one sentence: "CPU > 97 % critical, 90 % high for 2 min, host web-*".
 *
 * @param {Rule} rule
 */
export function sentenceOf(rule) {
  const { text } = unitOfCondition(rule.condition);
  const severities = SEVERITIES.filter((severity) => severity in rule.severities);
  const thresholds = severities
    .map((severity) => `${text(rule.severities[severity])}${severities.length > 1 ? ` ${severity.toLowerCase()}` : ""}`)
    .join(", ");
  const pending = parseDuration(rule.for) ? ` for ${span(rule.for)}` : "";
  const { host, environment } = rule.matchers;
  const matchers = [host === "*" ? "" : `, host ${host}`, environment === "*" ? "" : `, environment ${environment}`].join("");
  return `${subject(rule)} ${thresholds}${pending}${matchers}`;
}
