import { html } from "lit";
import { copy } from "../toast.js";
import { words } from "../words.js";
import { icon } from "./icons.js";

/** The absolute URL of an API path. @param {string} path below /api/v1 */
export const apiAddress = (path) => new URL(`api/v1/${path}`, location.href).href;

/**
 * A shell command with a copy button.
 *
 * @param {string} text
 * @param {unknown} [buttons] more buttons
 */
export const command = (text, buttons) => html`
  <pre class="command" tabindex="0" aria-label=${words.common.command}>${text}</pre>
  <div class="buttons">
    <button class="button" type="button" @click=${() => copy(text, words.common.commandCopied)}>${icon("copy")} ${words.common.copy}</button>
    ${buttons}
  </div>`;
