// The time a view is about: from and to as they stand in the URL, where relative ones stay relative. No rendering in here.

import { DAY, HOUR, MINUTE, SECOND, durationText, localTime, millisOf, parseDuration } from "./times.js";

/**
 * @typedef {object} Range
 * @property {string} from RFC 3339, or relative to now such as -1h
 * @property {string} to likewise; empty: now
 */

/** @type {Range} */
export const USUAL = { from: "-1h", to: "" };

/** What the picker offers. */
export const PRESETS = ["-5m", "-15m", "-1h", "-4h", "-12h", "-24h", "-3d", "-7d", "-30d"];

const SHORTEST = SECOND;
/** As long as the API counts, where nobody has configured otherwise. */
const LONGEST = 31 * DAY;

/** @param {string} text */
export const isRelative = (text) => text === "" || text.startsWith("-");

/**
 * @param {string} text as it stands in the URL
 * @param {number} now
 * @returns {number | null} milliseconds; null where it is no time
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
 * The range that parameters tell; the usual one where they tell none, or one that makes no sense.
 *
 * @param {URLSearchParams} parameters
 * @param {number} now
 * @returns {Range}
 */
export function rangeOf(parameters, now) {
  const range = { from: parameters.get("from") ?? USUAL.from, to: parameters.get("to") ?? "" };
  return boundsOf(range, now) ? range : USUAL;
}

/**
 * @param {Range} range
 * @param {number} now
 * @returns {{from: number, to: number} | null} milliseconds; null where from is not before to
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
 * The same range, but one that means the same tomorrow.
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
 * As long a time before, or after: by half of it, so that one sees what one has already seen.
 *
 * @param {Range} range
 * @param {-1 | 1} direction
 * @param {number} now
 * @returns {Range}
 */
export function shifted(range, direction, now) {
  const bounds = boundsOf(range, now) ?? { from: now - HOUR, to: now };
  const step = ((bounds.to - bounds.from) / 2) * direction;
  return absolute(bounds.from + step, bounds.to + step);
}

/**
 * Twice as long, around the same middle, but not beyond now.
 *
 * @param {Range} range
 * @param {number} now
 * @returns {Range}
 */
export function widened(range, now) {
  const bounds = boundsOf(range, now) ?? { from: now - HOUR, to: now };
  const length = Math.min(LONGEST, Math.max(SHORTEST, bounds.to - bounds.from));
  if (range.to === "" && range.from.startsWith("-")) {
    return { from: `-${durationText(Math.min(LONGEST, length * 2))}`, to: "" };
  }
  const to = Math.min(bounds.to + length / 2, Math.max(now, bounds.to));
  return absolute(to - length * 2, to);
}

/** Widths of buckets and steps that people reckon with. */
const ROUND_STEPS = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800].map((seconds) => seconds * SECOND);

/**
 * The round step that makes at most so many of a range.
 *
 * @param {Range} range
 * @param {number} most
 * @param {number} now
 * @returns {string} a duration for the API
 */
export function stepOf(range, most, now) {
  const bounds = boundsOf(range, now) ?? { from: now - HOUR, to: now };
  const step = ROUND_STEPS.find((one) => (bounds.to - bounds.from) / one <= most);
  return durationText(step ?? Math.ceil((bounds.to - bounds.from) / most / DAY) * DAY);
}

/** @type {[number, string][]} */
const NAMES = [
  [DAY, "day"],
  [HOUR, "hour"],
  [MINUTE, "minute"],
  [SECOND, "second"],
];

/**
 * For buttons and titles: "Last 15 minutes", or from when to when.
 *
 * @param {Range} range
 * @param {number} now
 */
export function rangeText(range, now) {
  if (range.to === "" && range.from.startsWith("-")) {
    const millis = parseDuration(range.from.slice(1)) ?? HOUR;
    const [unit, name] = NAMES.find(([length]) => millis >= length && millis % length === 0) ?? [SECOND, "second"];
    const count = Math.round(millis / unit);
    return `Last ${count === 1 ? name : `${count} ${name}s`}`;
  }
  const bounds = boundsOf(range, now);
  if (!bounds) {
    return "No time";
  }
  const from = localTime(bounds.from);
  const to = localTime(bounds.to);
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  return `${from} to ${range.to === "" ? "now" : sameDay ? to.slice(11) : to}`;
}

/**
 * For an input of type datetime-local, which has no zone: the viewer's.
 *
 * @param {string | number} instant
 */
export const toLocalInput = (instant) => localTime(millisOf(instant)).replace(" ", "T");

/**
 * @param {string} text of an input of type datetime-local
 * @returns {number | null} milliseconds
 */
export function fromLocalInput(text) {
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? null : millis;
}
