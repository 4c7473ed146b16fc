// The parts of a message that a query matches.

/** Terms of a query: a negation, the field if there is one, and a phrase or a word. */
const TERM = /(NOT\s+|[-!])?(?:((?:\\.|[^\s()"\\:!+-])(?:\\.|[^\s()"\\:])*):)?(?:"((?:\\.|[^"\\])*)"|((?:\\.|[^\s()"\\])+))/g;

/** Groups that are excluded or of a field, and ranges. */
const GROUP = /(?:NOT\s+|[-!]|([^\s()"]+):)(?:\(([^()]*)\)|[[{][^\]}]*[\]}])/g;

const OPERATORS = ["AND", "OR", "NOT", "TO"];

/** More would make rendering slow. */
const MAX_TERMS = 20;

/**
 * The texts that a query requires in the message: words and phrases without a field, or with the field message. Excluded terms,
 * ranges and comparisons match no text.
 *
 * @param {string} query
 * @returns {string[]}
 */
export function termsOf(query) {
  const terms = [];
  const text = query.replace(GROUP, (_, field, group) => (field === "message" ? (group ?? "") : ""));
  for (const [, negation, field, phrase, word] of text.matchAll(TERM)) {
    if (!negation && (!field || field === "message") && !OPERATORS.includes(word)) {
      const plain = (phrase ?? word).replace(/\\(.)/g, "$1");
      terms.push(...(phrase === undefined ? plain.split(/[*?]/) : [plain]));
    }
  }
  return terms.filter((term) => term.length > 1 || /\w/.test(term)).slice(0, MAX_TERMS);
}

/**
 * Text in parts, alternately outside of matches and matching, ignoring case; the first one is outside.
 *
 * @param {string} text
 * @param {string[]} terms
 * @returns {string[]}
 */
export function highlighted(text, terms) {
  if (!terms.length) {
    return [text];
  }
  const longestFirst = [...terms].sort((one, other) => other.length - one.length);
  return text.split(new RegExp(`(${longestFirst.map((term) => term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|")})`, "gi"));
}

/** Ends before punctuation that follows an address. */
const ADDRESS = /https?:\/\/[^\s"'<>`]*[^\s"'<>`.,;:!?)\]}]/g;

/**
 * Text in parts, alternately outside of web addresses and addresses; the first one is outside.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function withAddresses(text) {
  const parts = [];
  let end = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    parts.push(text.slice(end, index), address);
    end = index + address.length;
  }
  return [...parts, text.slice(end)];
}
