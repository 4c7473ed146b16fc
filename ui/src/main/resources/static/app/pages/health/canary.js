import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { spanText } from "../../logic/times.js";
import { ago } from "../../parts/time.js";
import { words } from "../../words.js";

/** Failures of canary events. @type {[string, string][]} */
const FAILURES = [
  ["late", words.health.late],
  ["missing", words.health.missing],
  ["duplicates", words.health.duplicates],
  ["unsent", words.health.notAcceptedByQueue],
];

/**
 * The result of the canary events that the instance sends to itself.
 *
 * @param {any} canary
 */
export const canaryResult = (canary) => html`
  <div class="caption">
    ${canary.lastFoundAt
      ? words.health.canaryReceivedLast(countText(canary.inTime + canary.late), countText(canary.sent), spanText(canary.delayMillis), ago(canary.lastFoundAt))
      : words.health.canaryReceived(countText(canary.inTime + canary.late), countText(canary.sent))}
  </div>
  ${FAILURES.map(([name, text]) => (canary[name] ? html`<div class="caption"><strong>${countText(canary[name])}</strong> ${text}</div>` : nothing))}`;
