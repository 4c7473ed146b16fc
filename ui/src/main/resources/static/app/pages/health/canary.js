import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { spanText } from "../../logic/times.js";
import { ago } from "../../parts/time.js";

/** Failures of canary events. @type {[string, string][]} */
const FAILURES = [
  ["late", "late"],
  ["missing", "missing"],
  ["duplicates", "duplicates"],
  ["unsent", "not accepted by the queue"],
];

/**
 * The result of the canary events that the instance sends to itself.
 *
 * @param {any} canary
 */
export const canaryResult = (canary) => html`
  <div class="caption">
    ${countText(canary.inTime + canary.late)}/${countText(canary.sent)} received${canary.lastFoundAt
      ? html`, last ${spanText(canary.delayMillis)}, ${ago(canary.lastFoundAt)}`
      : nothing}
  </div>
  ${FAILURES.map(([name, text]) => (canary[name] ? html`<div class="caption"><strong>${countText(canary[name])}</strong> ${text}</div>` : nothing))}`;
