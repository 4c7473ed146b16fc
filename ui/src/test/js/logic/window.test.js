import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { scrolledTo, windowOf } from "../../../main/resources/static/app/logic/window.js";

describe("windowOf", () => {
  test("has a margin of twelve rows on both sides", () => assert.deepEqual(windowOf(1_000, 26, 2_600, 260), { first: 88, end: 122 }));
  test("begins at the first row", () => assert.deepEqual(windowOf(1_000, 26, 0, 260), { first: 0, end: 22 }));
  test("ends at the last row", () => assert.deepEqual(windowOf(1_000, 26, 26_000 - 260, 260), { first: 978, end: 1_000 }));
  test("includes rows that are visible in part", () => assert.deepEqual(windowOf(1_000, 26, 2_613, 260), { first: 88, end: 123 }));
  test("is empty without rows", () => assert.deepEqual(windowOf(0, 26, 0, 260), { first: 0, end: 0 }));
  test("stays within rows that became fewer", () => {
    const { first, end } = windowOf(10, 26, 26_000, 260);
    assert.ok(first >= 0 && first < end && end === 10);
  });
});

describe("scrolledTo", () => {
  test("does not move for a visible row", () => assert.equal(scrolledTo(5, 26, 100, 260), 100));
  test("shows a row below at the bottom", () => assert.equal(scrolledTo(20, 26, 100, 260), 21 * 26 - 260));
  test("shows a row above at the top", () => assert.equal(scrolledTo(2, 26, 100, 260), 52));
  test("shows the first row", () => assert.equal(scrolledTo(0, 26, 100, 260), 0));
});
