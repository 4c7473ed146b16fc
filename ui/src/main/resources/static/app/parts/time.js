import { html, nothing } from "lit";
import { agoText, exactTime, localTime, utcTime } from "../logic/times.js";

/**
 * An instant in the viewer's zone, with UTC for who hovers.
 *
 * @param {string | null | undefined} instant
 */
export const time = (instant) =>
  instant ? html`<time datetime=${instant} title=${utcTime(instant)}>${localTime(instant)}</time>` : html`<span class="muted">–</span>`;

/** To the millisecond. @param {string} instant */
export const preciseTime = (instant) =>
  html`<time datetime=${instant} title=${utcTime(instant)}>${exactTime(instant)}</time>`;

/**
 * How long ago, with the instant itself for who hovers.
 *
 * @param {string | null | undefined} instant
 * @param {number} [now]
 */
export const ago = (instant, now = Date.now()) =>
  instant
    ? html`<time datetime=${instant} title="${localTime(instant)} (${utcTime(instant)})">${agoText(instant, now)}</time>`
    : nothing;
