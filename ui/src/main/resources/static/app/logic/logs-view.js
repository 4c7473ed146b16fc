// What the page of logs shows, as its URL tells it. No rendering in here.

import { LEVELS, filterText, parseFilter, queryOf } from "./query.js";
import { rangeOf } from "./range.js";

/** Between time, level and message, where nobody has chosen others. */
export const USUAL_COLUMNS = ["host", "application"];

/**
 * @typedef {object} LogsView
 * @property {string} text of the query box
 * @property {import("./query.js").Filter[]} filters
 * @property {string[]} levels none: all
 * @property {string[]} columns names of fields
 * @property {import("./range.js").Range} range
 * @property {string} selected the id of a line, or empty
 * @property {boolean} live
 */

/**
 * @param {URLSearchParams} parameters
 * @param {number} now
 * @returns {LogsView}
 */
export function logsView(parameters, now) {
  const levels = (parameters.get("levels") ?? "").toUpperCase().split(",");
  const columns = parameters.get("columns");
  return {
    text: parameters.get("query") ?? "",
    filters: parameters.getAll("filter").flatMap((text) => parseFilter(text) ?? []),
    levels: LEVELS.filter((level) => levels.includes(level)),
    columns: columns === null ? USUAL_COLUMNS : columns.split(",").filter((column) => column !== "" && column !== NO_COLUMNS),
    range: rangeOf(parameters, now),
    selected: parameters.get("selected") ?? "",
    live: parameters.get("live") === "true",
  };
}

/** In the URL, where no column at all was chosen: what is empty is left out of it. */
const NO_COLUMNS = "none";

/**
 * Parts of a view, as parameters of the URL. What is usual is left out.
 *
 * @param {Partial<LogsView>} view
 * @returns {Record<string, string | string[]>}
 */
export function logsParameters({ text, filters, levels, columns, range, selected, live }) {
  /** @type {Record<string, string | string[]>} */
  const parameters = {};
  if (text !== undefined) parameters.query = text.trim();
  if (filters) parameters.filter = filters.map(filterText);
  if (levels) parameters.levels = levels.join(",");
  if (columns) parameters.columns = columnsText(columns);
  if (range) Object.assign(parameters, range);
  if (selected !== undefined) parameters.selected = selected;
  if (live !== undefined) parameters.live = live ? "true" : "";
  return parameters;
}

/** @param {string[]} columns */
function columnsText(columns) {
  const text = columns.join(",");
  return text === USUAL_COLUMNS.join(",") ? "" : text || NO_COLUMNS;
}

/**
 * What the API is asked.
 *
 * @param {LogsView} view
 */
export const logsQuestion = ({ text, filters, levels, range }) => ({
  query: queryOf({ text, filters, levels }),
  from: range.from,
  to: range.to,
});

/** Whether nothing was asked for: all lines of a time. @param {LogsView} view */
export const asksForAll = ({ text, filters, levels }) => !text && !filters.length && !levels.length;

/** The application by which lines that the server sends to itself are known. */
export const CANARY = "log-aggregator-canary";

/** Whether nobody but the server itself has sent anything. @param {any[]} lines */
export const isOnlyCanary = (lines) => lines.every(({ application }) => application === CANARY);

/**
 * A field of a line, as text.
 *
 * @param {any} line
 * @param {string} field
 * @returns {string}
 */
export function fieldOf(line, field) {
  if (field === "tag") {
    return line.tags.join(" ");
  }
  if (!field.startsWith("attributes.")) {
    return textOf(line[field]);
  }
  return textOf(memberOf(line.attributes, field.slice("attributes.".length)));
}

/**
 * Names may hold dots themselves: the longest name that is there is the one.
 *
 * @param {any} object
 * @param {string} path
 * @returns {unknown}
 */
function memberOf(object, path) {
  if (object === null || typeof object !== "object") {
    return undefined;
  }
  if (Object.hasOwn(object, path)) {
    return object[path];
  }
  for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1)) {
    const member = memberOf(object[path.slice(0, dot)], path.slice(dot + 1));
    if (member !== undefined) {
      return member;
    }
  }
  return undefined;
}

/** @param {unknown} value */
const textOf = (value) => (value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

/**
 * All that a line says besides its message: standard fields that are not empty, then attributes with their paths.
 *
 * @param {any} line
 * @returns {{field: string, value: string}[]}
 */
export function fieldsOf(line) {
  const standard = ["host", "level", "application", "component", "environment", "correlationId"]
    .map((field) => ({ field, value: fieldOf(line, field) }))
    .filter(({ value }) => value !== "");
  const tags = line.tags.map((/** @type {string} */ tag) => ({ field: "tag", value: tag }));
  return [...standard, ...tags, ...members(line.attributes, "attributes")];
}

/**
 * @param {Record<string, unknown>} object
 * @param {string} path
 * @returns {{field: string, value: string}[]}
 */
function members(object, path) {
  return Object.entries(object).flatMap(([name, value]) => {
    const field = `${path}.${name}`;
    if (Array.isArray(value) && value.every((element) => element === null || typeof element !== "object")) {
      return value.map((element) => ({ field, value: textOf(element) }));
    }
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? members(/** @type {Record<string, unknown>} */ (value), field)
      : [{ field, value: textOf(value) }];
  });
}
