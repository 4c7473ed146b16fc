import { html, nothing } from "lit";
import { addressOf } from "../address.js";
import { STATUS_LABELS } from "../logic/alerts-view.js";
import { severityName } from "../logic/rules.js";
import { words } from "../words.js";
import { severityIcon } from "./icons.js";

/** A severity with its shape and name, readable without colour. @param {string} severity */
export const severity = (severity) =>
  html`<span class="severity ${severity.toLowerCase()}">${severityIcon(severity)}${severityName(severity)}</span>`;

/** @param {string} status of an alert */
export const alertStatus = (status) => html`<span class="status ${status.toLowerCase()}">${STATUS_LABELS[status]}</span>`;

/** Why the notifications of an alert are muted: a silence, or another alert. @param {{silencedBy: string[], inhibitedBy: string[]}} alert */
export function mutedMark({ silencedBy, inhibitedBy }) {
  if (silencedBy.length) {
    return html` <a class="tag" href=${addressOf("silence", { id: silencedBy[0] })} title=${words.alerts.silencedHint}>${words.alerts.silenced}</a>`;
  }
  return inhibitedBy.length
    ? html` <a class="tag" href=${addressOf("alerts", { status: "ALL", selected: inhibitedBy[0] })} title=${words.alerts.inhibitedHint}>${words.alerts.inhibited}</a>`
    : nothing;
}
