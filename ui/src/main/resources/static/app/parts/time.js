import { html, nothing } from "lit";
import { agoText, exactTime, localTime, millisOf, spanText, utcTime } from "../logic/times.js";

/**
 * A time in the zone of the page, with UTC as tooltip.
 *
 * @param {string | null | undefined} instant
 */
export const time = (instant) =>
  instant ? html`<time datetime=${instant} title=${utcTime(instant)}>${localTime(instant)}</time>` : html`<span class="muted">–</span>`;

/** A time with milliseconds. @param {string} instant */
export const preciseTime = (instant) =>
  html`<time datetime=${instant} title=${utcTime(instant)}>${exactTime(instant)}</time>`;

/** A time with milliseconds, without the date, which is in the tooltip. @param {string} instant */
export const clockTime = (instant) =>
  html`<time datetime=${instant} title="${localTime(instant)} (${utcTime(instant)})">${exactTime(instant).split(" ")[1]}</time>`;

/**
 * An age, with the time as tooltip.
 *
 * @param {string | null | undefined} instant
 * @param {number} [now]
 */
export const ago = (instant, now = Date.now()) =>
  instant
    ? html`<time datetime=${instant} title="${localTime(instant)} (${utcTime(instant)})">${agoText(instant, now)}</time>`
    : nothing;

/** The time since an instant, with the instant as tooltip. @param {string} instant */
export const age = (instant) =>
  html`<time datetime=${instant} title="${localTime(instant)} (${utcTime(instant)})">${spanText(Date.now() - millisOf(instant))}</time>`;
