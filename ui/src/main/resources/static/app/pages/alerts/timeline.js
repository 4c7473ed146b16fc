import { html, nothing } from "lit";
import { hasValue } from "../../logic/alerts-view.js";
import { millisOf, spanText } from "../../logic/times.js";
import { severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";

/** @type {Record<string, string>} */
const KINDS = { OPENED: "Fired", RAISED: "Escalated", LOWERED: "De-escalated", ACKNOWLEDGED: "Acknowledged", RESOLVED: "Resolved" };

/** The actor of automatic changes. */
const SYSTEM = "system";

/**
 * The changes of an alert with their actors and notifications, oldest first.
 *
 * @param {any} alert
 * @param {import("../../logic/units.js").Unit} unit
 * @param {any[]} notifications
 */
export const timeline = (alert, unit, notifications) => html`
  <ol class="timeline">
    ${alert.transitions.map((/** @type {any} */ step, /** @type {number} */ index) => {
      const previous = alert.transitions[index - 1];
      return html`
        <li class=${step.kind.toLowerCase()}>
          <div>
            <strong>${KINDS[step.kind]}</strong>
            ${["OPENED", "RAISED", "LOWERED"].includes(step.kind)
              ? html`${severity(step.severity)} ${hasValue(step) ? html`<span class="muted">${unit.text(step.value)} (threshold ${unit.text(step.threshold)})</span>` : nothing}`
              : nothing}
            ${step.actor === SYSTEM ? nothing : html`<span>by ${step.actor}</span>`}
          </div>
          ${step.comment ? html`<blockquote>${step.comment}</blockquote>` : nothing}
          <div class="caption">
            ${time(step.at)} ${previous ? html`after ${spanText(millisOf(step.at) - millisOf(previous.at))}` : nothing}
            ${notifications.filter(({ transition }) => transition === step.kind).map(delivery)}
          </div>
        </li>`;
    })}
  </ol>`;

/** @type {Record<string, string>} */
const MUTED_BY = { SILENCE: "the silence", INTERVAL: "the mute interval", INHIBITION: "the alert" };

/** The state of a notification. @param {any} notification */
function delivery({ status, attempts, nextAt, sentAt, lastError, mutedBy }) {
  switch (status) {
    case "SENT":
      return html`<div>Notification sent ${time(sentAt)}</div>`;
    case "PENDING":
      return html`<div title=${lastError}>Notification pending, next attempt ${time(nextAt)}</div>`;
    case "MUTED":
      return html`<div>Notification muted by ${MUTED_BY[mutedBy?.reason] ?? "a silence"} ${mutedBy?.by ?? ""}</div>`;
    case "SUPERSEDED":
      return html`<div>Notification not sent, as a newer state replaced it</div>`;
    case "CANCELLED":
      return html`<div>Notification cancelled, as the channel was deleted</div>`;
    default:
      return html`<div class="error-text">Notification failed after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}${lastError ? `: ${lastError}` : ""}</div>`;
  }
}
