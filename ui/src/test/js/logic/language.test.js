import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGE, countText, plural } from "../../../main/resources/static/app/logic/language.js";

test("countText groups digits", () => {
  assert.equal(countText(48_211), "48,211");
});

test("plural", () => {
  const forms = { one: "1 event", other: "more events" };
  assert.equal(LANGUAGE, "en");
  assert.equal(plural(1, forms), "1 event");
  assert.equal(plural(0, forms), "more events");
  assert.equal(plural(2, { other: "any" }), "any");
});
