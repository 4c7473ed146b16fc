import { html, nothing } from "lit";
import { addressOf } from "../../address.js";
import { post } from "../../api.js";
import { TRANSITIONS, reasonOf, statusLabel } from "../../logic/channels.js";
import { time } from "../../parts/time.js";
import { refreshAll } from "../../query.js";
import { hasScope } from "../../session.js";
import { showProblem, showToast } from "../../toast.js";
import { words } from "../../words.js";

/**
 * The notifications of an alert, newest first: to which channel, with which outcome, and why.
 *
 * @param {any[]} list
 * @param {any[] | undefined} channels undefined: not known yet
 */
export const notificationList = (list, channels) => html`
  <ul class="notifications">
    ${list.map(
      (one) => html`
        <li>
          <div class="one">
            ${notificationStatus(one)}
            ${channelLink(one.channelId, channels)} ${transition(one)}
            ${resendButton(one)}
          </div>
          <div class="caption">${time(one.sentAt ?? one.createdAt)} ${reason(one)}</div>
        </li>`,
    )}
  </ul>`;

/** The transition that a notification reports. @param {any} notification */
export const transition = ({ transition, repeat }) =>
  html`<span class="muted">${repeat ? words.alerts.repetition(TRANSITIONS[transition], repeat) : TRANSITIONS[transition]}</span>`;

/** @param {any} notification */
export const notificationStatus = ({ status }) => html`<span class="status delivery-${status.toLowerCase()}">${statusLabel(status)}</span>`;

/** @param {string} id @param {any[] | undefined} channels */
function channelLink(id, channels) {
  const channel = channels?.find((one) => one.id === id);
  return channel
    ? html`<a href=${addressOf("channel", { id })}><bdi>${channel.name}</bdi></a>`
    : html`<span class="muted">${channels ? words.alerts.aDeletedChannel : "…"}</span>`;
}

/** Why a notification has its status. @param {any} notification */
export function reason(notification) {
  const { status, mutedBy, nextAt } = notification;
  if (status === "MUTED") {
    return mutedReason(mutedBy);
  }
  const text = reasonOf(notification);
  const next = status === "PENDING" && nextAt ? html` ${words.alerts.nextAttempt(time(nextAt))}` : nothing;
  return html`${text ? html`<span class=${status === "FAILED" ? "error-text" : ""}>${text}</span>` : nothing}${next}`;
}

/** What mutes a notification, with a link to it. @param {{reason: string, by: string} | null} mutedBy */
function mutedReason(mutedBy) {
  switch (mutedBy?.reason) {
    case "SILENCE":
      return html`${words.alerts.mutedBySilence(html`<a href=${addressOf("silence", { id: mutedBy.by })}>${words.alerts.silenceLink}</a>`)}`;
    case "INTERVAL":
      return html`${words.alerts.mutedByInterval(html`<a href="silences?view=intervals"><bdi>${mutedBy.by}</bdi></a>`)}`;
    case "INHIBITION":
      return html`${words.alerts.inhibitedBy(html`<a href=${addressOf("alerts", { status: "ALL", selected: mutedBy.by })}>${words.alerts.alertLink}</a>`)}`;
    default:
      return nothing;
  }
}

/** @param {any} notification */
export const resendButton = ({ id, status }) =>
  status === "FAILED" && hasScope("operate")
    ? html`<button class="button small" title=${words.alerts.sendAgainHint} @click=${() => resend(id)}>${words.common.sendAgain}</button>`
    : nothing;

/** @param {string} id */
async function resend(id) {
  try {
    await post(`notifications/${id}/retry`);
    showToast({ text: words.alerts.notificationIsSentAgain });
  } catch (problem) {
    showProblem(problem);
  }
  refreshAll();
}
