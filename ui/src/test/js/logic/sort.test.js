import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { columnOf, nextSort } from "../../../main/resources/static/app/logic/sort.js";

test("columnOf ignores the direction", () => assert.deepEqual([columnOf("-cpu"), columnOf("cpu"), columnOf("")], ["cpu", "cpu", ""]));

describe("nextSort", () => {
  test("goes from ascending to descending to none", () =>
    assert.deepEqual([nextSort("", "host"), nextSort("host", "host"), nextSort("-host", "host")], ["host", "-host", ""]));
  test("begins with the largest values", () =>
    assert.deepEqual([nextSort("host", "cpu", true), nextSort("-cpu", "cpu", true), nextSort("cpu", "cpu", true)], ["-cpu", "cpu", ""]));
});
