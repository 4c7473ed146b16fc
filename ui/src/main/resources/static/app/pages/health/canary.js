import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { spanText } from "../../logic/times.js";
import { ago } from "../../parts/time.js";

/** What may have gone wrong with lines. @type {[string, string][]} */
const WRONGS = [
  ["late", "late"],
  ["missing", "missing"],
  ["duplicates", "stored twice"],
  ["unsent", "not taken by the queue"],
];

/**
 * What has become of the lines that the instance has sent to itself.
 *
 * @param {any} canary
 */
export const arrivals = (canary) => html`
  <div class="caption">
    ${countText(canary.inTime + canary.late)} of ${countText(canary.sent)} lines that it sent to itself have
    arrived${canary.lastFoundAt ? html`, the last in ${spanText(canary.delayMillis)}, ${ago(canary.lastFoundAt)}` : nothing}
  </div>
  ${WRONGS.map(([name, text]) => (canary[name] ? html`<div class="caption"><strong>${countText(canary[name])}</strong> ${text}</div>` : nothing))}`;
