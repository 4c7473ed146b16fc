// A rule while somebody writes it: as the texts of its fields, in the units in which people think. No rendering in here.

import { measureOfCondition } from "./measures.js";
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
export const NEW = {
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

/** @param {number} value without the noise that counting in halves leaves */
const clean = (value) => Number(value.toPrecision(12));

/** @param {string} text of the API, such as PT5M */
const shortDuration = (text) => {
  const millis = parseDuration(text);
  return millis ? durationText(millis) : "";
};

/** @param {string} text */
const listOf = (text) => text.split(",").map((part) => part.trim()).filter(Boolean);

/** The condition as the API knows it. @param {Draft} draft */
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
export function draftOf(rule) {
  const { condition, recovery, matchers } = rule;
  const { factor } = measureOfCondition(condition);
  /** @param {number | null | undefined} value */
  const typed = (value) => (value === null || value === undefined ? "" : String(clean(value * factor)));
  return {
    ...NEW,
    ...condition,
    name: rule.name,
    description: rule.description,
    enabled: rule.enabled,
    groupBy: (condition.groupBy ?? []).join(", "),
    window: shortDuration(condition.window ?? "PT5M"),
    forgetAfter: shortDuration(condition.forgetAfter ?? "P7D"),
    severities: Object.fromEntries(SEVERITIES.map((severity) => [severity, typed(rule.severities[severity])])),
    for: shortDuration(rule.for),
    recoveryThreshold: typed(recovery.threshold),
    recoveryFor: shortDuration(recovery.for),
    host: matchers.host,
    environment: matchers.environment,
    attributes: Object.entries(matchers.attributes).map(([name, pattern]) => `${name}=${pattern}`).join(", "),
  };
}

/**
 * @param {Draft} draft
 * @returns {any} for the API, which says what is wrong with it
 */
export function ruleOf(draft) {
  const condition = conditionOf(draft);
  const { factor } = measureOfCondition(condition);
  /** @param {string} text */
  const stored = (text) => (text.trim() === "" || Number.isNaN(Number(text)) ? text : clean(Number(text) / factor));
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
 * The severity at which trouble begins, and its threshold; null where none is a number.
 *
 * @param {Draft} draft
 * @returns {{severity: string, value: number} | null} the value as it is stored
 */
export function firstThreshold(draft) {
  const { factor } = measureOfCondition(conditionOf(draft));
  const severity = SEVERITIES.findLast((one) => draft.severities[one].trim() !== "" && !Number.isNaN(Number(draft.severities[one])));
  return severity === undefined ? null : { severity, value: clean(Number(draft.severities[severity]) / factor) };
}

/**
 * The draft with another threshold for where trouble begins, in steps that people would type.
 *
 * @param {Draft} draft
 * @param {number} value as it is stored
 * @returns {Draft}
 */
export function withFirstThreshold(draft, value) {
  const first = firstThreshold(draft);
  if (!first) {
    return draft;
  }
  const { factor } = measureOfCondition(conditionOf(draft));
  const typed = value * factor;
  const rounded = Math.abs(typed) < 10 ? clean(Math.round(typed * 10) / 10) : clean(Number(Math.round(typed).toPrecision(3)));
  return { ...draft, severities: { ...draft.severities, [first.severity]: String(rounded) } };
}
