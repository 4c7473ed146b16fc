import { html as template } from "lit-element";
import { visible } from "./logic/visible.js";

export * from "lit-element";

/** Ends the text before a value that is no text on the screen: a property, or the value of a form field. */
const RAW = /\s(\.[\w-]+|value)=["']?$/;

/** Which values of a template are raw. @type {WeakMap<TemplateStringsArray, boolean[]>} */
const raw = new WeakMap();

/** @param {TemplateStringsArray} strings */
function rawValues(strings) {
  let known = raw.get(strings);
  if (!known) {
    known = strings.map((text) => RAW.test(text));
    raw.set(strings, known);
  }
  return known;
}

/** @param {unknown} value @returns {unknown} */
const shown = (value) => (typeof value === "string" ? visible(value) : Array.isArray(value) ? value.map(shown) : value);

/**
 * Lit's `html`, with control characters and bidirectional controls of text as escapes: no stored value can hide or reorder
 * the text around it. Every module imports this one as `lit`.
 *
 * @param {TemplateStringsArray} strings @param {unknown[]} values
 */
export const html = (strings, ...values) => {
  const isRaw = rawValues(strings);
  return template(strings, ...values.map((value, index) => (isRaw[index] ? value : shown(value))));
};
