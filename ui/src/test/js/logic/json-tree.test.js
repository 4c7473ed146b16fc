import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_NODES, fieldOfNode, moved, nodesOf } from "../../../main/resources/static/app/logic/json-tree.js";

const EVENT = { id: "1", host: "web-1", tags: ["a"], attributes: { "http.status": 500, user: { roles: ["x", "y"], name: null }, empty: {} } };

/** @param {string[]} toggled */
const rows = (...toggled) => nodesOf(EVENT, new Set(toggled));

test("the first two levels are open", () => {
  assert.deepEqual(
    rows().map(({ depth, path, text, size }) => [depth, path, text || size]),
    [
      [1, "id", '"1"'],
      [1, "host", '"web-1"'],
      [1, "tags", 1],
      [2, "tags[0]", '"a"'],
      [1, "attributes", 3],
      [2, "attributes.http.status", "500"],
      [2, "attributes.user", 2],
      [2, "attributes.empty", 0],
    ],
  );
});

test("rows can be opened and closed", () => {
  assert.deepEqual(rows("/tags", "/attributes/user", "/attributes/user/roles").map(({ path }) => path), [
    "id", "host", "tags", "attributes", "attributes.http.status", "attributes.user", "attributes.user.roles",
    "attributes.user.roles[0]", "attributes.user.roles[1]", "attributes.user.name", "attributes.empty",
  ]);
});

test("IDs are unique for names with slashes and dots", () => {
  const nodes = nodesOf({ "a/b": 1, a: { b: 2 }, "a.b": 3 }, new Set());
  assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
});

test("large values are bounded", () => {
  assert.equal(nodesOf(Array.from({ length: 3 * MAX_NODES }, (_, index) => index), new Set()).length, MAX_NODES);
});

test("keys of the tree", () => {
  const nodes = rows();
  assert.deepEqual(moved(nodes, 0, "ArrowDown"), { index: 1 });
  assert.deepEqual(moved(nodes, 0, "ArrowUp"), { index: 0 });
  assert.deepEqual(moved(nodes, 3, "End"), { index: 7 });
  assert.deepEqual(moved(nodes, 4, "ArrowRight"), { index: 5 });
  assert.deepEqual(moved(nodes, 6, "ArrowRight"), { index: 6, toggle: true });
  assert.deepEqual(moved(nodes, 6, "ArrowLeft"), { index: 4 });
  assert.deepEqual(moved(nodes, 4, "ArrowLeft"), { index: 4, toggle: true });
  assert.deepEqual(moved(nodes, 5, "Enter"), { index: 5, toggle: false });
  assert.equal(moved(nodes, 5, "x"), null);
});

test("scalar rows have the field of a query", () => {
  const nodes = rows("/attributes/user", "/attributes/user/roles");
  assert.deepEqual(nodes.map(fieldOfNode).filter(Boolean), ["host", "tag", "attributes.http.status", "attributes.user.roles", "attributes.user.roles"]);
});
