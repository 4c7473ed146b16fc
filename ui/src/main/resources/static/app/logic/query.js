// What is asked of the logs: the text of the query box, the filters that were clicked, and the levels. No rendering in here.

/** The worst first, as they stand in lists and, in the histogram, from the bottom up. */
export const LEVELS = ["FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"];

/** What a query can name besides attributes.<name>. */
export const FIELDS = ["host", "level", "application", "component", "environment", "tag", "correlationId", "message"];

/**
 * A value that a field must have, or must not have.
 *
 * @typedef {object} Filter
 * @property {string} field
 * @property {string} value
 * @property {boolean} excluded
 */

/**
 * @typedef {object} Question
 * @property {string} text as typed
 * @property {Filter[]} filters
 * @property {string[]} levels none: all
 */

/** @param {string} value */
export const quoted = (value) => `"${value.replace(/[\\"]/g, "\\$&")}"`;

/** What means something to the query language, within the name of a field. */
const SPECIAL = /[+\-!(){}[\]^"~*?:\\/<>=&|@\s]/g;

/** @param {string} field */
const escaped = (field) => field.replace(SPECIAL, "\\$&");

/** @param {Filter} filter */
export const termOf = ({ field, value, excluded }) => `${excluded ? "NOT " : ""}${escaped(field)}:${quoted(value)}`;

/**
 * The query for the API. The text stands first, and in parentheses if there is more, so that whatever it is, the rest
 * holds as well.
 *
 * @param {Question} question
 */
export function queryOf({ text, filters, levels }) {
  const parts = filters.map(termOf);
  if (levels.length) {
    parts.push(`level:(${levels.join(" OR ")})`);
  }
  if (text.trim()) {
    parts.unshift(parts.length ? `(${text})` : text);
  }
  return parts.join(" AND ");
}

/**
 * Where in the text a mistake is that the API found in the whole query.
 *
 * @param {Question} question
 * @param {number | undefined} position
 * @returns {number | undefined} undefined where it cannot be told
 */
export function positionInText({ text, filters, levels }, position) {
  const at = (position ?? -1) - (filters.length || levels.length ? 1 : 0);
  return at >= 0 && at <= text.length ? at : undefined;
}

/**
 * A filter as it stands in the URL: field:value, or -field:value.
 *
 * @param {Filter} filter
 */
export const filterText = ({ field, value, excluded }) => `${excluded ? "-" : ""}${field.replace(/[\\:]/g, "\\$&")}:${value}`;

/**
 * @param {string} text
 * @returns {Filter | null} null where it is none
 */
export function parseFilter(text) {
  const parts = /^(-?)((?:\\.|[^\\:])+):(.*)$/s.exec(text);
  return parts && { field: parts[2].replace(/\\(.)/g, "$1"), value: parts[3], excluded: parts[1] === "-" };
}

/**
 * The filters with one more. The same one is not added twice, and the contrary one goes.
 *
 * @param {Filter[]} filters
 * @param {Filter} added
 */
export function withFilter(filters, added) {
  return [...filters.filter((filter) => !isAbout(filter, added)), added];
}

/**
 * @param {Filter[]} filters
 * @param {Filter} removed
 */
export function withoutFilter(filters, removed) {
  return filters.filter((filter) => !isAbout(filter, removed));
}

/** @param {Filter} one @param {Filter} other */
const isAbout = (one, other) => one.field === other.field && one.value === other.value;

/**
 * The levels after a click on one of them: with none chosen all are shown, so the first click leaves only that one.
 *
 * @param {string[]} levels
 * @param {string} clicked
 */
export function toggledLevels(levels, clicked) {
  const chosen = levels.includes(clicked) ? levels.filter((level) => level !== clicked) : [...levels, clicked];
  return chosen.length === LEVELS.length ? [] : LEVELS.filter((level) => chosen.includes(level));
}

/**
 * What is being typed where the caret stands.
 *
 * @typedef {object} Typed
 * @property {number} start where it begins
 * @property {number} end where the caret is
 * @property {string} field empty while the field itself, or a word, is typed
 * @property {string} prefix
 */

/**
 * @param {string} text
 * @param {number} caret
 * @returns {Typed | null} null within quotes of a message, where nothing can be suggested
 */
export function typedAt(text, caret) {
  const before = text.slice(0, caret);
  const value = /(?:^|[\s(!+-])((?:\\.|[^\s()"\\:!+-])(?:\\.|[^\s()"\\:])*):\(?("?)([^"()\s]*|(?<=")[^"]*)$/.exec(before);
  if (value) {
    const start = caret - value[2].length - value[3].length;
    return { start, end: caret, field: value[1].replace(/\\(.)/g, "$1"), prefix: value[3] };
  }
  if ((before.match(/(?<!\\)"/g) ?? []).length % 2) {
    return null;
  }
  const word = /[^\s()"!+-][^\s()"]*$/.exec(before)?.[0] ?? "";
  return { start: caret - word.length, end: caret, field: "", prefix: word };
}

/**
 * The text with a suggestion in place of what was typed, and where the caret goes.
 *
 * @param {string} text
 * @param {Typed} typed
 * @param {string} chosen a field, or a value of the field
 */
export function completed(text, typed, chosen) {
  const inserted = typed.field ? `${bareOrQuoted(chosen)} ` : `${escaped(chosen)}:`;
  return {
    text: text.slice(0, typed.start) + inserted + text.slice(typed.end).replace(/^"?\s?/, ""),
    caret: typed.start + inserted.length,
  };
}

/** @param {string} value */
const bareOrQuoted = (value) => (/^[\w.-]+$/.test(value) && !/^(AND|OR|NOT|TO)$/.test(value) ? value : quoted(value));
