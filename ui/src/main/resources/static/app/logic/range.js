// Time ranges: from and to in the URL, absolute or relative to now.

import { words } from "../words.js";
import { parseMoment } from "./moments.js";
import { DAY, HOUR, MINUTE, SECOND, durationText, exactTime, localTime, parseDuration } from "./times.js";

/**
 * @typedef {object} Range
 * @property {string} from RFC 3339, or relative to now such as -1h
 * @property {string} to the same; empty: now
 */

/** @type {Range} */
export const DEFAULT_RANGE = { from: "-1h", to: "" };

/** Relative ranges of the picker. */
export const PRESETS = ["-5m", "-15m", "-1h", "-4h", "-12h", "-24h", "-3d", "-7d", "-30d"];

const MIN_LENGTH = SECOND;
/** The default limit of the API. */
const MAX_LENGTH = 31 * DAY;

/**
 * The message of a problem, in the words of the page: it shows a range, not the parameters of a request.
 *
 * @param {{message: string, parameter: string}} problem
 */
export function messageOf({ message, parameter }) {
  const days = parameter === "from" && /at most (\d+)d before to/.exec(message)?.[1];
  return days ? words.time.tooLong(days) : message;
}

/** Whether the range in the parameters is invalid. @param {URLSearchParams} parameters @param {number} now */
export const isInvalidRange = (parameters, now) =>
  (parameters.has("from") || parameters.has("to")) &&
  boundsOf(typedRange(parameters, now), now) === null;

/** @param {string} text */
export const isRelative = (text) => text === "" || text.startsWith("-");

/**
 * @param {string} text from the URL
 * @param {number} now
 * @returns {number | null} milliseconds; null for an invalid time
 */
export function instantOf(text, now) {
  if (text === "") {
    return now;
  }
  if (text.startsWith("-")) {
    const duration = parseDuration(text.slice(1));
    return duration === null ? null : now - duration;
  }
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? null : millis;
}

/**
 * A typed time as a parameter of the API: now-3h -> -3h, yesterday -> its start or end. Other text is not changed.
 *
 * @param {string} text such as now-3h, -90m, 14:00, yesterday, 2026-11-30 12:00
 * @param {number} now
 * @param {boolean} isEnd whether a day without a time is its end
 */
export function timeParameter(text, now, isEnd) {
  const typed = text.trim().replace(/^now\s*(?=-|$)/i, "");
  if (isRelative(typed)) {
    return typed.replace(/\s/g, "");
  }
  const millis = parseMoment(text, now, now, isEnd);
  return millis === null ? typed : new Date(millis).toISOString();
}

/** A time of a range as typed. @param {string} text */
export const typedTime = (text) => (isRelative(text) ? `now${text}` : text.endsWith(".000Z") ? localTime(text) : exactTime(text));

/** The range in the parameters, with typed times as parameters of the API. @param {URLSearchParams} parameters @param {number} now @returns {Range} */
const typedRange = (parameters, now) => ({
  from: timeParameter(parameters.get("from") ?? DEFAULT_RANGE.from, now, false),
  to: timeParameter(parameters.get("to") ?? "", now, true),
});

/**
 * The range in the parameters; the default range for missing or invalid parameters.
 *
 * @param {URLSearchParams} parameters
 * @param {number} now
 * @returns {Range}
 */
export function rangeOf(parameters, now) {
  const range = typedRange(parameters, now);
  return boundsOf(range, now) ? range : DEFAULT_RANGE;
}

/**
 * @param {Range} range
 * @param {number} now
 * @returns {{from: number, to: number} | null} milliseconds; null for an invalid range
 */
export function boundsOf(range, now) {
  const from = instantOf(range.from, now);
  const to = instantOf(range.to, now);
  return from === null || to === null || from >= to ? null : { from, to };
}

/**
 * @param {number} from milliseconds
 * @param {number} to
 * @returns {Range}
 */
export function absolute(from, to) {
  return { from: new Date(Math.floor(from)).toISOString(), to: new Date(Math.ceil(to)).toISOString() };
}

