import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countOf, groupsOf, hasNoData, hostParameters, namesForUrl, rulesWithoutData, severityOf } from "../../../main/resources/static/app/logic/hosts.js";

describe("hasNoData", () => {
  test("is the state of the API", () => assert.deepEqual([{ state: "UP" }, { state: "NO_DATA" }].map(hasNoData), [false, true]));
});

describe("rulesWithoutData", () => {
  const rule = { name: "Process count", origin: "BUILT_IN", enabled: true, condition: { metric: "system.process.count" } };
  const metrics = { "system.cpu.utilization": 0.2 };

  test("are the built-in ones whose metric the host does not send", () => {
    assert.deepEqual(rulesWithoutData({ metrics }, [rule, { ...rule, condition: { metric: "system.cpu.utilization" } }]), [rule]);
    assert.deepEqual(rulesWithoutData({ metrics }, [{ ...rule, origin: "API" }, { ...rule, enabled: false }]), []);
  });
  test("are none for a host without metrics", () => assert.deepEqual(rulesWithoutData({ metrics: {} }, [rule]), []));
});

describe("hostParameters", () => {
  test("translates the address", () =>
    assert.deepEqual(hostParameters({ find: "web", only: "no-data", environment: "prod", sort: "-cpu" }, "abc"), {
      name: "web",
      state: "NO_DATA",
      environment: "prod",
      sort: "CPU",
      reverse: "",
      limit: 100,
      cursor: "abc",
    }));
  test("reverses the order of the API, which begins with the first name or the largest value", () => {
    const reversed = (/** @type {string} */ sort) => hostParameters({ find: "", only: "", environment: "", sort }).reverse;
    assert.deepEqual(["name", "-name", "environment", "-environment", "-cpu", "cpu"].map(reversed), ["", "true", "", "true", "", "true"]);
  });
  test("ignores an unknown state and an unknown order", () => {
    const { state, sort } = hostParameters({ find: "", only: "nonsense", environment: "", sort: "nonsense" });
    assert.deepEqual([state, sort], ["", "NAME"]);
  });
});

describe("groupsOf", () => {
  test("keeps the order of the hosts", () => {
    const hosts = ["", "dev", "dev", "prod"].map((environment) => ({ environment }));
    assert.deepEqual(groupsOf(hosts).map(({ environment, hosts: group }) => [environment, group.length]), [["", 1], ["dev", 2], ["prod", 1]]);
  });
});

describe("countOf", () => {
  const counts = { total: 5, up: 3, noData: 2, withAlerts: 1 };

  test("is of the state in the address", () => assert.deepEqual(["up", "no-data", "alert"].map((only) => countOf(counts, only)), [3, 2, 1]));
  test("is 0 for an unknown state", () => assert.equal(countOf(counts, "nonsense"), 0));
});

describe("namesForUrl", () => {
  test("contains all usual names", () => {
    const hosts = Array.from({ length: 100 }, (_, index) => ({ name: `web-${index}.example.org` }));
    assert.equal(namesForUrl(hosts).length, 100);
  });
  test("stops before the URL is too long", () => {
    const hosts = Array.from({ length: 100 }, (_, index) => ({ name: `ü${index}`.repeat(40) }));
    const names = namesForUrl(hosts);
    assert.ok(names.length > 5 && names.length < 100);
    assert.ok(names.map(encodeURIComponent).join("&host=").length < 5_000);
  });
});

describe("severityOf", () => {
  const rule = { origin: "BUILT_IN", enabled: true, condition: { metric: "system.cpu.utilization" }, severities: { CRITICAL: 0.97, MEDIUM: 0.8 } };
  const severity = (/** @type {number} */ value, /** @type {any[]} */ rules = [rule]) => severityOf(rules, "system.cpu.utilization", value);

  test("is the highest threshold below the value", () => assert.deepEqual([severity(0.98), severity(0.9), severity(0.8)], ["CRITICAL", "MEDIUM", null]));
  test("is null without an enabled built-in rule", () =>
    assert.deepEqual([severity(1, []), severity(1, [{ ...rule, enabled: false }]), severity(1, [{ ...rule, origin: "API" }])], [null, null, null]));
});
