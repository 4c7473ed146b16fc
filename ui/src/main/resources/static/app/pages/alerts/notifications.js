import { html, nothing } from "lit";
import { addressOf } from "../../address.js";
import { post } from "../../api.js";
import { TRANSITIONS, reasonOf, statusLabel } from "../../logic/channels.js";
import { time } from "../../parts/time.js";
import { refreshAll } from "../../query.js";
import { hasScope } from "../../session.js";
import { showProblem, showToast } from "../../toast.js";

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
  html`<span class="muted">${TRANSITIONS[transition].toLowerCase()}${repeat ? `, repetition ${repeat}` : ""}</span>`;

/** @param {any} notification */
export const notificationStatus = ({ status }) => html`<span class="status delivery-${status.toLowerCase()}">${statusLabel(status)}</span>`;

/** @param {string} id @param {any[] | undefined} channels */
function channelLink(id, channels) {
  const channel = channels?.find((one) => one.id === id);
  return channel
    ? html`<a href=${addressOf("channel", { id })}><bdi>${channel.name}</bdi></a>`
    : html`<span class="muted">${channels ? "a deleted channel" : "…"}</span>`;
}

/** Why a notification has its status. @param {any} notification */
export function reason(notification) {
  const { status, mutedBy, nextAt } = notification;
  if (status === "MUTED") {
    return mutedReason(mutedBy);
  }
  const text = reasonOf(notification);
  const next = status === "PENDING" && nextAt ? html` next attempt ${time(nextAt)}` : nothing;
  return html`${text ? html`<span class=${status === "FAILED" ? "error-text" : ""}>${text}</span>` : nothing}${next}`;
}

/** What mutes a notification, with a link to it. @param {{reason: string, by: string} | null} mutedBy */
function mutedReason(mutedBy) {
  switch (mutedBy?.reason) {
    case "SILENCE":
      return html`by a <a href=${addressOf("silence", { id: mutedBy.by })}>silence</a>`;
    case "INTERVAL":
      return html`by the mute interval <a href="silences?view=intervals"><bdi>${mutedBy.by}</bdi></a>`;
    case "INHIBITION":
      return html`inhibited by an <a href=${addressOf("alerts", { status: "ALL", selected: mutedBy.by })}>alert</a>`;
    default:
      return nothing;
  }
}

/** @param {any} notification */
export const resendButton = ({ id, status }) =>
  status === "FAILED" && hasScope("operate")
    ? html`<button class="button small" title="Send this notification again, with the same ID" @click=${() => resend(id)}>Send again</button>`
    : nothing;

/** @param {string} id */
async function resend(id) {
  try {
    await post(`notifications/${id}/retry`);
    showToast({ text: "Notification is sent again" });
  } catch (problem) {
    showProblem(problem);
  }
  refreshAll();
}