/**
 * The range as absolute times.
 *
 * @param {Range} range
 * @param {number} now
 * @returns {Range}
 */
export function fixed(range, now) {
  const bounds = boundsOf(range, now);
  return bounds ? absolute(bounds.from, bounds.to) : range;
}

/**
 * The range moved by half of its length. It ends at now at the latest.
 *
 * @param {Range} range
 * @param {-1 | 1} direction
 * @param {number} now
 * @returns {Range}
 */
export function shifted(range, direction, now) {
  const bounds = boundsOf(range, now) ?? { from: now - HOUR, to: now };
  const step = ((bounds.to - bounds.from) / 2) * direction;
  const to = Math.min(bounds.to + step, Math.max(now, bounds.to));
  return absolute(to - (bounds.to - bounds.from), to);
}

/**
 * A range of twice the length with the same middle that ends at now at the latest.
 *
 * @param {Range} range
 * @param {number} now
 * @returns {Range}
 */
export function widened(range, now) {
  const bounds = boundsOf(range, now) ?? { from: now - HOUR, to: now };
  const length = Math.min(MAX_LENGTH, Math.max(MIN_LENGTH, bounds.to - bounds.from));
  if (range.to === "" && range.from.startsWith("-")) {
    return { from: `-${durationText(Math.min(MAX_LENGTH, length * 2))}`, to: "" };
  }
  const to = Math.min(bounds.to + length / 2, Math.max(now, bounds.to));
  return absolute(to - length * 2, to);
}

/** Round steps for buckets and series. */
const STEPS = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800].map((seconds) => seconds * SECOND);

/**
 * The smallest round step with at most the given number of steps in a range.
 *
 * @param {Range} range
 * @param {number} count
 * @param {number} now
 * @returns {string} a duration for the API
 */
export function stepOf(range, count, now) {
  const bounds = boundsOf(range, now) ?? { from: now - HOUR, to: now };
  const step = STEPS.find((one) => (bounds.to - bounds.from) / one <= count);
  return durationText(step ?? Math.ceil((bounds.to - bounds.from) / count / DAY) * DAY);
}

/** @type {[number, "days" | "hours" | "minutes" | "seconds"][]} */
const NAMES = [
  [DAY, "days"],
  [HOUR, "hours"],
  [MINUTE, "minutes"],
  [SECOND, "seconds"],
];

const MAX_RECENT = 5;
const MAX_FAVOURITES = 10;

/** @param {Range[]} ranges @param {Range} range */
const without = (ranges, { from, to }) => ranges.filter((one) => one.from !== from || one.to !== to);

/** @param {Range[]} ranges @param {Range} range */
export const includesRange = (ranges, range) => without(ranges, range).length < ranges.length;

/** Recent ranges with the latest one first. @param {Range[]} ranges @param {Range} range */
export const withRecent = (ranges, range) => [range, ...without(ranges, range)].slice(0, MAX_RECENT);

/** Favourite ranges with one added at the end, or removed. @param {Range[]} ranges @param {Range} range */
export const withToggled = (ranges, range) => (includesRange(ranges, range) ? without(ranges, range) : [...ranges, range].slice(-MAX_FAVOURITES));

/**
 * A label: "Last 15 minutes", or the start and end.
 *
 * @param {Range} range
 * @param {number} now
 */
export function rangeText(range, now) {
  if (range.to === "" && range.from.startsWith("-")) {
    const millis = parseDuration(range.from.slice(1)) ?? HOUR;
    const [unit, name] = NAMES.find(([length]) => millis >= length && millis % length === 0 && (length < DAY || millis > DAY)) ?? [SECOND, "seconds"];
    return words.time.last[name](Math.round(millis / unit));
  }
  const bounds = boundsOf(range, now);
  if (!bounds) {
    return words.time.invalidTimeRange;
  }
  const from = localTime(bounds.from);
  const to = localTime(bounds.to);
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  return words.time.fromTo(from, range.to === "" ? words.time.now : sameDay ? to.slice(11) : to);
}
