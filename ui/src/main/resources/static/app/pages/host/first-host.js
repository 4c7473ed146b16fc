import { html } from "lit";
import { apiAddress, command } from "../../parts/command.js";
import { icon } from "../../parts/icons.js";
import { emptyState } from "../../parts/states.js";
import { words } from "../../words.js";

/** A command for the working directory of the server. */
const example = () =>
  `curl -H "X-API-Key: $(cat data/api-key)" -H 'Content-Type: application/json' \\\n` +
  `     ${apiAddress("metrics")} \\\n` +
  `     -d '{"timestamp":"'$(date -u +%FT%TZ)'","host":{"hostname":"'$(hostname)'"},"metrics":{"cpu_usage":12.5}}'`;

/** The state without hosts. @param {() => void} refresh */
export const firstHost = (refresh) =>
  emptyState(
    words.hosts.noHostsYet,
    html`
      <p>${words.hosts.firstHostHint}</p>
      ${command(example(), html`<button class="button" @click=${refresh}>${icon("refresh")} ${words.common.refresh}</button>`)}
    `,
  );
