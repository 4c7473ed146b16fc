// The state of the Logs page in its URL, and fields of log events.

import { isScalar } from "./exact-json.js";
import { FIELDS, LEVELS, filterText, parseFilter, queryOf, termOf } from "./query-text.js";
import { absolute, rangeOf } from "./range.js";
import { HOUR, millisOf } from "./times.js";

/** Columns between level and message by default. */
export const DEFAULT_COLUMNS = ["host", "application"];

/**
 * @typedef {object} LogsView
 * @property {string} text of the query box
 * @property {import("./query-text.js").Filter[]} filters
 * @property {string[]} levels empty: all
 * @property {string[]} columns names of fields
 * @property {import("./range.js").Range} range
 * @property {string} selected the ID of an event, or empty
 * @property {boolean} live
 * @property {"newest" | "oldest"} order the events that come first
 * @property {boolean} wrap whether messages take several lines
 * @property {boolean} compact whether rows are low
 * @property {boolean} relativeTime whether the times of events are ages
 * @property {string} by the field of the histogram
 * @property {boolean} canary whether canary events are shown
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
    columns: columns === null ? DEFAULT_COLUMNS : columns.split(",").filter((column) => column !== "" && column !== NO_COLUMNS),
    range: rangeOf(parameters, now),
    selected: parameters.get("selected") ?? "",
    live: parameters.get("live") === "true",
    order: parameters.get("order") === "oldest" && parameters.get("live") !== "true" ? "oldest" : "newest",
    wrap: parameters.get("wrap") === "true",
    compact: parameters.get("compact") === "true",
    relativeTime: parameters.get("time") === "relative",
    by: parameters.get("by") ?? LEVEL,
    canary: parameters.get("canary") === "true",
  };
}

/**
 * A view with the lists of an earlier one where they are equal, so that elements that show them need no update.
 *
 * @param {LogsView} view
 * @param {LogsView | undefined} earlier
 * @returns {LogsView}
 */
export function withSameLists(view, earlier) {
  /** @template T @param {T[]} list @param {T[] | undefined} other */
  const same = (list, other) => (other && JSON.stringify(list) === JSON.stringify(other) ? other : list);
  return { ...view, filters: same(view.filters, earlier?.filters), levels: same(view.levels, earlier?.levels), columns: same(view.columns, earlier?.columns) };
}

/** The field of the histogram by default. */
export const LEVEL = "level";

/** The value for no columns in the URL, where empty parameters are omitted. */
const NO_COLUMNS = "none";

/**
 * Parameters of the URL for parts of a view. Defaults are empty.
 *
 * @param {Partial<LogsView>} view
 * @returns {Record<string, string | string[]>}
 */
export function logsParameters({ text, filters, levels, columns, range, selected, live, order, wrap, compact, relativeTime, by, canary }) {
  /** @type {Record<string, string | string[]>} */
  const parameters = {};
  if (text !== undefined) parameters.query = text.trim();
  if (filters) parameters.filter = filters.map(filterText);
  if (levels) parameters.levels = levels.join(",");
  if (columns) parameters.columns = columnsText(columns);
  if (range) Object.assign(parameters, range);
  if (selected !== undefined) parameters.selected = selected;
  if (live !== undefined) parameters.live = live ? "true" : "";
  if (order) parameters.order = order === "oldest" ? order : "";
  if (wrap !== undefined) parameters.wrap = wrap ? "true" : "";
  if (compact !== undefined) parameters.compact = compact ? "true" : "";
  if (relativeTime !== undefined) parameters.time = relativeTime ? "relative" : "";
  if (by !== undefined) parameters.by = by === LEVEL ? "" : by;
  if (canary !== undefined) parameters.canary = canary ? "true" : "";
  return parameters;
}

/** @param {string[]} columns */
function columnsText(columns) {
  const text = columns.join(",");
  return text === DEFAULT_COLUMNS.join(",") ? "" : text || NO_COLUMNS;
}

