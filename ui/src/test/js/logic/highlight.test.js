import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { highlighted, termsOf, withAddresses } from "../../../main/resources/static/app/logic/highlight.js";

describe("termsOf", () => {
  for (const [query, terms] of /** @type {[string, string[]][]} */ ([
    ["", []],
    ["timeout", ["timeout"]],
    ["timeout AND retry", ["timeout", "retry"]],
    ['"timed out" refused', ["timed out", "refused"]],
    ["message:refused host:web-1", ["refused"]],
    ['message:"a \\"b\\""', ['a "b"']],
    ["conn*refused", ["conn", "refused"]],
    ["NOT timeout", []],
    ["-timeout !retry error", ["error"]],
    ["level:(ERROR OR WARN) slow", ["slow"]],
    ["message:(slow OR late)", ["slow", "late"]],
    ["NOT (slow late) order", ["order"]],
    ["attributes.duration_ms:[10 TO 20] slow", ["slow"]],
    ["attributes.duration_ms:>10 slow", ["slow"]],
  ])) {
    test(query || "of an empty query", () => assert.deepEqual(termsOf(query), terms));
  }

  test("limits the number of terms", () => assert.equal(termsOf("word ".repeat(100)).length, 20));
});

describe("highlighted", () => {
  test("splits at matches, ignoring case", () => assert.deepEqual(highlighted("A slow, SLOW order", ["slow"]), ["A ", "slow", ", ", "SLOW", " order"]));

  test("prefers the longest term", () => assert.deepEqual(highlighted("timeouts", ["time", "timeout"]), ["", "timeout", "s"]));

  test("takes terms as plain text", () => assert.deepEqual(highlighted("a.b (c)", [".b", "(c)"]), ["a", ".b", " ", "(c)", ""]));

  test("is one part without terms", () => assert.deepEqual(highlighted("text", []), ["text"]));
});

describe("withAddresses", () => {
  test("finds addresses without the punctuation after them", () =>
    assert.deepEqual(withAddresses("see http://a.b/c?d=e, (https://f/g)."), ["see ", "http://a.b/c?d=e", ", (", "https://f/g", ")."]));
  test("finds nothing else", () => assert.deepEqual(["", "ftp://a", "http://", "javascript:alert(1)"].map(withAddresses), [[""], ["ftp://a"], ["http://"], ["javascript:alert(1)"]]));
});
