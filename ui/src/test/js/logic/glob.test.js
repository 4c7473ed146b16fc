import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { matches } from "../../../main/resources/static/app/logic/glob.js";

describe("matches", () => {
  /** @type {[string, string, boolean][]} pattern, text, whether it matches */
  const cases = [
    ["*", "", true],
    ["*", "web-1", true],
    ["web-*", "web-1", true],
    ["web-*", "web-", true],
    ["web-*", "my-web-1", false],
    ["*-1", "web-1", true],
    ["web-?", "web-1", true],
    ["web-?", "web-10", false],
    ["WEB-1", "web-1", true],
    ["a.b", "a.b", true],
    ["a.b", "axb", false],
    ["a+(b)[c]{d}^$|\\", "a+(b)[c]{d}^$|\\", true],
    ["a*b", "a\nb", true],
    ["", "", true],
    ["", "a", false],
  ];
  for (const [pattern, text, expected] of cases) {
    test(`${JSON.stringify(pattern)} on ${JSON.stringify(text)} is ${expected}`, () => assert.equal(matches(pattern, text), expected));
  }
});
