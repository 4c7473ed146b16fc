// Notification channels: their state, their form, and the outcome of notifications.

import { words } from "../words.js";
import { severityName } from "./rules.js";
import { durationText, parseDuration, spanText } from "./times.js";

/** The name of a type. An unknown type is shown as it is. @param {string} type */
export const typeName = (type) => words.channels.types[type] ?? type;

/** Abbreviations in names of members. @type {Record<string, string>} */
const ABBREVIATIONS = { url: "URL", api: "API", tls: "TLS" };

/** The label of a member of a type: "Routing key" for routingKey. @param {string} name */
export function settingLabel(name) {
  const words = name.split(/(?=[A-Z])/).map((word) => ABBREVIATIONS[word.toLowerCase()] ?? word.toLowerCase());
  const text = words.join(" ");
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}

/**
 * A member of a type, as the API describes it.
 *
 * @typedef {object} Setting
 * @property {string} name
 * @property {boolean} required
 * @property {number} maxLength
 * @property {string} expected
 * @property {"TEXT" | "URL" | "SECRET"} form
 * @property {string | null} shownAs
 */

/** @typedef {{type: string, groupBy: string[] | null, settings: Setting[]}} Kind */

/** A text of several lines. */
const MIN_LINES_LENGTH = 4_000;

/** Whether a member is a text of several lines, such as a template. @param {Setting} setting */
export const hasLines = ({ form, maxLength }) => form === "TEXT" && maxLength >= MIN_LINES_LENGTH;

/**
 * The state of a channel.
 *
 * @param {any} channel
 * @returns {"disabled" | "failing" | "error" | "ok" | "unused"}
 */
export function stateOf({ enabled, failure, deliveries }) {
  if (!enabled) {
    return "disabled";
  }
  if (failure) {
    return failure.nextAt ? "failing" : "error";
  }
  return deliveries?.lastSentAt ? "ok" : "unused";
}

export const STATE_LABELS = words.channels.states;

/** The alerts that a channel accepts: "High and above, rule CPU*, host web-*". @param {any} channel */
export function filterText({ minSeverity, rule, host }) {
  const parts = [
    minSeverity === "LOW" ? "" : minSeverity === "CRITICAL" ? severityName(minSeverity) : words.channels.andAbove(severityName(minSeverity)),
    rule === "*" ? "" : words.channels.rulePattern(rule),
    host === "*" ? "" : words.channels.hostPattern(host),
  ].filter(Boolean);
  return parts.join(", ") || words.channels.allAlerts;
}

/** Numbers up to the limit of the API. */
const MAX_COUNTED = 100;

/** @param {number} count */
export const boundedCount = (count) => (count >= MAX_COUNTED ? `${MAX_COUNTED}+` : String(count));

/**
 * The form of a channel. Durations and lists are texts.
 *
 * @typedef {object} Draft
 * @property {string} type
 * @property {string} name
 * @property {boolean} enabled
 * @property {string} minSeverity
 * @property {string} rule
 * @property {string} host
 * @property {string[]} mute
 * @property {string[]} active
 * @property {string} onMute
 * @property {string | null} groupBy null: the default of the type
 * @property {string} groupInterval
 * @property {string} notifyAfter
 * @property {string} repeatInterval
 * @property {boolean} notifyFiring
 * @property {Record<string, string | null>} settings absent: as stored; null: a secret to be removed
 */

/** @type {Draft} */
export const NEW_DRAFT = {
  type: "webhook",
  name: "",
  enabled: true,
  minSeverity: "LOW",
  rule: "*",
  host: "*",
  mute: [],
  active: [],
  onMute: "DEFER",
  groupBy: null,
  groupInterval: "1m",
  notifyAfter: "",
  repeatInterval: "",
  notifyFiring: false,
  settings: {},
};

/** A duration as the form shows it: 5m for PT5M. @param {string | null} text */
const shortDuration = (text) => {
  const millis = text ? parseDuration(text) : null;
  return millis === null ? (text ?? "") : durationText(millis);
};

