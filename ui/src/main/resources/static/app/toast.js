// Short messages at the edge, which are read out as well.

/** Heard on window; its detail is a Toast. */
export const TOAST = "la-toast";

/**
 * @typedef {object} Toast
 * @property {string} text
 * @property {"good" | "bad"} [kind]
 * @property {{label: string, run: () => void}} [action]
 * @property {() => void} [gone] called when it goes without its action having been run
 * @property {number} [millis] how long it stays
 */

/** @param {Toast} toast */
export const tell = (toast) => window.dispatchEvent(new CustomEvent(TOAST, { detail: toast }));

/** @param {unknown} error */
export const tellProblem = (error) => tell({ text: error instanceof Error ? error.message : String(error), kind: "bad" });

/**
 * @param {string} text
 * @param {string} what for the message: "The line as JSON"
 */
export async function copy(text, what) {
  const copied = navigator.clipboard ? await written(text) : selectedAndCopied(text);
  tell(copied ? { text: `${what} is copied.` } : { text: "The browser does not let this page copy.", kind: "bad" });
}

/** @param {string} text */
const written = (text) =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );

/** Where the page came over plain HTTP from another machine there is no clipboard but this. @param {string} text */
function selectedAndCopied(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}
