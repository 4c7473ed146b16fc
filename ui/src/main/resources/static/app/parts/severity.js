import { html } from "lit";
import { STATUS_LABELS } from "../logic/alerts-view.js";
import { severityName } from "../logic/rules.js";
import { severityIcon } from "./icons.js";

/** A severity with its shape and name, readable without colour. @param {string} severity */
export const severity = (severity) =>
  html`<span class="severity ${severity.toLowerCase()}">${severityIcon(severity)}${severityName(severity)}</span>`;

/** @param {string} status of an alert */
export const alertStatus = (status) => html`<span class="status ${status.toLowerCase()}">${STATUS_LABELS[status]}</span>`;