/**
 * The form of a stored channel, without its secrets.
 *
 * @param {any} channel
 * @param {Kind | undefined} kind
 * @returns {Draft}
 */
export function toDraft(channel, kind) {
  const shown = (kind?.settings ?? []).filter(({ form }) => form !== "SECRET");
  return {
    type: channel.type,
    name: channel.name,
    enabled: channel.enabled,
    minSeverity: channel.minSeverity,
    rule: channel.rule,
    host: channel.host,
    mute: channel.mute,
    active: channel.active,
    onMute: channel.onMute,
    groupBy: channel.groupBy.join(", "),
    groupInterval: shortDuration(channel.groupInterval),
    notifyAfter: shortDuration(channel.notifyAfter),
    repeatInterval: shortDuration(channel.repeatInterval),
    notifyFiring: false,
    settings: Object.fromEntries(shown.map(({ name }) => [name, channel[name] ?? ""])),
  };
}

/** The form after a change of the type: members of the earlier type are dropped. @param {Draft} draft @param {string} type @returns {Draft} */
export const withType = (draft, type) => ({ ...draft, type, groupBy: null, settings: {} });

/**
 * The body of a request. Secrets that are not given are absent, so that they stay.
 *
 * @param {Draft} draft
 * @param {Kind | undefined} kind
 * @returns {Record<string, unknown>}
 */
export function toForm(draft, kind) {
  const { settings, groupBy, notifyAfter, repeatInterval, groupInterval, rule, host, ...rest } = draft;
  /** @type {Record<string, unknown>} */
  const form = { ...rest, rule: rule.trim() || "*", host: host.trim() || "*", groupInterval: groupInterval.trim() || "1m" };
  if (kind?.groupBy && groupBy !== null) {
    form.groupBy = namesIn(groupBy);
  }
  if (notifyAfter.trim()) form.notifyAfter = notifyAfter.trim();
  if (repeatInterval.trim()) form.repeatInterval = repeatInterval.trim();
  for (const setting of kind?.settings ?? []) {
    const value = settings[setting.name];
    if (value === null) {
      form[setting.name] = "";
    } else if (value !== undefined && (value !== "" || setting.form === "TEXT")) {
      form[setting.name] = hasLines(setting) ? value : value.trim();
    }
  }
  return form;
}

/** Names in a text, separated by commas. @param {string} text */
export const namesIn = (text) => text.split(",").map((name) => name.trim()).filter(Boolean);

/**
 * The message of a problem at its field: without the name of the field, which is its label, and with durations as on the page.
 *
 * @param {{message: string, field: string}} problem
 */
export function fieldMessage({ message, field }) {
  const rest = field && message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return rest.replace(/\bP(?:\d+D)?(?:T[\dHMS.]+)?\b/g, (text) => {
    const millis = parseDuration(text);
    return millis === null ? text : spanText(millis);
  });
}

/** Transitions of alerts, as on the timeline. @type {Record<string, string>} */
export const TRANSITIONS = words.alerts.transitions;

/** Statuses of notifications. @type {[string, string][]} */
export const STATUSES = Object.entries(words.channels.deliveryStatuses);

/** @param {string} status */
export const statusLabel = (status) => STATUSES.find(([one]) => one === status)?.[1] ?? status;

/**
 * Why a notification has its status, besides the reason of muting.
 *
 * @param {any} notification
 */
export function reasonOf({ status, attempts, lastError, group }) {
  switch (status) {
    case "SENT":
      return group ? words.channels.inAGroup : attempts > 1 ? words.channels.afterAttempts(attempts) : "";
    case "PENDING":
      return lastError ? words.channels.attemptsWithError(attempts, lastError) : "";
    case "FAILED":
      return words.channels.failedAfter(lastError || words.channels.noReason, attempts);
    case "SUPERSEDED":
      return words.channels.superseded;
    case "CANCELLED":
      return lastError || words.channels.channelDeleted;
    default:
      return "";
  }
}
