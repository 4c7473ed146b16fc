import { html, nothing } from "lit";
import { millisOf, spanText } from "../../logic/times.js";
import { severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";

/** @type {Record<string, string>} */
const WORDS = { OPENED: "Opened", RAISED: "Became worse", LOWERED: "Became less", ACKNOWLEDGED: "Acknowledged", RESOLVED: "Resolved" };

/** Who does what happens by itself. */
const SYSTEM = "system";

/** @type {Record<string, string>} */
const NOTIFIED = { SENT: "told", PENDING: "to be told", FAILED: "could not be told" };

/**
 * Its steps, oldest first, who took them, and who was told.
 *
 * @param {any} alert
 * @param {import("../../logic/measures.js").Measure} measure
 * @param {any[]} notifications
 */
export const timeline = (alert, measure, notifications) => html`
  <ol class="timeline">
    ${alert.transitions.map((/** @type {any} */ step, /** @type {number} */ index) => {
      const before = alert.transitions[index - 1];
      return html`
        <li class=${step.kind.toLowerCase()}>
          <div>
            <strong>${WORDS[step.kind]}</strong>
            ${["OPENED", "RAISED", "LOWERED"].includes(step.kind)
              ? html`${severity(step.severity)} <span class="muted">${measure.text(step.value)} of ${measure.text(step.threshold)}</span>`
              : nothing}
            ${step.actor === SYSTEM ? nothing : html`<span>by ${step.actor}</span>`}
          </div>
          ${step.comment ? html`<blockquote>${step.comment}</blockquote>` : nothing}
          <div class="caption">
            ${time(step.at)} ${before ? html`after ${spanText(millisOf(step.at) - millisOf(before.at))}` : nothing}
            ${notifications.filter(({ transition }) => transition === step.kind).map(told)}
          </div>
        </li>`;
    })}
  </ol>`;

/** @param {any} notification */
const told = ({ status, lastError }) =>
  html`<span class=${status === "FAILED" ? "mistake" : ""} title=${lastError}>, a channel was ${NOTIFIED[status] ?? status.toLowerCase()}</span>`;
