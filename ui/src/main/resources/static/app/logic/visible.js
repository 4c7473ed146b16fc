/**
 * Control characters, line separators and bidirectional controls, which hide or reorder the text around them. The server
 * rejects them in names (`NameText`). Line breaks and tabs are shown as such.
 */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\r(?!\n)/g;

/** A text with these characters as escapes such as `\u202E`. @param {string} text */
export const visible = (text) =>
  text.replace(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
