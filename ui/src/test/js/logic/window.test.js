import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { scrolledTo, topOf, windowOf } from "../../../main/resources/static/app/logic/window.js";

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

describe("with details after row 50 of 300 pixels", () => {
  const details = { row: 50, height: 300 };
  /** @param {number} scrolled */
  const window = (scrolled) => windowOf(1_000, 26, scrolled, 260, details);

  test("rows above them are as without", () => assert.deepEqual(window(520), windowOf(1_000, 26, 520, 260)));
  test("rows below them are moved", () => assert.deepEqual(window(2_600 + 300), windowOf(1_000, 26, 2_600, 260)));
  test("their row is included while they fill the view", () => assert.deepEqual(window(51 * 26 + 20), { first: 38, end: 63 }));
  test("their end and the next rows", () => assert.deepEqual(window(51 * 26 + 200), { first: 38, end: 70 }));
  test("positions", () => assert.deepEqual([50, 51].map((row) => topOf(row, 26, details)), [1_300, 1_626]));
  test("scrolling to a row below them", () => assert.equal(scrolledTo(60, 26, 0, 260, details), 61 * 26 + 300 - 260));
});
