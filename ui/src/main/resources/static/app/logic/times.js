// Times and durations: formats of the API and of the page.

import { words } from "../words.js";
import { shortDecimal } from "./numbers.js";
import { zoned } from "./zone.js";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const SHORT = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/i;
const ISO = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

/** @type {Record<string, number>} */
const UNITS = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/**
 * A duration such as 30s, 5m, 1h, 7d or PT5M.
 *
 * @param {string} text
 * @returns {number | null} milliseconds; null for other text
 */
export function parseDuration(text) {
  const short = SHORT.exec(text.trim());
  if (short) {
    return Number(short[1]) * UNITS[short[2].toLowerCase()];
  }
  const iso = ISO.exec(text.trim());
  if (!iso || iso.slice(1).every((part) => part === undefined)) {
    return null;
  }
  const [weeks, days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0));
  return weeks * 7 * DAY + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
}

/**
 * A duration for the API, in the largest unit with a whole number.
 *
 * @param {number} millis
 */
export function durationText(millis) {
  for (const unit of ["d", "h", "m", "s"]) {
    if (millis >= UNITS[unit] && millis % UNITS[unit] === 0) {
      return `${millis / UNITS[unit]}${unit}`;
    }
  }
  return `${Math.max(1, Math.round(millis / SECOND))}s`;
}

/**
 * A duration in at most two units: 0.2 ms, 850 ms, 12 s, 3 min 5 s, 2 h 10 min, 4 d 3 h.
 *
 * @param {number} millis
 */
export function spanText(millis) {
  const length = Math.abs(millis);
  if (length < SECOND) {
    return words.time.milliseconds(length < 10 ? shortDecimal(length) : String(Math.round(length)));
  }
  if (length < MINUTE) {
    const seconds = length / SECOND;
    return words.time.seconds(seconds < 10 && length % SECOND ? seconds.toFixed(1) : String(Math.floor(seconds)));
  }
  if (length < HOUR) {
    return twoUnits(length, MINUTE, words.time.minutes, SECOND, words.time.seconds);
  }
  return length < DAY ? twoUnits(length, HOUR, words.time.hours, MINUTE, words.time.minutes) : twoUnits(length, DAY, words.time.days, HOUR, words.time.hours);
}

/**
 * @param {number} length
 * @param {number} large
 * @param {(count: string) => string} largeText
 * @param {number} small
 * @param {(count: string) => string} smallText
 */
function twoUnits(length, large, largeText, small, smallText) {
  const rest = Math.floor((length % large) / small);
  const text = largeText(String(Math.floor(length / large)));
  return rest ? `${text} ${smallText(String(rest))}` : text;
}

/**
 * An age in one unit: "just now", "12 s ago", "3 min ago".
 *
 * @param {string | number} instant
 * @param {number} now
 */
export function agoText(instant, now) {
  const age = now - millisOf(instant);
  if (age < 2 * SECOND) {
    return words.time.justNow;
  }
  return words.time.ago(spanText(age).split(" ").slice(0, 2).join(" "));
}

/**
 * @param {string | number} instant RFC 3339, or milliseconds
 * @returns {number} milliseconds
 */
export function millisOf(instant) {
  return typeof instant === "number" ? instant : Date.parse(instant);
}

/** @param {number} number @param {number} [width] */
const digits = (number, width = 2) => String(number).padStart(width, "0");

/** @param {Date} date of `zoned` */
const dateOf = (date) => `${date.getUTCFullYear()}-${digits(date.getUTCMonth() + 1)}-${digits(date.getUTCDate())}`;

/** @param {Date} date of `zoned` */
const clockOf = (date) => `${digits(date.getUTCHours())}:${digits(date.getUTCMinutes())}:${digits(date.getUTCSeconds())}`;

/**
 * A time with milliseconds in the zone of the page: 2026-11-23 11:29:01.616
 *
 * @param {string | number} instant
 */
export function exactTime(instant) {
  const date = zoned(instant);
  return `${dateOf(date)} ${clockOf(date)}.${digits(date.getUTCMilliseconds(), 3)}`;
}

/**
 * A time with seconds in the zone of the page: 2026-11-23 11:29:01
 *
 * @param {string | number} instant
 */
export function localTime(instant) {
  const date = zoned(instant);
  return `${dateOf(date)} ${clockOf(date)}`;
}

/**
 * A time in the zone of the page, without the date of today: 11:29:01, or 11-22 11:29:01
 *
 * @param {string | number} instant
 * @param {number} now
 */
export function shortTime(instant, now) {
  const date = zoned(instant);
  return dateOf(date) === dateOf(zoned(now)) ? clockOf(date) : `${dateOf(date).slice(5)} ${clockOf(date)}`;
}

/**
 * A time in UTC, for tooltips.
 *
 * @param {string | number} instant
 */
export function utcTime(instant) {
  return `${new Date(instant).toISOString().replace("T", " ").replace("Z", "")} UTC`;
}
