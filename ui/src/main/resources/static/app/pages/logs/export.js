import { html } from "lit";
import { urlOf } from "../../api.js";
import { icon } from "../../parts/icons.js";
import { popup } from "../../parts/popup.js";

/**
 * All that matches, as a file.
 *
 * @param {{query: string, from: string, to: string}} question
 */
export const exportLinks = (question) =>
  popup({
    id: "export",
    title: "Export",
    label: html`${icon("download")}<span class="wide-only">Export</span>`,
    content: html`
      <div class="menu">
        <a href=${urlOf("logs/export", { ...question, format: "ndjson" })} download data-elsewhere>JSON, a line each</a>
        <a href=${urlOf("logs/export", { ...question, format: "csv" })} download data-elsewhere>CSV</a>
      </div>`,
  });
