import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("../../../main/resources/static/app/logic/", import.meta.url);

test("logic imports nothing outside its folder but the texts", () => {
  for (const file of readdirSync(FOLDER)) {
    const text = readFileSync(new URL(file, FOLDER), "utf8");
    for (const [, path] of text.matchAll(/^import .*"([^"]+)";$/gm)) {
      assert.match(path, /^(\.\/[\w-]+|\.\.\/words)\.js$/, file);
    }
  }
});

test("every file of logic has tests", () => {
  const tests = readdirSync(new URL(".", import.meta.url)).map((name) => name.replace(".test.js", ".js"));
  for (const file of readdirSync(FOLDER)) {
    assert.ok(tests.includes(file), file);
  }
});
