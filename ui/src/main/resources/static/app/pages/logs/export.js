import { html } from "lit";
import { urlOf } from "../../api.js";
import { icon } from "../../parts/icons.js";
import { closePopup, popup } from "../../parts/popup.js";
import { words } from "../../words.js";

/**
 * Downloads of all matching events.
 *
 * @param {{query: string, from: string, to: string}} request
 */
export const exportLinks = (request) =>
  popup({
    id: "export",
    title: words.logs.export,
    label: html`${icon("download")}<span class="wide-only">${words.logs.export}</span>`,
    content: html`
      <div class="menu" @click=${() => closePopup("export")}>
        <a href=${urlOf("logs/export", { ...request, format: "ndjson" })} download data-external>${words.logs.ndjson}</a>
        <a href=${urlOf("logs/export", { ...request, format: "csv" })} download data-external>${words.logs.csv}</a>
      </div>`,
  });
