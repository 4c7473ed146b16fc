import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { SOURCES, configured, sourcesFor } from "../../../main/resources/static/app/logic/sources.js";

describe("SOURCES", () => {
  const document = readFileSync(new URL("../../../../../docs/sources.md", import.meta.url), "utf8");

  for (const { id, text } of SOURCES) {
    test(`${id} has the address and the key as documented`, () => {
      const lines = text.split("\n").filter((line) => /aggregator|\bK\b/.test(line));
      assert.ok(lines.length > 0);
      assert.deepEqual(lines.filter((line) => !document.includes(`${line}\n`)), []);
    });
  }
});

describe("configured", () => {
  test("has the address and the key", () =>
    assert.equal(configured("url: http://aggregator:8080/otlp, key: K", "https://logs.example", "abc"), "url: https://logs.example/otlp, key: abc"));
  test("has a port where there is no URL", () => assert.equal(configured("aggregator:8080", "https://logs.example", ""), "logs.example:443"));
  test("keeps the scheme before a user", () =>
    assert.equal(configured("URL=http://any:K@aggregator:8080", "https://logs.example:8443", "abc"), "URL=https://any:abc@logs.example:8443"));
  test("does not change other words", () => assert.equal(configured("KEEP OK", "http://a", "x"), "KEEP OK"));
  test("inserts a key as it is", () => assert.equal(configured("K", "http://a", "$&"), "$&"));
  test("leaves no example in any source", () => {
    for (const { text } of SOURCES) {
      assert.doesNotMatch(configured(text, "http://localhost:9", "abc"), /aggregator:8080|\bK\b/);
    }
  });
});

describe("sourcesFor", () => {
  const ids = (/** @type {string} */ typed) => sourcesFor(typed).map(({ id }) => id);

  test("searches names and protocols", () => assert.deepEqual([ids("prom"), ids("bulk")], [["prometheus"], ["filebeat", "logstash", "vector"]]));
  test("is all without a text", () => assert.equal(sourcesFor(" ").length, SOURCES.length));
});
