// Preferences in this browser: theme, column widths, saved views; drafts for the session. All are optional.

const PREFIX = "la.";

/**
 * @template T
 * @param {string} name
 * @param {T} fallback for a missing or unreadable value
 * @param {Storage} [storage]
 * @returns {T}
 */
export function readStored(name, fallback, storage = localStorage) {
  try {
    const text = storage.getItem(PREFIX + name);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {Storage} [storage]
 */
export function writeStored(name, value, storage = localStorage) {
  try {
    storage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage may be full or blocked. The value is then lost on reload.
  }
}
