import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sentenceOf } from "../../../main/resources/static/app/logic/rules.js";

const CPU = {
  condition: { type: "threshold", metric: "system.cpu.utilization", comparison: "above" },
  severities: { MEDIUM: 0.8, HIGH: 0.9, CRITICAL: 0.97 },
  for: "PT2M",
  matchers: { host: "*", environment: "*" },
};

const LOGS = {
  condition: { type: "logCount", query: "level:ERROR", window: "PT5M", groupBy: ["host", "application"] },
  severities: { HIGH: 100 },
  for: "PT0S",
  matchers: { host: "*", environment: "*" },
};

describe("sentenceOf a threshold", () => {
  test("lists severities from critical on", () => assert.equal(sentenceOf(CPU), "CPU > 97 % critical, 90 % high, 80 % medium for 2 min"));
  test("omits the name of a single severity", () => assert.equal(sentenceOf({ ...CPU, severities: { HIGH: 0.9 } }), "CPU > 90 % for 2 min"));
  test("omits a pending period of zero", () => assert.equal(sentenceOf({ ...CPU, severities: { HIGH: 0.9 }, for: "PT0S" }), "CPU > 90 %"));
  test("names host and environment", () =>
    assert.equal(
      sentenceOf({ ...CPU, severities: { HIGH: 0.9 }, matchers: { host: "web-*", environment: "prod" } }),
      "CPU > 90 % for 2 min, host web-*, environment prod",
    ));
  test("names an unknown metric and a lower bound", () =>
    assert.equal(
      sentenceOf({ ...CPU, condition: { type: "threshold", metric: "queue.depth", comparison: "below" }, severities: { LOW: 5 }, for: "PT0S" }),
      "queue.depth < 5",
    ));
});

describe("sentenceOf a log count", () => {
  test("names query, window and groups", () => assert.equal(sentenceOf(LOGS), "Log count of level:ERROR in 5 min by host, application > 100"));
  test("omits an empty query and empty groups", () =>
    assert.equal(sentenceOf({ ...LOGS, condition: { ...LOGS.condition, query: "", groupBy: [] } }), "Log count in 5 min > 100"));
});

describe("sentenceOf no data", () => {
  /** @param {string} of */
  const rule = (of) => ({ ...LOGS, condition: { type: "noData", of }, severities: { HIGH: 300, CRITICAL: 900 } });

  test("names the duration by severity", () => assert.equal(sentenceOf(rule("host")), "No data from a host for 15 min critical, 5 min high"));
  test("names all matching hosts", () => assert.equal(sentenceOf(rule("group")), "No data from all matching hosts for 15 min critical, 5 min high"));
});

describe("sentenceOf a rule on stored data", () => {
  /** @param {any} condition @param {number} threshold */
  const sentence = (condition, threshold) => sentenceOf({ condition, severities: { HIGH: threshold }, for: "PT0S", matchers: { host: "*", environment: "*" } });

  test("names function, window and groups", () =>
    assert.equal(
      sentence({ type: "aggregate", metric: "system.cpu.utilization", fn: "avg", groupBy: ["rack"], window: "PT5M", comparison: "above" }, 0.8),
      "CPU avg in 5 min by rack > 80 %",
    ));
  test("names the earlier time", () =>
    assert.equal(sentence({ type: "change", metric: "m", as: "ratio", ago: "PT24H", comparison: "below" }, 0.5), "m divided by that of 1 d before < 0.5"));
  test("names both queries", () =>
    assert.equal(
      sentence({ type: "ratio", numerator: "level:ERROR", denominator: "", groupBy: [], window: "PT5M", comparison: "above" }, 0.05),
      "Share of level:ERROR in all events in 5 min > 5 %",
    ));
  test("names the limit", () => assert.equal(sentence({ type: "forecast", metric: "system.filesystem.utilization", limit: 1 }, 24), "Disk reaches 100 % within 1 d"));
  test("names the members instead of thresholds", () =>
    assert.equal(sentence({ type: "composite", operator: "atLeast", count: 2, members: ["a", "b", "c"], not: ["d"] }, 2), "2 of a, b, c, none of d"));
});
