import { html, nothing } from "lit";
import { countText } from "../../logic/numbers.js";
import { localTime } from "../../logic/times.js";
import { icon } from "../../parts/icons.js";
import { words } from "../../words.js";

/**
 * Whether the stored events are complete, from the reconciliation of all messages that were read.
 *
 * @param {{balanced: boolean, total: {lost: number, rejected: number}} | undefined} integrity
 * @param {number} updatedAt when it was read
 */
export function completeness(integrity, updatedAt) {
  if (!integrity) {
    return nothing;
  }
  const { balanced, total } = integrity;
  const complete = balanced && total.lost === 0;
  return html`
    <a class="completeness ${complete ? "" : "bad"}" href="health" title=${words.logs.completenessHint(localTime(updatedAt))}>
      ${icon(complete ? "check" : "alerts")} ${words.logs[balanced ? (complete ? "complete" : "incomplete") : "notBalanced"](countText(total.lost), countText(total.rejected))}
    </a>`;
}
