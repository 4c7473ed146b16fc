import { html } from "lit";
import { apiAddress, command } from "../../parts/command.js";
import { icon } from "../../parts/icons.js";
import { empty } from "../../parts/states.js";

/** Works where the server was started. */
const measured = () =>
  `curl -H "X-API-Key: $(cat data/api-key)" -H 'Content-Type: application/json' \\\n` +
  `     ${apiAddress("metrics")} \\\n` +
  `     -d '{"timestamp":"'$(date -u +%FT%TZ)'","host":{"hostname":"'$(hostname)'"},"metrics":{"cpu_usage":12.5}}'`;

/** What to do where there are no hosts. @param {() => void} again */
export const firstHost = (again) =>
  empty(
    "No hosts yet",
    html`
      <p>A host is here as soon as it sends a measurement. Start its agent, or send one, and ask again:</p>
      ${command(measured(), html`<button class="button" @click=${again}>${icon("refresh")} Ask again</button>`)}
    `,
  );
