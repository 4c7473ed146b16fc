import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { found, rankOf, searchOf } from "../../../main/resources/static/app/logic/palette.js";

describe("searchOf", () => {
  test("finds all kinds", () => assert.deepEqual(searchOf(" web "), { kind: "", text: "web" }));
  test("restricts to actions", () => assert.deepEqual(searchOf("> theme"), { kind: "action", text: "theme" }));
  test("restricts to hosts", () => assert.deepEqual(searchOf("@web-1"), { kind: "host", text: "web-1" }));
});

describe("rankOf", () => {
  /** @type {[string, string, number][]} */
  const cases = [
    ["Health", "he", 3],
    ["API keys", "KEY", 2],
    ["Theme: dark", "hem", 1],
    ["Rejected messages", "rjm", 0.5],
    ["Logs", "z", 0],
    ["Logs", "", 3],
  ];
  for (const [text, typed, rank] of cases) {
    test(`${typed} in ${text} is ${rank}`, () => assert.equal(rankOf(text, typed), rank));
  }
});

describe("found", () => {
  const entries = [
    { text: "Trends", kind: "page" },
    { text: "New rule", kind: "action" },
    { text: "Rules", kind: "page" },
    { text: "rule-host", kind: "host" },
  ];
  const texts = (/** @type {string} */ typed, max = 10) => found(entries, typed, max).map(({ text }) => text);

  test("orders by rank", () => assert.deepEqual(texts("rule"), ["Rules", "rule-host", "New rule"]));
  test("restricts the kind", () => assert.deepEqual(texts(">rule"), ["New rule"]));
  test("has at most so many", () => assert.equal(texts("", 2).length, 2));
});
