// The matches of the command palette.

/** The part of the palette that a first character selects. @type {Record<string, string>} */
const PREFIXES = { ">": "action", "@": "host" };

/**
 * @typedef {object} Entry
 * @property {string} text
 * @property {string} kind
 */

/**
 * The typed text without its prefix, and the only kind to show; empty: all.
 *
 * @param {string} typed
 */
export function searchOf(typed) {
  const kind = PREFIXES[typed[0]] ?? "";
  return { kind, text: (kind ? typed.slice(1) : typed).trim() };
}

/**
 * How well a text matches: 3 its beginning, 2 the beginning of a word, 1 a part, 0.5 all characters in order, 0 not.
 *
 * @param {string} text
 * @param {string} typed
 */
export function rankOf(text, typed) {
  const [whole, part] = [text.toLowerCase(), typed.toLowerCase()];
  const at = whole.indexOf(part);
  if (at >= 0) {
    return at === 0 ? 3 : /[^\p{L}\p{N}]/u.test(whole[at - 1]) ? 2 : 1;
  }
  let position = 0;
  for (const character of whole) {
    if (character === part[position]) {
      position++;
    }
  }
  return position === part.length ? 0.5 : 0;
}

/**
 * The entries that match, best first; equal ones keep their order.
 *
 * @template {Entry} T
 * @param {T[]} entries
 * @param {string} typed
 * @param {number} max
 * @returns {T[]}
 */
export function found(entries, typed, max) {
  const { kind, text } = searchOf(typed);
  return entries
    .filter((entry) => !kind || entry.kind === kind)
    .map((entry) => ({ entry, rank: rankOf(entry.text, text) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, max)
    .map(({ entry }) => entry);
}
