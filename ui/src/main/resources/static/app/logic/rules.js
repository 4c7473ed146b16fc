// Descriptions of rules.

import { words } from "../words.js";
import { CONDITION_KINDS, unitOfCondition } from "./conditions.js";
import { parseDuration, spanText } from "./times.js";

/** Most severe first. */
export const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];

/** The name on the page: Critical. @param {string} severity */
export const severityName = (severity) => words.severities[severity] ?? severity;

/** @typedef {any} Rule of the API */

/**
 * A rule in one sentence: "CPU > 97 % critical, 90 % high for 2 min, host web-*".
 *
 * @param {Rule} rule
 */
export function sentenceOf(rule) {
  const { text } = unitOfCondition(rule.condition);
  const severities = SEVERITIES.filter((severity) => severity in rule.severities);
  const kind = CONDITION_KINDS[rule.condition.type];
  const thresholds = (kind?.legend("") === "" ? [] : severities)
    .map((severity) => `${text(rule.severities[severity])}${severities.length > 1 ? ` ${words.rules.severityInSentence[severity]}` : ""}`)
    .join(", ");
  const pending = parseDuration(rule.for);
  const { host, environment } = rule.matchers;
  const matchers = [host === "*" ? "" : words.rules.ofHost(host), environment === "*" ? "" : words.rules.ofEnvironment(environment)].filter(Boolean);
  const condition = [kind?.subject(rule.condition) ?? rule.condition.type, thresholds, pending ? words.rules.pendingFor(spanText(pending)) : ""].filter(Boolean).join(" ");
  return [condition, ...matchers].join(", ");
}
