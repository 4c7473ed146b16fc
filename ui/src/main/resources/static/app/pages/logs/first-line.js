import { html } from "lit";
import { apiAddress, command } from "../../parts/command.js";
import { icon } from "../../parts/icons.js";
import { empty } from "../../parts/states.js";

/** Works where the server was started. */
const sent = () =>
  `curl -H "X-API-Key: $(cat data/api-key)" -H 'Content-Type: application/json' \\\n` +
  `     ${apiAddress("logs")} \\\n` +
  `     -d '{"host":"web-1","level":"WARN","message":"hello","application":"shop"}'`;

/**
 * What to do where there are no lines at all, but perhaps those that the server sends to itself.
 *
 * @param {() => void} widen
 * @param {() => void} showCanary
 * @param {() => void} again
 */
export const firstLine = (widen, showCanary, again) =>
  empty(
    "No lines in this time",
    html`
      <p>Send one, and ask again:</p>
      ${command(
        sent(),
        html`
          <button class="button" @click=${again}>${icon("refresh")} Ask again</button>
          <button class="button" @click=${widen}>Look at 30 days</button>`,
      )}
      <button class="link" @click=${showCanary}>What the server sends to itself</button>`,
  );
