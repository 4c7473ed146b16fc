// Rules as sentences. No rendering in here.

import { measureOfCondition, titleOf } from "./measures.js";
import { parseDuration, spanText } from "./times.js";

/** The worst first. */
export const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];

/** @typedef {any} Rule as the API tells it */

/** @param {string} text a duration of the API */
const span = (text) => spanText(parseDuration(text) ?? 0);

/**
 * What has to be the case, without from where on: "CPU above".
 *
 * @param {Rule} rule
 * @returns {string}
 */
function subject({ condition }) {
  switch (condition.type) {
    case "threshold":
      return `${titleOf(condition.metric)} ${condition.comparison}`;
    case "logCount":
      return `Lines ${condition.query ? `of ${condition.query}` : ""} within ${span(condition.window)}${perGroup(condition)}: at least`;
    default:
      return `${condition.of === "host" ? "A host" : "All of them"} silent for`;
  }
}

/** @param {{groupBy: string[]}} condition */
const perGroup = ({ groupBy }) => (groupBy.length ? ` per ${groupBy.join(" and ")}` : "");

/**
 * When a rule opens an alert: "CPU above 80 % for 2 min, on web-*".
 *
 * @param {Rule} rule
 */
export function sentenceOf(rule) {
  const { text } = measureOfCondition(rule.condition);
  const thresholds = Object.values(rule.severities).map(text).join(", ");
  const held = parseDuration(rule.for) ? ` for ${span(rule.for)}` : "";
  const { host, environment } = rule.matchers;
  const where = [host === "*" ? "" : `on ${host}`, environment === "*" ? "" : `in ${environment}`].filter(Boolean).join(" ");
  return `${subject(rule)} ${thresholds}${held}${where ? `, ${where}` : ""}`.replace(/ {2,}/g, " ");
}
