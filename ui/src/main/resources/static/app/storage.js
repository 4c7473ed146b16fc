// Preferences in this browser: theme, column widths, saved views. All are optional.

const PREFIX = "la.";

/**
 * @template T
 * @param {string} name
 * @param {T} fallback for a missing or unreadable value
 * @returns {T}
 */
export function readStored(name, fallback) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function writeStored(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage may be full or blocked. The value is then lost on reload.
  }
}
