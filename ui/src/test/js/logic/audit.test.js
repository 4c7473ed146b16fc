import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { changesOf, subjectAddress, subjectName } from "../../../main/resources/static/app/logic/audit.js";

describe("changesOf", () => {
  test("has the changed members by path", () =>
    assert.deepEqual(changesOf({ name: "a", condition: { query: "x", window: 5 }, version: 1 }, { name: "a", condition: { query: "y", window: 5 }, version: 2 }), [
      { path: "condition.query", before: "x", after: "y" },
    ]));
  test("has all members of a new object", () => assert.deepEqual(changesOf(null, { high: 90, low: null }), [{ path: "high", before: "", after: "90" }]));
  test("has all members of a deleted object", () => assert.deepEqual(changesOf({ tags: ["a"] }, null), [{ path: "tags", before: '["a"]', after: "" }]));
  test("is empty for equal objects", () => assert.deepEqual(changesOf({ a: [1] }, { a: [1] }), []));
  test("is empty without objects", () => assert.deepEqual(changesOf(null, null), []));
});

test("subjectName is the id without a name", () =>
  assert.deepEqual([subjectName({ subject: "1", before: { name: "a" }, after: null }), subjectName({ subject: "1", before: null, after: null })], ["a", "1"]));

describe("subjectAddress", () => {
  test("leads to an existing object", () => assert.deepEqual(subjectAddress({ kind: "RULE", action: "CHANGED", subject: "1" }), { page: "rule", values: { id: "1" } }));
  test("is null for a deleted object", () => assert.equal(subjectAddress({ kind: "RULE", action: "DELETED", subject: "1" }), null));
});