/** The columns with one moved to the place of another. @param {string[]} columns @param {string} moved @param {string} target */
export function movedColumn(columns, moved, target) {
  const others = columns.filter((column) => column !== moved);
  others.splice(columns.indexOf(target), 0, moved);
  return others;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** The columns whose values are numbers in all of the given events. @param {any[]} events @param {string[]} columns */
export const numericColumns = (events, columns) =>
  columns.filter((column) => {
    const values = events.map((event) => fieldOf(event, column)).filter((value) => value !== "");
    return values.length > 0 && values.every((value) => NUMBER.test(value));
  });

/** The application name of canary events. */
export const CANARY = "log-aggregator-canary";

const NO_CANARY = { field: "application", value: CANARY, excluded: true };

/** The query for all events but those of the canary. */
export const WITHOUT_CANARY = termOf(NO_CANARY);

/** Whether canary events are shown: by choice, or because the query names their application. @param {LogsView} view */
export const showsCanary = ({ text, filters, canary }) => canary || text.toLowerCase().includes(CANARY) || filters.some(({ value }) => value === CANARY);

/** The query of a view. @param {LogsView} view @returns {import("./query-text.js").LogQuery} */
export const logQuery = (view) => ({ text: view.text, filters: showsCanary(view) ? view.filters : [...view.filters, NO_CANARY], levels: view.levels });

/**
 * Parameters of the API request.
 *
 * @param {LogsView} view
 */
export const logsRequest = (view) => ({ query: queryOf(logQuery(view)), from: view.range.from, to: view.range.to });

/** Parameters of the API request for the events of a view, in their order. @param {LogsView} view */
export const eventsRequest = (view) => ({ ...logsRequest(view), order: view.order === "oldest" ? view.order : undefined });

/**
 * Parameters of the requests for the values of fields: those of the view and, by field with required values, those without the
 * filters of that field, so that its other values can be added.
 *
 * @param {LogsView} view
 */
export function valuesRequests(view) {
  const fields = new Set(view.filters.filter(({ excluded }) => !excluded).map(({ field }) => field));
  const without = (/** @type {string} */ name) => view.filters.filter(({ field, excluded }) => excluded || field !== name);
  return {
    all: logsRequest(view),
    alternatives: [...fields].map((field) => ({ field, request: logsRequest({ ...view, filters: without(field) }) })),
  };
}

/**
 * The values of fields, where those of some fields come from another response.
 *
 * @template {{field: string}} T
 * @param {T[]} items
 * @param {{field: string, items: T[]}[]} alternatives
 * @returns {T[]}
 */
export const withAlternatives = (items, alternatives) =>
  items.map((item) => {
    const other = alternatives.find(({ field }) => field === item.field);
    return other?.items.find(({ field }) => field === item.field) ?? item;
  });

/** Names of trace ids in OpenTelemetry, in the Elastic Common Schema, in Zipkin and in common log formats. */
const TRACE_FIELD = /^(?:correlationId|attributes\.(?:.*\.)?(?:trace[._]?id|dd\.trace_id|correlation[._]?id|request[._]?id))$/i;

/** Whether the events with the same value of a field belong together. @param {string} field */
export const isTraceField = (field) => TRACE_FIELD.test(field);

/** The first field by which an event belongs to a trace. @param {any} event @returns {{field: string, value: string} | undefined} */
export const traceOf = (event) => fieldsOf(event).find(({ field }) => isTraceField(field));

/** Parameters of the view of a trace, an hour before and after one of its events. @param {any} event @param {{field: string, value: string}} trace */
export function traceParameters(event, { field, value }) {
  const at = millisOf(event.observedAt);
  return logsParameters({ text: "", filters: [{ field, value, excluded: false }], levels: [], range: absolute(at - HOUR, at + HOUR), selected: event.id });
}

/** Whether a view shows all events of its time range. @param {LogsView} view */
export const isUnfiltered = ({ text, filters, levels }) => !text && !filters.length && !levels.length;

/**
 * A field of an event, as text.
 *
 * @param {any} event
 * @param {string} field
 * @returns {string}
 */
export function fieldOf(event, field) {
  if (field === "tag") {
    return ownTags(event).join(" ");
  }
  if (!field.startsWith("attributes.")) {
    return textOf(event[field]);
  }
  return textOf(memberOf(event.attributes, field.slice("attributes.".length)));
}

/** Fields that senders repeat as tags, such as env:production. @type {Record<string, string>} */
const TAGGED_FIELDS = { host: "host", level: "level", env: "environment", environment: "environment", application: "application", app: "application" };

/** The tags of an event that do not repeat another field of it. @param {any} event @returns {string[]} */
const ownTags = (event) =>
  event.tags.filter((/** @type {string} */ tag) => {
    const [name, value] = tag.split(/:(.*)/s);
    const field = TAGGED_FIELDS[name];
    return field === undefined || value === undefined || textOf(event[field]).toLowerCase() !== value.toLowerCase();
  });

/**
 * The member at a path. Names may contain dots; the longest existing name wins.
 *
 * @param {any} object
 * @param {string} path
 * @returns {unknown}
 */
function memberOf(object, path) {
  if (isScalar(object)) {
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
 * All fields of an event but its message: standard fields that are not empty, tags, and attributes by path. Leaves out a
 * correlation id that is the id of the event, and tags that repeat other fields.
 *
 * @param {any} event
 * @returns {{field: string, value: string}[]}
 */
export function fieldsOf(event) {
  const standard = FIELDS.filter((field) => field !== "tag" && field !== "message")
    .map((field) => ({ field, value: fieldOf(event, field) }))
    .filter(({ field, value }) => value !== "" && !(field === "correlationId" && value === event.id));
  const tags = ownTags(event).map((tag) => ({ field: "tag", value: tag }));
  return [...standard, ...tags, ...members(event.attributes, "attributes")];
}

/**
 * @param {Record<string, unknown>} object
 * @param {string} path
 * @returns {{field: string, value: string}[]}
 */
function members(object, path) {
  return Object.entries(object).flatMap(([name, value]) => {
    const field = `${path}.${name}`;
    if (Array.isArray(value) && value.every(isScalar)) {
      return value.map((element) => ({ field, value: textOf(element) }));
    }
    return !isScalar(value) && !Array.isArray(value)
      ? members(/** @type {Record<string, unknown>} */ (value), field)
      : [{ field, value: textOf(value) }];
  });
}
