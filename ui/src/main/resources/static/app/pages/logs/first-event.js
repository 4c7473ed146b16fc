import { html } from "lit";
import { apiAddress, command } from "../../parts/command.js";
import { icon } from "../../parts/icons.js";
import { emptyState } from "../../parts/states.js";
import { words } from "../../words.js";

/** A command for the working directory of the server. */
const example = () =>
  `curl -H "X-API-Key: $(cat data/api-key)" -H 'Content-Type: application/json' \\\n` +
  `     ${apiAddress("logs")} \\\n` +
  `     -d '{"host":"web-1","level":"WARN","message":"hello","application":"shop"}'`;

/**
 * The state of a time range without events, other than canary events.
 *
 * @param {() => void} widen
 * @param {() => void} showCanary
 * @param {() => void} refresh
 */
export const firstEvent = (widen, showCanary, refresh) =>
  emptyState(
    words.logs.noLogsInTimeRange,
    html`
      <p>${words.logs.sendOne}</p>
      ${command(
        example(),
        html`
          <button class="button" @click=${refresh}>${icon("refresh")} ${words.common.refresh}</button>
          <button class="button" @click=${widen}>${words.logs.searchLast30Days}</button>`,
      )}
      <button class="link" @click=${showCanary}>${words.logs.showCanaryEvents}</button>`,
  );
