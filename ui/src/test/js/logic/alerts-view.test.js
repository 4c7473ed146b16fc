import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { alertsParameters, alertsRequest, alertsView, canTransition, tabCounts } from "../../../main/resources/static/app/logic/alerts-view.js";

/** @param {string} search */
const view = (search) => alertsView(new URLSearchParams(search));

describe("alertsView", () => {
  test("shows firing alerts by default", () =>
    assert.deepEqual(view(""), { status: "OPEN", severities: [], host: "", rule: "", selected: "" }));
  test("reads all statuses", () => assert.equal(view("status=all").status, ""));
  test("falls back to firing for an unknown status", () => assert.equal(view("status=nonsense").status, "OPEN"));
  test("reads severities in order and in any case", () =>
    assert.deepEqual(view("severity=low,CRITICAL,nonsense").severities, ["CRITICAL", "LOW"]));
});

describe("alertsParameters", () => {
  test("omits the default status", () => assert.deepEqual(alertsParameters({ status: "OPEN" }), { status: "" }));
  test("names all statuses", () => assert.deepEqual(alertsParameters({ status: "" }), { status: "ALL" }));
  test("has only the given parts", () => assert.deepEqual(alertsParameters({ host: "web-1" }), { host: "web-1" }));
  test("is read back by alertsView", () => {
    const original = { status: "", severities: ["CRITICAL", "LOW"], host: "web-1", rule: "CPU", selected: "id" };
    assert.deepEqual(alertsView(new URLSearchParams(alertsParameters(original))), original);
  });
});

test("alertsRequest has every filter but the status", () =>
  assert.deepEqual(alertsRequest(view("status=RESOLVED&severity=HIGH&host=a&rule=b&selected=c")), { severity: ["HIGH"], host: "a", rule: "b" }));

describe("canTransition", () => {
  /** @type {[string, string, boolean][]} */
  const cases = [
    ["OPEN", "ACKNOWLEDGED", true],
    ["OPEN", "RESOLVED", true],
    ["OPEN", "OPEN", false],
    ["ACKNOWLEDGED", "ACKNOWLEDGED", false],
    ["ACKNOWLEDGED", "RESOLVED", true],
    ["RESOLVED", "OPEN", false],
    ["RESOLVED", "ACKNOWLEDGED", false],
  ];
  for (const [status, next, allowed] of cases) {
    test(`${status} to ${next} is ${allowed}`, () => assert.equal(canTransition({ status }, next), allowed));
  }
});

describe("tabCounts", () => {
  /** @param {number} count @param {string | null} [nextCursor] */
  const page = (count, nextCursor = null) => ({ items: Array.from({ length: count }), nextCursor });

  test("counts each status and all", () =>
    assert.deepEqual(tabCounts({ OPEN: page(2), ACKNOWLEDGED: page(0), RESOLVED: page(3) }), { OPEN: "2", ACKNOWLEDGED: "0", RESOLVED: "3", "": "5" }));
  test("marks counts of a first page", () =>
    assert.deepEqual(tabCounts({ OPEN: page(2), ACKNOWLEDGED: page(0), RESOLVED: page(100, "next") }), { OPEN: "2", ACKNOWLEDGED: "0", RESOLVED: "100+", "": "102+" }));
  test("leaves unknown counts out", () => assert.deepEqual(tabCounts({ OPEN: page(2), RESOLVED: undefined }), { OPEN: "2" }));
});
