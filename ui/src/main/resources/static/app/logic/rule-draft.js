// The form of a rule: the text of each field, in the unit of entry.

import { CONDITION_KINDS, FIELDS, hasPendingPeriod, memberOf, unitOfCondition } from "./conditions.js";
import { SEVERITIES } from "./rules.js";
import { durationText, parseDuration } from "./times.js";

/**
 * @typedef {object} Draft
 * @property {string} name
 * @property {string} description
 * @property {boolean} enabled
 * @property {boolean} notify
 * @property {string} type of the condition, whose members are further properties
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
  notify: true,
  type: "threshold",
  ...Object.fromEntries(FIELDS.map(({ name, initial }) => [name, initial])),
  severities: { CRITICAL: "", HIGH: "90", MEDIUM: "", LOW: "" },
  for: "2m",
  recoveryThreshold: "",
  recoveryFor: "",
  host: "*",
  environment: "*",
  attributes: "",
};

/**
 * The draft of a new rule: about the events of a query, or about a metric.
 *
 * @param {URLSearchParams} parameters query, or metric with or without host
 * @returns {Draft}
 */
export function draftFrom(parameters) {
  const query = parameters.get("query");
  const metric = parameters.get("metric");
  if (query !== null) {
    return { ...NEW_DRAFT, type: "logCount", ...{ query }, severities: { ...NEW_DRAFT.severities, HIGH: "100" } };
  }
  if (metric !== null) {
    const draft = { ...NEW_DRAFT, ...{ metric }, host: parameters.get("host") ?? "*" };
    return unitOfCondition(conditionOf(draft)) === unitOfCondition(conditionOf(NEW_DRAFT)) ? draft : { ...draft, severities: { ...NEW_DRAFT.severities, HIGH: "" } };
  }
  return NEW_DRAFT;
}

/** Removes binary rounding errors. @param {number} value */
const rounded = (value) => Number(value.toPrecision(12));

/** @param {string} text of the API, such as PT5M, or never */
const shortDuration = (text) => {
  if (text === "never") return text;
  const millis = parseDuration(text);
  return millis ? durationText(millis) : "";
};

/** @param {string} text */
const listOf = (text) => text.split(",").map((part) => part.trim()).filter(Boolean);

/** The condition for the API. @param {any} draft @returns {any} */
export const conditionOf = (draft) => ({
  type: draft.type,
  ...Object.fromEntries(CONDITION_KINDS[draft.type].rows.flat().map((field) => [memberOf(field), entered(field, draft[field.name])])),
});

/** The value for the API. @param {import("./conditions.js").Field} field @param {string} text */
const entered = ({ isList, isDuration, isNumber }, text) => (isList ? listOf(text) : isDuration || isNumber ? text || undefined : text);

/** The text of the form. @param {import("./conditions.js").Field} field @param {any} value of the API */
const shown = ({ isList, isDuration, isNumber, initial }, value) =>
  isList ? (value ?? []).join(", ") : value === undefined ? initial : isDuration ? shortDuration(value) || "0s" : isNumber ? (value === 0 && !initial ? "" : String(value)) : value;

/**
 * @param {any} rule of the API
 * @returns {Draft}
 */
export function toDraft(rule) {
  const { condition, recovery, matchers } = rule;
  const { factor } = unitOfCondition(condition);
  /** @param {number | null | undefined} value */
  const threshold = (value) => (value === null || value === undefined ? "" : String(rounded(value * factor)));
  return {
    ...NEW_DRAFT,
    type: condition.type,
    ...Object.fromEntries(CONDITION_KINDS[condition.type].rows.flat().map((field) => [field.name, shown(field, condition[memberOf(field)])])),
    name: rule.name,
    description: rule.description,
    enabled: rule.enabled,
    notify: rule.notify !== false,
    severities: Object.fromEntries(SEVERITIES.map((severity) => [severity, threshold(rule.severities[severity])])),
    for: shortDuration(rule.for),
    recoveryThreshold: threshold(recovery.threshold),
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
    ...(draft.notify ? {} : { notify: false }),
    severities: ownSeverities(draft)
      ? undefined
      : Object.fromEntries(Object.entries(draft.severities).filter(([, text]) => text.trim()).map(([severity, text]) => [severity, stored(text)])),
    for: hasPendingPeriod(CONDITION_KINDS[draft.type]) ? draft.for || undefined : undefined,
    recovery: recovery.threshold === undefined && !recovery.for ? undefined : recovery,
    matchers: { host: draft.host || "*", environment: draft.environment || "*", attributes: attributesOf(draft.attributes) },
  };
}

/** Whether the condition has the severities of its members. @param {Draft} draft */
export const ownSeverities = (draft) => CONDITION_KINDS[draft.type].legend("") === "";

/** @param {string} text */
const attributesOf = (text) =>
  Object.fromEntries(
    listOf(text).map((part) => {
      const [name, ...pattern] = part.split("=");
      return [name.trim(), pattern.join("=").trim()];
    }),
  );

/**
 * The thresholds that are numbers, most severe first.
 *
 * @param {Draft} draft
 * @returns {{severity: string, value: number}[]} stored values
 */
export function thresholdsOf(draft) {
  const { factor } = unitOfCondition(conditionOf(draft));
  return SEVERITIES.filter((one) => draft.severities[one].trim() !== "" && !Number.isNaN(Number(draft.severities[one]))).map((severity) => ({
    severity,
    value: rounded(Number(draft.severities[severity]) / factor),
  }));
}

/**
 * The draft with another threshold, rounded for entry.
 *
 * @param {Draft} draft
 * @param {string} severity
 * @param {number} value the stored value
 * @returns {Draft}
 */
export function withThreshold(draft, severity, value) {
  const { factor } = unitOfCondition(conditionOf(draft));
  const entered = value * factor;
  const text = Math.abs(entered) < 10 ? rounded(Math.round(entered * 10) / 10) : Number(Math.round(entered).toPrecision(3));
  return { ...draft, severities: { ...draft.severities, [severity]: String(text) } };
}

/** The unit of the thresholds, as text that differs between units. @param {Draft} draft */
export function thresholdUnit(draft) {
  const { symbol, factor } = unitOfCondition(conditionOf(draft));
  return `${ownSeverities(draft)} ${draft.type === "logCount"} ${symbol} ${factor}`;
}

/** The draft without thresholds, which were entered in another unit. @param {Draft} draft @returns {Draft} */
export const withoutThresholds = (draft) => ({ ...draft, severities: { CRITICAL: "", HIGH: "", MEDIUM: "", LOW: "" }, recoveryThreshold: "" });
