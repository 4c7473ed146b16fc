// What this browser keeps for the viewer: his theme, the widths of columns, saved queries. Nothing of it is needed.

const PREFIX = "la.";

/**
 * @template T
 * @param {string} name
 * @param {T} otherwise where nothing is kept, or cannot be read
 * @returns {T}
 */
export function kept(name, otherwise) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage may be full or forbidden: then it is forgotten with the page.
  }
}
