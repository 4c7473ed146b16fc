import { html } from "lit";
import { copy } from "../toast.js";
import { icon } from "./icons.js";

/** Where the API is, as somebody outside of the browser writes it. @param {string} path below /api/v1 */
export const apiAddress = (path) => new URL(`api/v1/${path}`, location.href).href;

/**
 * A command for the terminal, that can be copied.
 *
 * @param {string} text
 * @param {unknown} [further] buttons
 */
export const command = (text, further) => html`
  <pre class="command" tabindex="0" aria-label="Command">${text}</pre>
  <div class="buttons">
    <button class="button" type="button" @click=${() => copy(text, "The command")}>${icon("copy")} Copy</button>
    ${further}
  </div>`;
