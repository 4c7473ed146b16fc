import { html, nothing, render } from "lit";
import { words } from "../words.js";
import { icon } from "./icons.js";

/**
 * Confirms an action that cannot be undone.
 *
 * @param {object} dialog
 * @param {string} dialog.title
 * @param {unknown} dialog.text
 * @param {string} dialog.action label of the button
 * @param {string} [dialog.typed] text that has to be typed first
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, action, typed }) {
  const place = document.createElement("div");
  document.body.append(place);
  return new Promise((resolve) => {
    /** @param {Event} event */
    const closed = (event) => {
      resolve(/** @type {HTMLDialogElement} */ (event.target).returnValue === "yes");
      place.remove();
    };
    render(
      html`
        <dialog class="dialog narrow" aria-labelledby="confirm-title" @close=${closed}>
          <form method="dialog" class="stack">
            <header>
              <h2 id="confirm-title">${title}</h2>
              <button class="plain" formnovalidate aria-label=${words.common.close}>${icon("close")}</button>
            </header>
            <p>${text}</p>
            ${typed
              ? html`<label>${words.common.typeToConfirm(html`<code>${typed}</code>`)}
                  <input required pattern=${escaped(typed)} autocomplete="off" spellcheck="false" title=${typed} />
                </label>`
              : nothing}
            <div class="buttons end">
              <button class="button" formnovalidate>${words.common.cancel}</button>
              <button class="button danger" value="yes">${action}</button>
            </div>
          </form>
        </dialog>`,
      place,
    );
    /** @type {HTMLDialogElement} */ (place.querySelector("dialog")).showModal();
  });
}

/** Escapes text for the pattern of an input. @param {string} text */
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
