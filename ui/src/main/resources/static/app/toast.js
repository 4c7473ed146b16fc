// Short messages at the edge of the page, announced by screen readers.

import { words } from "./words.js";

/** Dispatched on window with a Toast as detail. */
export const TOAST = "la-toast";

/**
 * @typedef {object} Toast
 * @property {string} text
 * @property {"good" | "bad"} [kind]
 * @property {{label: string, run: () => void}} [action]
 * @property {() => void} [onDismiss] called when the toast disappears without its action
 * @property {number} [durationMillis]
 */

/** @param {Toast} toast */
export const showToast = (toast) => window.dispatchEvent(new CustomEvent(TOAST, { detail: toast }));

/** @param {unknown} error */
export const showProblem = (error) => showToast({ text: error instanceof Error ? error.message : String(error), kind: "bad" });

/**
 * Copies text to the clipboard.
 *
 * @param {string} text
 * @param {string} confirmation the message on success
 */
export async function copy(text, confirmation) {
  const copied = navigator.clipboard ? await writeClipboard(text) : copyBySelection(text);
  showToast(copied ? { text: confirmation } : { text: words.common.clipboardDenied, kind: "bad" });
}

/** @param {string} text */
const writeClipboard = (text) =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );

/** The clipboard API is missing on plain HTTP from another host. @param {string} text */
function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}
