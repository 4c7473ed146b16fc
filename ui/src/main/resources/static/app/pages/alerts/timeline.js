import { html, nothing } from "lit";
import { hasValue } from "../../logic/alerts-view.js";
import { TRANSITIONS } from "../../logic/channels.js";
import { millisOf, spanText } from "../../logic/times.js";
import { severity } from "../../parts/severity.js";
import { time } from "../../parts/time.js";
import { words } from "../../words.js";

/** Why an alert was resolved, where its comment does not say it. */
const REASONS = words.alerts.resolutionReasons;

/** The actor of automatic changes. */
const SYSTEM = "system";

/**
 * The changes of an alert with their actors, oldest first.
 *
 * @param {any} alert
 * @param {import("../../logic/units.js").Unit} unit
 */
export const timeline = (alert, unit) => html`
  <ol class="timeline">
    ${alert.transitions.map((/** @type {any} */ step, /** @type {number} */ index) => {
      const previous = alert.transitions[index - 1];
      return html`
        <li class=${step.kind.toLowerCase()}>
          <div>
            <strong>${TRANSITIONS[step.kind]}</strong>
            ${["OPENED", "RAISED", "LOWERED"].includes(step.kind)
              ? html`${severity(step.severity)} ${hasValue(step) ? html`<span class="muted">${words.alerts.valueAndThreshold(unit.text(step.value), unit.text(step.threshold))}</span>` : nothing}`
              : nothing}
            ${REASONS[step.reason] ? html`<span class="muted">${REASONS[step.reason]}</span>` : nothing}
            ${step.actor === SYSTEM ? nothing : html`<span>${words.alerts.byActor(step.actor)}</span>`}
          </div>
          ${step.comment ? html`<blockquote>${step.comment}</blockquote>` : nothing}
          <div class="caption">
            ${time(step.at)} ${previous ? words.alerts.afterTime(spanText(millisOf(step.at) - millisOf(previous.at))) : nothing}
          </div>
        </li>`;
    })}
  </ol>`;
