import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NO_DATA_MILLIS, SORT_KEYS, filteredHosts, isInState, hasNoData } from "../../../main/resources/static/app/logic/hosts.js";

const NOW = Date.parse("2026-11-29T16:00:00Z");

/** @param {string} name @param {object} [members] */
const host = (name, members) => ({
  name,
  lastSeenAt: "2026-11-29T15:59:59Z",
  cpuUtilization: null,
  memoryUtilization: null,
  processCount: null,
  openAlerts: 0,
  metrics: {},
  ...members,
});

/** @param {any[]} hosts @param {object} [wanted] */
const names = (hosts, wanted) => filteredHosts(hosts, { find: "", only: "", sort: "name", ...wanted }, NOW).map(({ name }) => name);

describe("hasNoData", () => {
  test("begins after two minutes", () => {
    assert.equal(hasNoData({ lastSeenAt: new Date(NOW - NO_DATA_MILLIS).toISOString() }, NOW), false);
    assert.equal(hasNoData({ lastSeenAt: new Date(NOW - NO_DATA_MILLIS - 1).toISOString() }, NOW), true);
  });
  test("does not hold for a clock that is ahead", () => assert.equal(hasNoData({ lastSeenAt: "2026-11-29T17:00:00Z" }, NOW), false));
});

describe("isInState", () => {
  test("counts a host with alerts in two states", () => {
    const one = host("a", { openAlerts: 2, lastSeenAt: "2026-11-29T15:00:00Z" });
    assert.deepEqual(["up", "no-data", "alert"].map((kind) => isInState(one, kind, NOW)), [false, true, true]);
  });
});

describe("filteredHosts", () => {
  const hosts = [
    host("web-2", { cpuUtilization: 0.1, openAlerts: 1 }),
    host("db-1", { cpuUtilization: 0, metrics: { "system.filesystem.utilization": 0.9 } }),
    host("Web-1", { cpuUtilization: 0.9, lastSeenAt: "2026-11-29T15:00:00Z" }),
    host("web-3"),
  ];

  test("finds a part of the name in any case", () => assert.deepEqual(names(hosts, { find: "EB-" }), ["Web-1", "web-2", "web-3"]));
  test("filters by state", () => {
    assert.deepEqual(names(hosts, { only: "no-data" }), ["Web-1"]);
    assert.deepEqual(names(hosts, { only: "up" }), ["db-1", "web-2", "web-3"]);
    assert.deepEqual(names(hosts, { only: "alert" }), ["web-2"]);
  });
  test("sorts figures from the highest and unknown ones last", () =>
    assert.deepEqual(names(hosts, { sort: "cpu" }), ["Web-1", "web-2", "db-1", "web-3"]));
  test("sorts equal figures by name", () => assert.deepEqual(names(hosts, { sort: "disk" }), ["db-1", "Web-1", "web-2", "web-3"]));
  test("sorts the last seen first", () => assert.equal(names(hosts, { sort: "seen" }).at(-1), "Web-1"));
  test("sorts by name for an unknown column", () => assert.deepEqual(names(hosts, { sort: "nonsense" }), names(hosts)));
  test("leaves the given list unchanged", () => {
    names(hosts, { sort: "cpu" });
    assert.equal(hosts[0].name, "web-2");
  });
  test("sorts by every column", () => {
    for (const sort of Object.keys(SORT_KEYS)) {
      assert.equal(names(hosts, { sort }).length, 4, sort);
    }
  });
});
