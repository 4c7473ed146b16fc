// Silences: matchers, times and their form.

import { words } from "../words.js";
import { parseMoment } from "./moments.js";
import { DAY, HOUR, MINUTE, localTime, parseDuration, spanText } from "./times.js";

/** Operators of matchers with their meaning. @type {[string, string][]} */
export const OPERATORS = [
  ["=", "is"],
  ["!=", words.silences.isNot],
  ["=~", "regex"],
  ["!~", words.silences.notRegex],
];

/** A matcher of the form. @typedef {{name: string, operator: string, value: string}} Matcher */

/** @param {{name: string, value: string, isRegex?: boolean | null, isEqual?: boolean | null}} matcher of the API @returns {Matcher} */
export const fromApi = ({ name, value, isRegex, isEqual }) => ({
  name,
  operator: isRegex ? (isEqual === false ? "!~" : "=~") : isEqual === false ? "!=" : "=",
  value,
});

/** @param {Matcher} matcher */
export const toApi = ({ name, operator, value }) => ({
  name: name.trim(),
  value,
  isRegex: operator.includes("~"),
  isEqual: !operator.startsWith("!"),
});

/** Characters of names and values that need quotes. */
const SPECIAL = /[\s{}!=~,\\"'`]/;

/** @param {string} text */
const quoted = (text) => `"${text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n")}"`;

/** A matcher as text: host=~"web-.*" @param {Matcher} matcher */
export const matcherText = ({ name, operator, value }) => `${SPECIAL.test(name) || !name ? quoted(name) : name}${operator}${quoted(value)}`;

const MATCHER = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s{}!=~,\\"'`]+))\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s{}!=~,\\"'`]*))\s*$/;

/** @param {string | undefined} text */
const unquoted = (text) => text?.replace(/\\(.)/g, (_, character) => (character === "n" ? "\n" : character));

/**
 * The matcher of a text.
 *
 * @param {string} text
 * @returns {Matcher | null} null for other text
 */
export function parseMatcher(text) {
  const parts = MATCHER.exec(text);
  return parts && { name: unquoted(parts[1]) ?? parts[2], operator: parts[3], value: unquoted(parts[4]) ?? parts[5] };
}

/** The labels of an alert as matchers see them. @param {any} alert @returns {Record<string, string>} */
export const labelsOf = ({ rule, severity, labels }) => ({ alertname: rule, severity: severity.toLowerCase(), ...labels });

/** Matchers that select an alert, whatever its severity. @param {any} alert @returns {Matcher[]} */
export const matchersOf = (alert) =>
  Object.entries(labelsOf(alert))
    .filter(([name]) => name !== "severity" || "severity" in alert.labels)
    .map(([name, value]) => ({ name, operator: "=", value }));

/**
 * Names and values of labels, for suggestions.
 *
 * @param {any[]} alerts
 * @returns {Map<string, string[]>} sorted values by name
 */
export function knownLabels(alerts) {
  /** @type {Map<string, Set<string>>} */
  const known = new Map();
  for (const [name, value] of alerts.flatMap((alert) => Object.entries(labelsOf(alert)))) {
    known.set(name, (known.get(name) ?? new Set()).add(value));
  }
  return new Map([...known].sort(([a], [b]) => a.localeCompare(b)).map(([name, values]) => [name, [...values].sort()]));
}

/** Durations to choose from: the text of the end, and the label. @type {[string, string][]} */
export const PRESETS = [
  ...["30m", "1h", "2h", "4h", "8h", "1d"].map((text) => /** @type {[string, string]} */ ([`+${text}`, spanText(parseDuration(text) ?? 0)])),
  ["tomorrow 09:00", words.silences.untilTomorrow],
  ["+7d", words.silences.oneWeek],
];

/**
 * The form of a silence. Times are typed texts.
 *
 * @typedef {object} Draft
 * @property {Matcher[]} matchers
 * @property {string} start empty: now
 * @property {string} end relative to the start, or a time
 * @property {string} comment
 */

const NO_MATCHER = { name: "", operator: "=", value: "" };

/** @param {Matcher[]} matchers @returns {Draft} */
export const newDraft = (matchers) => ({ matchers: matchers.length ? matchers : [NO_MATCHER], start: "", end: "+2h", comment: "" });

/** The form of a stored silence. @param {any} silence @returns {Draft} */
export const toDraft = ({ matchers, startsAt, endsAt, comment }) => ({
  matchers: matchers.map(fromApi),
  start: localTime(startsAt),
  end: localTime(endsAt),
  comment,
});

/** A shorter silence was expired by hand. */
const MIN_COPIED = 5 * MINUTE;

/**
 * The form of a new silence like an expired one, with its matchers and its length.
 *
 * @param {any} silence
 * @returns {Draft}
 */
export function copyOf({ matchers, startsAt, endsAt, comment }) {
  const draft = { ...newDraft(matchers.map(fromApi)), comment };
  const length = Date.parse(endsAt) - Date.parse(startsAt);
  return length < MIN_COPIED ? draft : { ...draft, end: `+${wholeMinutes(length)}` };
}

/** @param {number} millis */
function wholeMinutes(millis) {
  const minutes = Math.round(millis / MINUTE);
  return minutes % (DAY / MINUTE) === 0 ? `${minutes / (DAY / MINUTE)}d` : minutes % (HOUR / MINUTE) === 0 ? `${minutes / (HOUR / MINUTE)}h` : `${minutes}m`;
}

/**
 * The times of a form.
 *
 * @param {Draft} draft
 * @param {number} now
 * @returns {{start: number | null, end: number | null}} milliseconds; null for invalid times
 */
export function timesOf({ start, end }, now) {
  const from = parseMoment(start, now, now);
  return { start: from, end: end.trim() ? parseMoment(end, Math.max(from ?? now, now), now) : null };
}

/** The matchers of a form that are complete. @param {Draft} draft */
export const completeMatchers = ({ matchers }) => matchers.filter(({ name }) => name.trim()).map(toApi);

/**
 * What a form says about its times, below the inputs: "2026-11-30 18:00:00, for 2 h".
 *
 * @param {Draft} draft
 * @param {number} now
 * @returns {{start: string, end: string}}
 */
export function timeHints(draft, now) {
  const { start, end } = timesOf(draft, now);
  const from = Math.max(start ?? now, now);
  return {
    start: start === null ? INVALID_TIME : !draft.start.trim() || start <= now ? words.time.now : words.silences.timeInSpan(localTime(start), spanText(start - now)),
    end: end === null ? INVALID_TIME : end <= from ? words.silences.notAfterTheStart : words.silences.timeForSpan(localTime(end), spanText(end - from)),
  };
}

/** The accepted texts of a time. */
export const INVALID_TIME = words.silences.invalidTime;

/** @typedef {"active" | "pending" | "expired"} State */

/** @type {[State, string][]} */
export const STATES = [
  ["active", words.silences.active],
  ["pending", words.common.pending],
  ["expired", words.silences.expired],
];

/** The silences of a state: those that end next first, expired ones newest first. @param {any[]} silences @param {string} state */
export function inState(silences, state) {
  const direction = state === "expired" ? -1 : 1;
  return silences.filter(({ status }) => status.state === state).sort((a, b) => direction * (Date.parse(a.endsAt) - Date.parse(b.endsAt)));
}

const NAMES = /** @type {[string, string][]} */ ([
  ["weekdays", ""],
  ["times", ""],
  ["daysOfMonth", words.silences.daysPrefix],
  ["months", ""],
  ["years", ""],
]);

/** Recurring times in one line: "monday to friday 18:00-24:00 (Europe/Berlin)". @param {any} times */
export function recurringText(times) {
  const parts = NAMES.filter(([name]) => times[name]?.length).map(([name, prefix]) => `${prefix}${times[name].map((/** @type {string} */ range) => range.replace(":", name === "times" ? ":" : words.silences.toInRange)).join(", ")}`);
  return `${parts.join(" ") || words.silences.always} (${times.location ?? "UTC"})`;
}

/**
 * The members of recurring times with their label and an example.
 *
 * @type {[string, string, string][]}
 */
export const TIME_MEMBERS = [
  ["weekdays", words.silences.weekdays, "monday:friday, sunday"],
  ["times", words.silences.timesOfDay, "18:00-24:00, 00:00-08:00"],
  ["daysOfMonth", words.silences.daysOfMonth, "1:7, -1"],
  ["months", words.silences.months, "may:july, 12"],
  ["years", words.silences.years, "2026:2028"],
  ["location", words.silences.timeZone, "UTC"],
];

/** Recurring times as texts by member. @param {any} times @returns {Record<string, string>} */
export const timesDraft = (times) => Object.fromEntries(TIME_MEMBERS.map(([name]) => [name, name === "location" ? (times.location ?? "") : (times[name] ?? []).join(", ")]));

/** Recurring times of the API. @param {Record<string, string>} draft */
export const timesForm = (draft) =>
  Object.fromEntries(
    TIME_MEMBERS.filter(([name]) => draft[name]?.trim()).map(([name]) => [
      name,
      name === "location" ? draft[name].trim() : draft[name].split(",").map((range) => range.trim()).filter(Boolean),
    ]),
  );

/** Whether a problem of a member concerns these of several times: the one whose text has the rejected value. @param {string} message @param {string} value */
export const concerns = (message, value) => value.toLowerCase().includes(message.replace(/^\w+: /, "").split(" (expected")[0].toLowerCase());

/** Matchers in lines. @param {string} text */
export const linesIn = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
