// The time zone in which the page shows and reads times: that of the browser, UTC, or a named one.

const MINUTE = 60_000;

/** Offsets change at a full quarter of an hour. */
const SLOT = 15 * MINUTE;

const MAX_CACHED = 10_000;

/** The name of the zone; empty: that of the browser. */
let zone = "";

/** @type {Intl.DateTimeFormat | null} */
let format = null;

/** Offsets of a named zone by quarter of an hour. @type {Map<number, number>} */
const offsets = new Map();

/** The chosen zone; empty: that of the browser. */
export const zoneName = () => zone;

/** The zone of the browser, such as Europe/Berlin. */
export const browserZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {string} name */
const formatOf = (name) =>
  new Intl.DateTimeFormat("en", { timeZone: name, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });

/**
 * Sets the zone. An unknown name is that of the browser.
 *
 * @param {string} name empty: that of the browser
 */
export function setZone(name) {
  try {
    format = name === "" || name === "UTC" ? null : formatOf(name);
    zone = name;
  } catch {
    format = null;
    zone = "";
  }
  offsets.clear();
}

/** The offset from UTC at an instant, in milliseconds. @param {number} millis */
function offsetAt(millis) {
  if (format === null || Number.isNaN(millis)) {
    return zone === "UTC" ? 0 : -new Date(millis).getTimezoneOffset() * MINUTE;
  }
  const slot = Math.floor(millis / SLOT);
  let offset = offsets.get(slot);
  if (offset === undefined) {
    const start = slot * SLOT;
    const parts = Object.fromEntries(format.formatToParts(start).map(({ type, value }) => [type, Number(value)]));
    offset = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - start;
    if (offsets.size >= MAX_CACHED) {
      offsets.clear();
    }
    offsets.set(slot, offset);
  }
  return offset;
}

/** A date whose UTC fields are those of an instant in the zone. @param {string | number} instant */
export function zoned(instant) {
  const millis = new Date(instant).getTime();
  return new Date(millis + offsetAt(millis));
}

/** A date whose fields in the zone of the browser are those of an instant in the zone, for charts. @param {number} millis */
export function asBrowserDate(millis) {
  if (zone === "") {
    return new Date(millis);
  }
  const date = zoned(millis);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds());
}

/**
 * The instant of a time in the zone. A time that a change to summer time skips is an hour later.
 *
 * @param {number} year
 * @param {number} month from 0
 * @param {number} [day]
 * @param {number} [hour]
 * @param {number} [minute]
 * @param {number} [seconds]
 * @param {number} [millis]
 * @returns {number} milliseconds
 */
export function instantIn(year, month, day = 1, hour = 0, minute = 0, seconds = 0, millis = 0) {
  const fields = Date.UTC(year, month, day, hour, minute, seconds, millis);
  const first = fields - offsetAt(fields);
  const second = fields - offsetAt(first);
  return zoned(second).getTime() === fields ? second : Math.max(first, second);
}

/** The offset from UTC as text: UTC+1, UTC−3:30. @param {number} millis */
export function offsetText(millis) {
  const minutes = Math.round(offsetAt(millis) / MINUTE);
  if (minutes === 0) {
    return "UTC";
  }
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(Math.abs(minutes) / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}
