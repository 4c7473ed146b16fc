// The form of a rule: the text of each field, in the unit of entry.

import { unitOfCondition } from "./units.js";
import { SEVERITIES } from "./rules.js";
import { durationText, parseDuration } from "./times.js";

/**
 * @typedef {object} Draft
 * @property {string} name
 * @property {string} description
 * @property {boolean} enabled
 * @property {"threshold" | "logCount" | "silence"} type
 * @property {string} metric
 * @property {"above" | "below"} comparison
 * @property {string} query
 * @property {string} groupBy separated by commas
 * @property {string} window
 * @property {"host" | "group"} of
 * @property {string} forgetAfter
 * @property {Record<string, string>} severities
 * @property {string} for
 * @property {string} recoveryThreshold
 * @property {string} recoveryFor
 * @property {string} host
 * @property {string} environment
 * @property {string} attributes name=pattern, separated by commas
 */

/** @type {Draft} */
export const NEW_DRAFT = {
  name: "",
  description: "",
  enabled: true,
  type: "threshold",
  metric: "system.cpu.utilization",
  comparison: "above",
  query: "level:ERROR",
  groupBy: "host",
  window: "5m",
  of: "host",
  forgetAfter: "7d",
  severities: { CRITICAL: "", HIGH: "90", MEDIUM: "", LOW: "" },
  for: "2m",
  recoveryThreshold: "",
  recoveryFor: "",
  host: "*",
  environment: "*",
  attributes: "",
};

/** Removes binary rounding errors. @param {number} value */
const rounded = (value) => Number(value.toPrecision(12));

/** @param {string} text of the API, such as PT5M */
const shortDuration = (text) => {
  const millis = parseDuration(text);
  return millis ? durationText(millis) : "";
};

/** @param {string} text */
const listOf = (text) => text.split(",").map((part) => part.trim()).filter(Boolean);

/** The condition for the API. @param {Draft} draft */
export function conditionOf({ type, metric, comparison, query, groupBy, window, of, forgetAfter }) {
  switch (type) {
    case "threshold":
      return { type, metric, comparison };
    case "logCount":
      return { type, query, groupBy: listOf(groupBy), window };
    case "silence":
      return { type, of, forgetAfter: forgetAfter || undefined };
  }
}

/**
 * @param {any} rule of the API
 * @returns {Draft}
 */
export function toDraft(rule) {
  const { condition, recovery, matchers } = rule;
  const { factor } = unitOfCondition(condition);
  /** @param {number | null | undefined} value */
  const entered = (value) => (value === null || value === undefined ? "" : String(rounded(value * factor)));
  return {
    ...NEW_DRAFT,
    ...condition,
    name: rule.name,
    description: rule.description,
    enabled: rule.enabled,
    groupBy: (condition.groupBy ?? []).join(", "),
    window: shortDuration(condition.window ?? "PT5M"),
    forgetAfter: shortDuration(condition.forgetAfter ?? "P7D"),
    severities: Object.fromEntries(SEVERITIES.map((severity) => [severity, entered(rule.severities[severity])])),
    for: shortDuration(rule.for),
    recoveryThreshold: entered(recovery.threshold),
    recoveryFor: shortDuration(recovery.for),
    host: matchers.host,
    environment: matchers.environment,
    attributes: Object.entries(matchers.attributes).map(([name, pattern]) => `${name}=${pattern}`).join(", "),
  };
}

/**
 * @param {Draft} draft
 * @returns {any} for the API, which validates it
 */
export function toRule(draft) {
  const condition = conditionOf(draft);
  const { factor } = unitOfCondition(condition);
  /** @param {string} text */
  const stored = (text) => (text.trim() === "" || Number.isNaN(Number(text)) ? text : rounded(Number(text) / factor));
  const recovery = { threshold: draft.recoveryThreshold ? stored(draft.recoveryThreshold) : undefined, for: draft.recoveryFor || undefined };
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    enabled: draft.enabled,
    condition,
    severities: Object.fromEntries(Object.entries(draft.severities).filter(([, text]) => text.trim()).map(([severity, text]) => [severity, stored(text)])),
    for: draft.type === "threshold" ? draft.for || undefined : undefined,
    recovery: recovery.threshold === undefined && !recovery.for ? undefined : recovery,
    matchers: { host: draft.host || "*", environment: draft.environment || "*", attributes: attributesOf(draft.attributes) },
  };
}

/** @param {string} text */
const attributesOf = (text) =>
  Object.fromEntries(
    listOf(text).map((part) => {
      const [name, ...pattern] = part.split("=");
      return [name.trim(), pattern.join("=").trim()];
    }),
  );

/**
 * The lowest severity and its threshold.
 *
 * @param {Draft} draft
 * @returns {{severity: string, value: number} | null} the stored value; null if no threshold is a number
 */
export function lowestThreshold(draft) {
  const { factor } = unitOfCondition(conditionOf(draft));
  const severity = SEVERITIES.findLast((one) => draft.severities[one].trim() !== "" && !Number.isNaN(Number(draft.severities[one])));
  return severity === undefined ? null : { severity, value: rounded(Number(draft.severities[severity]) / factor) };
}

/**
 * The draft with another threshold of the lowest severity, rounded for entry.
 *
 * @param {Draft} draft
 * @param {number} value the stored value
 * @returns {Draft}
 */
export function withLowestThreshold(draft, value) {
  const lowest = lowestThreshold(draft);
  if (!lowest) {
    return draft;
  }
  const { factor } = unitOfCondition(conditionOf(draft));
  const entered = value * factor;
  const text = Math.abs(entered) < 10 ? rounded(Math.round(entered * 10) / 10) : Number(Math.round(entered).toPrecision(3));
  return { ...draft, severities: { ...draft.severities, [lowest.severity]: String(text) } };
}
