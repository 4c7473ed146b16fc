// Entries of the audit log.

import { words } from "../words.js";

/** Kinds of objects with their names. @type {[string, string][]} */
export const KINDS = Object.entries(words.audit.kinds);

/** Actions with their names. @type {[string, string][]} */
export const ACTIONS = Object.entries(words.audit.actions);

/** Members that each change changes. */
const TECHNICAL = new Set(["version", "updated_at", "updatedAt"]);

/** @typedef {{path: string, before: string, after: string}} Change with empty texts for absent values */

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The changed members of an object, by path.
 *
 * @param {any} before null for a new object
 * @param {any} after null for a deleted object
 * @param {string} [path]
 * @returns {Change[]}
 */
export function changesOf(before, after, path = "") {
  if (isObject(before) || isObject(after)) {
    const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    return names.filter((name) => path || !TECHNICAL.has(name)).flatMap((name) => changesOf(before?.[name], after?.[name], path ? `${path}.${name}` : name));
  }
  const [one, other] = [textOf(before), textOf(after)];
  return one === other ? [] : [{ path, before: one, after: other }];
}

/** @param {unknown} value */
const textOf = (value) => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));

/** The name of the changed object; its id if it has none. @param {any} entry @returns {string} */
export const subjectName = ({ before, after, subject }) => after?.name ?? before?.name ?? subject;

/** The address of the changed object; null if it has no page. @param {any} entry @returns {{page: string, values: Record<string, string>} | null} */
export function subjectAddress({ kind, action, subject }) {
  if (action === "DELETED") {
    return null;
  }
  switch (kind) {
    case "RULE":
      return { page: "rule", values: { id: subject } };
    case "CHANNEL":
      return { page: "channel", values: { id: subject } };
    case "ALERT":
      return { page: "alerts", values: { status: "ALL", selected: subject } };
    case "SILENCE":
      return { page: "silence", values: { id: subject } };
    case "HOST":
      return { page: "host", values: { name: subject } };
    case "KEY":
      return { page: "keys", values: {} };
    default:
      return null;
  }
}
