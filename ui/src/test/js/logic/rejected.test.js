import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, filtersOf, requestOf, sumsOf } from "../../../main/resources/static/app/logic/rejected.js";

const GROUPS = [
  { topic: "logs", reason: "MALFORMED", count: 5, replayed: 2 },
  { topic: "metrics", reason: "MALFORMED", count: 1, replayed: 0 },
  { topic: "metrics", reason: "TOO_LARGE", count: 7, replayed: 7 },
];

test("requestOf translates the address", () =>
  assert.deepEqual(requestOf(filtersOf(new URLSearchParams("reason=MALFORMED&since=-1d&selected=1"))), { reason: "MALFORMED", topic: "", replayed: "", from: "-1d" }));

test("countOf counts messages that were replayed, or the others", () => assert.deepEqual([countOf(GROUPS, true), countOf(GROUPS, false)], [9, 4]));

test("sumsOf adds up groups, largest first", () => {
  assert.deepEqual(sumsOf(GROUPS, "reason"), [["TOO_LARGE", 7], ["MALFORMED", 6]]);
  assert.deepEqual(sumsOf(GROUPS, "topic"), [["metrics", 8], ["logs", 5]]);
});
