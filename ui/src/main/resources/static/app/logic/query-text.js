// Log queries: the text of the query box, filters and levels, and their completion.

/** Most severe first: the order of lists, and of histograms from the bottom. */
export const LEVELS = ["FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"];

/** Fields of an event in queries, besides attributes.<name>; the members of the API, with "tag" for tags. */
export const FIELDS = ["host", "level", "application", "component", "environment", "tag", "correlationId", "message"];

/**
 * A required or excluded value of a field.
 *
 * @typedef {object} Filter
 * @property {string} field
 * @property {string} value
 * @property {boolean} excluded
 */

/**
 * @typedef {object} LogQuery
 * @property {string} text as typed
 * @property {Filter[]} filters
 * @property {string[]} levels empty: all
 */

/** @param {string} value */
export const quoted = (value) => `"${value.replace(/[\\"]/g, "\\$&")}"`;

/** Special characters of the query language in the name of a field. */
const SPECIAL = /[+\-!(){}[\]^"~*?:\\/<>=&|@\s]/g;

/** @param {string} field */
const escaped = (field) => field.replace(SPECIAL, "\\$&");

/** A term with a pattern, in which * and ? are wildcards. @param {string} field @param {string} pattern */
export const globTermOf = (field, pattern) => `${escaped(field)}:${pattern.replace(SPECIAL, (character) => ("*?".includes(character) ? character : `\\${character}`))}`;

/** @param {Filter} filter */
export const termOf = ({ field, value, excluded }) => `${excluded ? "NOT " : ""}${escaped(field)}:${quoted(value)}`;

/**
 * The terms of filters. Required values of one field are alternatives.
 *
 * @param {Filter[]} filters
 * @returns {string[]}
 */
function termsOf(filters) {
  const required = filters.filter(({ excluded }) => !excluded);
  const fields = [...new Set(required.map(({ field }) => field))];
  return [
    ...fields.map((name) => alternatives(required.filter(({ field }) => field === name))),
    ...filters.filter(({ excluded }) => excluded).map(termOf),
  ];
}

/** @param {Filter[]} filters of one field */
const alternatives = (filters) =>
  filters.length === 1 ? termOf(filters[0]) : `${escaped(filters[0].field)}:(${filters.map(({ value }) => quoted(value)).join(" OR ")})`;

/**
 * The query for the API. Text that is combined with filters or levels is put in parentheses.
 *
 * @param {LogQuery} query
 */
export function queryOf({ text, filters, levels }) {
  const parts = termsOf(filters);
  if (levels.length) {
    parts.push(`level:(${levels.join(" OR ")})`);
  }
  if (text.trim()) {
    parts.unshift(parts.length ? `(${text})` : text);
  }
  return parts.join(" AND ");
}

/**
 * The position in the text of an error in the whole query.
 *
 * @param {LogQuery} query
 * @param {number | undefined} position
 * @returns {number | undefined} undefined outside of the text
 */
export function positionInText({ text, filters, levels }, position) {
  const index = (position ?? -1) - (filters.length || levels.length ? 1 : 0);
  return index >= 0 && index <= text.length ? index : undefined;
}

/**
 * A filter in the URL: field:value, or -field:value.
 *
 * @param {Filter} filter
 */
export const filterText = ({ field, value, excluded }) => `${excluded ? "-" : ""}${field.replace(/[\\:]/g, "\\$&")}:${value}`;

/**
 * @param {string} text
 * @returns {Filter | null} null for other text
 */
export function parseFilter(text) {
  const parts = /^(-?)((?:\\.|[^\\:])+):(.*)$/s.exec(text);
  return parts && { field: parts[2].replace(/\\(.)/g, "$1"), value: parts[3], excluded: parts[1] === "-" };
}

/**
 * Adds a filter. It replaces a filter for the same field and value.
 *
 * @param {Filter[]} filters
 * @param {Filter} added
 */
export function withFilter(filters, added) {
  return [...filters.filter((filter) => !sameValue(filter, added)), added];
}

/**
 * @param {Filter[]} filters
 * @param {Filter} removed
 */
export function withoutFilter(filters, removed) {
  return filters.filter((filter) => !sameValue(filter, removed));
}

/** @param {Filter} one @param {Filter} other */
const sameValue = (one, other) => one.field === other.field && one.value === other.value;

/**
 * The levels after a click on one of them. No selected level means all levels.
 *
 * @param {string[]} levels
 * @param {string} clicked
 */
export function toggledLevels(levels, clicked) {
  const selected = levels.includes(clicked) ? levels.filter((level) => level !== clicked) : [...levels, clicked];
  return selected.length === LEVELS.length ? [] : LEVELS.filter((level) => selected.includes(level));
}

/** The selected levels without one; all others where all are shown. @param {string[]} levels @param {string} excluded */
export const withoutLevel = (levels, excluded) => LEVELS.filter((level) => level !== excluded && (!levels.length || levels.includes(level)));

/**
 * The token at the caret.
 *
 * @typedef {object} Typed
 * @property {number} start
 * @property {number} end the caret
 * @property {string} field empty for a word or the name of a field
 * @property {string} prefix
 */

/**
 * @param {string} text
 * @param {number} caret
 * @returns {Typed | null} null in a quoted phrase, which has no suggestions
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
 * Replaces the token by a suggestion.
 *
 * @param {string} text
 * @param {Typed} typed
 * @param {string} suggestion a field, or a value of the field
 */
export function completed(text, typed, suggestion) {
  const inserted = typed.field ? `${bareOrQuoted(suggestion)} ` : `${escaped(suggestion)}:`;
  return {
    text: text.slice(0, typed.start) + inserted + text.slice(typed.end).replace(/^"?\s?/, ""),
    caret: typed.start + inserted.length,
  };
}

/** @param {string} value */
const bareOrQuoted = (value) => (/^[\w.-]+$/.test(value) && !/^(AND|OR|NOT|TO)$/.test(value) ? value : quoted(value));

/**
 * The suggestions that contain the typed text in any case, first those that begin with it.
 *
 * @template {{text: string}} T
 * @param {T[]} suggestions
 * @param {string} typed
 * @returns {T[]}
 */
export function matching(suggestions, typed) {
  const part = typed.toLowerCase();
  const found = suggestions.filter(({ text }) => text !== typed && text.toLowerCase().includes(part));
  /** @param {T} suggestion */
  const begins = ({ text }) => text.toLowerCase().startsWith(part);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}
