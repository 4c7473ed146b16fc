import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { alertsParameters, alertsRequest, alertsView, canTransition, countOf, groupsOf, sorted, statusesOf } from "../../../main/resources/static/app/logic/alerts-view.js";

/** @param {string} search */
const view = (search) => alertsView(new URLSearchParams(search));

describe("alertsView", () => {
  test("shows firing alerts by default", () =>
    assert.deepEqual(view(""), { status: "OPEN", severities: [], host: "", rule: "", search: "", sort: "", group: "", selected: "" }));
  test("reads all statuses", () => assert.equal(view("status=all").status, ""));
  test("falls back to firing for an unknown status", () => assert.equal(view("status=nonsense").status, "OPEN"));
  test("reads severities in order and in any case", () =>
    assert.deepEqual(view("severity=low,CRITICAL,nonsense").severities, ["CRITICAL", "LOW"]));
  test("ignores unknown columns and labels", () => {
    const { sort, group } = view("sort=-colour&group=moon");
    assert.deepEqual([sort, group], ["", ""]);
  });
});

describe("alertsParameters", () => {
  test("omits the default status", () => assert.deepEqual(alertsParameters({ status: "OPEN" }), { status: "" }));
  test("names all statuses", () => assert.deepEqual(alertsParameters({ status: "" }), { status: "ALL" }));
  test("has only the given parts", () => assert.deepEqual(alertsParameters({ host: "web-1" }), { host: "web-1" }));
  test("is read back by alertsView", () => {
    const original = { status: "", severities: ["CRITICAL", "LOW"], host: "web-1", rule: "CPU", search: "disk", sort: "-severity", group: "host", selected: "id" };
    assert.deepEqual(alertsView(new URLSearchParams(alertsParameters(original))), original);
  });
});

test("alertsRequest has every filter but the status", () =>
  assert.deepEqual(alertsRequest(view("status=RESOLVED&severity=HIGH&host=a&rule=b&search=c&sort=host&selected=d")), { severity: ["HIGH"], host: "a", rule: "b", search: "c" }));

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

describe("countOf", () => {
  const counts = [
    { status: "OPEN", severity: "CRITICAL", count: 2 },
    { status: "OPEN", severity: "LOW", count: 3 },
    { status: "RESOLVED", severity: "LOW", count: 40 },
  ];

  test("counts a status", () => assert.equal(countOf(counts, "OPEN", []), 5));
  test("counts a severity", () => assert.equal(countOf(counts, "OPEN", ["LOW"]), 3));
  test("counts all", () => assert.equal(countOf(counts, "", []), 45));
  test("is 0 without alerts", () => assert.equal(countOf(counts, "ACKNOWLEDGED", []), 0));
});

test("statusesOf asks for unresolved alerts apart from resolved ones", () => {
  assert.deepEqual(statusesOf(""), [["OPEN", "ACKNOWLEDGED"], ["RESOLVED"]]);
  assert.deepEqual(statusesOf("RESOLVED"), [["RESOLVED"]]);
});

/** @param {string} id @param {string} status @param {string} severity @param {number} minute @param {Record<string, string>} [labels] */
const alert = (id, status, severity, minute, labels = {}) => ({
  id, status, severity: "LOW", highest: "LOW", ...(status === "RESOLVED" ? { highest: severity } : { severity }),
  rule: id, host: labels.host ?? "", labels, openedAt: `2026-11-23T12:${minute}:00Z`, resolvedAt: status === "RESOLVED" ? "2026-11-23T13:00:00Z" : null,
});
const ALERTS = [
  alert("a", "RESOLVED", "CRITICAL", 40, { host: "web-2" }),
  alert("b", "ACKNOWLEDGED", "LOW", 30, { host: "web-1" }),
  alert("c", "OPEN", "MEDIUM", 10, { host: "web-2" }),
  alert("d", "OPEN", "HIGH", 20),
];

describe("sorted", () => {
  /** @type {[string, string][]} */
  const cases = [
    ["", "dcba"],
    ["-severity", "adcb"],
    ["severity", "bcda"],
    ["started", "cdba"],
    ["-started", "abdc"],
    ["-rule", "dcba"],
    ["host", "dbac"],
    ["duration", "abdc"],
  ];
  for (const [sort, expected] of cases) {
    test(`"${sort}" gives ${expected}`, () => assert.equal(sorted(ALERTS, sort).map(({ id }) => id).join(""), expected));
  }
});

describe("groupsOf", () => {
  test("groups by label in the order of the alerts", () =>
    assert.deepEqual(groupsOf(ALERTS, "host").map(({ name, alerts }) => [name, alerts.length]), [["web-2", 2], ["web-1", 1], ["", 1]]));
  test("counts severities, most severe first", () =>
    assert.deepEqual(groupsOf(ALERTS, "host")[0].severities, [["CRITICAL", 1], ["MEDIUM", 1]]));
  test("groups by rule", () => assert.equal(groupsOf(ALERTS, "rule").length, 4));
});
