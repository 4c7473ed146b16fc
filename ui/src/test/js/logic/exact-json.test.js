import assert from "node:assert/strict";
import { test } from "node:test";
import { isScalar, parseExact } from "../../../main/resources/static/app/logic/exact-json.js";
import { fieldsOf } from "../../../main/resources/static/app/logic/logs-view.js";

const NUMBERS = ["9007199254740993", "0.10", "123456789012345678901234567890", "1e400", "-0.0"];
const rawJson = "rawJSON" in JSON;

test("numbers that a double holds stay numbers", () => {
  assert.deepEqual(parseExact('{"a": [1, -2.5, 0], "b": "0.10", "c": null, "d": true}'), { a: [1, -2.5, 0], b: "0.10", c: null, d: true });
});

test("other numbers keep their text", { skip: !rawJson }, () => {
  for (const number of NUMBERS) {
    assert.equal(JSON.stringify(parseExact(`{"a":{"b":[${number}]}}`)), `{"a":{"b":[${number}]}}`);
  }
});

test("fields show numbers as sent", { skip: !rawJson }, () => {
  for (const number of NUMBERS) {
    const event = parseExact(`{"host":"h","tags":[],"attributes":{"a":${number},"b":[${number}],"c":{"d":${number}}}}`);
    assert.deepEqual(
      fieldsOf(event).filter(({ field }) => field.startsWith("attributes")),
      ["a", "b", "c.d"].map((name) => ({ field: `attributes.${name}`, value: number })),
    );
  }
});

test("scalars", () => {
  for (const value of [null, "a", 1, true, parseExact("0.10")]) {
    assert.ok(isScalar(value));
  }
  assert.ok(!isScalar({}));
  assert.ok(!isScalar([]));
});
