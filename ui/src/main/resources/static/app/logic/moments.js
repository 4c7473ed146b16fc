// Typed times.

import { parseDuration } from "./times.js";
import { instantIn, zoned } from "./zone.js";

const DAY_NAME = /^(today|tomorrow|yesterday)$/;
const CLOCK = /^(?:(today|tomorrow|yesterday)\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?)?$/;

/** Seconds or milliseconds since 1970. */
const EPOCH = /^(\d{10})(\d{3})?$/;

/** @type {Record<string, number>} */
const DAYS = { today: 0, tomorrow: 1, yesterday: -1 };

/**
 * A typed time in the zone of the page: now, +2h, now-30m, 14:00, tomorrow 09:00, yesterday, 2026-11-29, 2026-11-29 15:52, seconds
 * or milliseconds since 1970, or RFC 3339. A day without a time is its start, or its end.
 *
 * @param {string} text
 * @param {number} base of relative times
 * @param {number} now of times of day
 * @param {boolean} [isEnd] whether a day without a time is its end
 * @returns {number | null} milliseconds; null for other text
 */
export function parseMoment(text, base, now, isEnd = false) {
  const typed = text.trim().toLowerCase().replace(/^now\s*(?=[+-]|$)/, "");
  if (typed === "") {
    return base;
  }
  if (/^[+-]/.test(typed)) {
    const duration = parseDuration(typed.slice(1));
    return duration === null ? null : base + (typed[0] === "-" ? -duration : duration);
  }
  const today = zoned(now);
  /** @param {string | undefined} name */
  const dayOf = (name) => /** @type {[number, number, number]} */ ([today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + DAYS[name ?? "today"]]);
  const epoch = EPOCH.exec(typed);
  if (epoch) {
    return Number(epoch[1]) * 1_000 + Number(epoch[2] ?? 0);
  }
  const clock = CLOCK.exec(typed) ?? DAY_NAME.exec(typed);
  if (clock) {
    return timeOf(dayOf(clock[1]), clock.slice(2, 6), isEnd);
  }
  const date = DATE.exec(typed);
  if (date) {
    const [year, month, day] = date.slice(1, 4).map(Number);
    const valid = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
    return valid ? timeOf([year, month - 1, day], date.slice(4, 8), isEnd) : null;
  }
  const millis = /^\d{4}-\d\d-\d\dt/.test(typed) ? Date.parse(text.trim()) : NaN;
  return Number.isNaN(millis) ? null : millis;
}

/** @param {[number, number, number]} date @param {(string | undefined)[]} clock @param {boolean} isEnd */
function timeOf([year, month, day], clock, isEnd) {
  if (clock.every((part) => part === undefined)) {
    return instantIn(year, month, isEnd ? day + 1 : day);
  }
  const [hour, minute, second, milli] = clock.map((part) => Number(part ?? 0));
  return hour < 24 && minute < 60 && !(second >= 60) ? instantIn(year, month, day, hour, minute, second || 0, milli || 0) : null;
}
