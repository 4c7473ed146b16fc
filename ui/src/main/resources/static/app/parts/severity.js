import { html } from "lit";
import { STATUS_WORDS } from "../logic/alerts-view.js";
import { severityIcon } from "./icons.js";

/** Its shape and its word, so that nobody needs the colour. @param {string} severity */
export const severity = (severity) =>
  html`<span class="severity">${severityIcon(severity)}${severity[0]}${severity.slice(1).toLowerCase()}</span>`;

/** @param {string} status of an alert */
export const alertStatus = (status) => html`<span class="status ${status.toLowerCase()}">${STATUS_WORDS[status]}</span>`;
