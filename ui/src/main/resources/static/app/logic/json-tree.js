// A JSON value as the rows of a tree.

import { isScalar } from "./exact-json.js";

/**
 * A row of the tree.
 *
 * @typedef {object} Node
 * @property {string} id the path as a JSON pointer; unique
 * @property {string} path with dots and indexes: attributes.user.roles[0]
 * @property {string} name of the member, or its index
 * @property {number} depth from 1
 * @property {"object" | "array" | "string" | "number" | "boolean" | "null"} type
 * @property {string} text of a scalar, as JSON
 * @property {string} value of a scalar, as text; JSON of objects and arrays
 * @property {number} size the number of members of an object or array
 * @property {boolean} open whether the members follow
 */

/** More elements are not shown. */
export const MAX_NODES = 2_000;

/** Members down to this depth are open at first. */
const OPEN_DEPTH = 2;

/** @param {string} path @param {string} name @param {boolean} isElement */
const pathOf = (path, name, isElement) => (isElement ? `${path}[${name}]` : path ? `${path}.${name}` : name);

/** @param {unknown} value @returns {Node["type"]} */
function typeOf(value) {
  if (value === null) {
    return "null";
  }
  if (!isScalar(value)) {
    return Array.isArray(value) ? "array" : "object";
  }
  return typeof value === "object" ? "number" : /** @type {"string" | "number" | "boolean"} */ (typeof value);
}

/**
 * The visible rows of a value, at most {@link MAX_NODES}.
 *
 * @param {any} value an object
 * @param {ReadonlySet<string>} toggled the IDs of rows that are not as at first
 * @returns {Node[]}
 */
export function nodesOf(value, toggled) {
  /** @type {Node[]} */
  const nodes = [];
  /** @param {any} parent @param {string} path @param {string} id @param {number} depth */
  const add = (parent, path, id, depth) => {
    for (const [name, member] of Object.entries(parent)) {
      if (nodes.length >= MAX_NODES) {
        return;
      }
      const type = typeOf(member);
      const isScalarType = type !== "object" && type !== "array";
      const text = JSON.stringify(member);
      const node = {
        id: `${id}/${name.replace(/~/g, "~0").replace(/\//g, "~1")}`,
        path: pathOf(path, name, Array.isArray(parent)),
        name,
        depth,
        type,
        text: isScalarType ? text : "",
        value: type === "string" ? member : text,
        size: isScalarType ? 0 : Object.keys(member).length,
        open: false,
      };
      node.open = node.size > 0 && depth < OPEN_DEPTH !== toggled.has(node.id);
      nodes.push(node);
      if (node.open) {
        add(member, node.path, node.id, depth + 1);
      }
    }
  };
  add(value, "", "", 1);
  return nodes;
}

/**
 * The row that a key of the keyboard moves to, and whether a row is opened or closed.
 *
 * @param {Node[]} nodes
 * @param {number} index of the current row
 * @param {string} key
 * @returns {{index: number, toggle?: boolean} | null} null for other keys
 */
export function moved(nodes, index, key) {
  const { depth, open, size } = nodes[index];
  switch (key) {
    case "ArrowDown":
      return { index: Math.min(nodes.length - 1, index + 1) };
    case "ArrowUp":
      return { index: Math.max(0, index - 1) };
    case "Home":
      return { index: 0 };
    case "End":
      return { index: nodes.length - 1 };
    case "ArrowRight":
      return open ? { index: index + 1 } : { index, toggle: size > 0 };
    case "ArrowLeft": {
      const parent = nodes.slice(0, index).findLastIndex((node) => node.depth < depth);
      return open ? { index, toggle: true } : { index: Math.max(0, parent) };
    }
    case "Enter":
    case " ":
      return { index, toggle: size > 0 };
    default:
      return null;
  }
}

/** Members of an event that a query cannot name. */
const UNNAMED = ["id", "observedAt", "receivedAt"];

/**
 * The field of the query language that a scalar row shows; empty if there is none.
 *
 * @param {Node} node of an event of the API
 */
export function fieldOfNode({ path, type, value }) {
  const field = path.replace(/\[\d+\]$/, "").replace(/^tags$/, "tag");
  const isNamed = !["object", "array", "null"].includes(type) && value !== "" && !UNNAMED.includes(field) && !/\[/.test(field);
  return isNamed ? field : "";
}
