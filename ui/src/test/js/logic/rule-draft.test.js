import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  NEW_DRAFT,
  conditionOf,
  draftFrom,
  toDraft,
  toRule,
  thresholdUnit,
  thresholdsOf,
  withThreshold,
  withoutThresholds,
} from "../../../main/resources/static/app/logic/rule-draft.js";

const CPU = {
  name: "CPU",
  description: "",
  enabled: true,
  condition: { type: "threshold", metric: "system.cpu.utilization", fn: "value", comparison: "above", maxGap: "5m", staleAfter: "never", evaluationDelay: "0s" },
  severities: { CRITICAL: 0.97, HIGH: 0.9, MEDIUM: 0.07 },
  for: "PT2M",
  recovery: { threshold: 0.85, for: "PT1H" },
  matchers: { host: "web-*", environment: "*", attributes: { cpu: "0", state: "a=b" } },
};

describe("conditionOf", () => {
  test("has the members of its type alone", () => {
    assert.deepEqual(conditionOf(NEW_DRAFT), {
      type: "threshold",
      metric: "system.cpu.utilization",
      fn: "value",
      comparison: "above",
      maxGap: "5m",
      staleAfter: "1h",
      evaluationDelay: "0s",
    });
    assert.deepEqual(conditionOf({ ...NEW_DRAFT, type: "logCount", groupBy: " host , ,application" }), {
      type: "logCount",
      query: "level:ERROR",
      groupBy: ["host", "application"],
      window: "5m",
      allowedLateness: "5m",
    });
    assert.deepEqual(conditionOf({ ...NEW_DRAFT, type: "noData", forgetAfter: "" }), { type: "noData", of: "host", forgetAfter: undefined });
  });
});

describe("toDraft", () => {
  test("shows ratios as percent", () =>
    assert.deepEqual(toDraft(CPU).severities, { CRITICAL: "97", HIGH: "90", MEDIUM: "7", LOW: "" }));

  test("shows durations in short form", () => {
    const { for: pending, recoveryFor, recoveryThreshold } = toDraft(CPU);
    assert.deepEqual([pending, recoveryFor, recoveryThreshold], ["2m", "1h", "85"]);
  });

  test("shows attributes as text", () => assert.equal(toDraft(CPU).attributes, "cpu=0, state=a=b"));

  test("is empty for no recovery", () => {
    const { recoveryThreshold, recoveryFor } = toDraft({ ...CPU, recovery: { threshold: null, for: "PT0S" } });
    assert.deepEqual([recoveryThreshold, recoveryFor], ["", ""]);
  });

  test("shows a threshold of zero", () => assert.equal(toDraft({ ...CPU, severities: { LOW: 0 } }).severities.LOW, "0"));
});

describe("toRule", () => {
  test("returns the rule of an unchanged draft", () =>
    assert.deepEqual(toRule(toDraft(CPU)), { ...CPU, for: "2m", recovery: { threshold: 0.85, for: "1h" } }));

  test("returns the rules of all kinds", () => {
    const severities = { HIGH: 2 };
    const matchers = { host: "*", environment: "*", attributes: {} };
    const conditions = [
      { type: "aggregate", metric: "m", fn: "p95", groupBy: ["host"], window: "5m", every: "1m", evaluationDelay: "30s", comparison: "below" },
      { type: "change", metric: "m", as: "delta", window: "5m", ago: "1d", every: "1m", evaluationDelay: "30s", comparison: "above" },
      { type: "forecast", metric: "m", limit: "1", direction: "falling", every: "1h" },
    ];
    for (const condition of conditions) {
      const rule = { name: "r", description: "", enabled: true, notify: false, condition, severities, for: "2m", recovery: { for: "PT0S" }, matchers };
      assert.deepEqual(toRule(toDraft(rule)), { ...rule, recovery: undefined });
    }
    const ratio = { type: "ratio", numerator: "a", denominator: "b", groupBy: [], window: "5m", every: "1m", evaluationDelay: "30s", minimum: "7", comparison: "above" };
    const rule = { name: "r", description: "", enabled: true, condition: ratio, severities: { HIGH: 0.05 }, for: "2m", recovery: { for: "PT0S" }, matchers };
    assert.deepEqual(toRule(toDraft(rule)), { ...rule, recovery: undefined });
  });

  test("sends no severities of a composite rule", () => {
    const condition = { type: "composite", operator: "and", count: 0, members: ["a", "b"], not: [], groupBy: ["host"] };
    const draft = toDraft({ ...CPU, condition, severities: { LOW: 0, MEDIUM: 1, HIGH: 2, CRITICAL: 3 } });
    assert.equal(toRule(draft).severities, undefined);
    assert.deepEqual(toRule(draft).condition, { ...condition, count: undefined });
  });

  test("divides percent without a rounding error", () => {
    for (let percent = 1; percent <= 100; percent++) {
      const { severities } = toRule({ ...NEW_DRAFT, severities: { CRITICAL: "", HIGH: String(percent), MEDIUM: "", LOW: "" } });
      assert.equal(severities.HIGH, Number((percent / 100).toFixed(2)));
    }
  });

  test("passes on text that is no number", () =>
    assert.deepEqual(toRule({ ...NEW_DRAFT, severities: { CRITICAL: "", HIGH: "many", MEDIUM: " ", LOW: "" } }).severities, { HIGH: "many" }));

  test("omits an empty recovery", () => assert.equal(toRule(NEW_DRAFT).recovery, undefined));

  test("has a pending period for thresholds alone", () => {
    assert.equal(toRule({ ...NEW_DRAFT, for: "2m" }).for, "2m");
    assert.equal(toRule({ ...NEW_DRAFT, type: "logCount", for: "2m" }).for, undefined);
  });

  test("matches everything for empty matchers", () =>
    assert.deepEqual(toRule({ ...NEW_DRAFT, host: "", environment: "" }).matchers, { host: "*", environment: "*", attributes: {} }));

  test("trims name and description", () => {
    const { name, description } = toRule({ ...NEW_DRAFT, name: " CPU ", description: " x\n" });
    assert.deepEqual([name, description], ["CPU", "x"]);
  });
});

describe("thresholdsOf", () => {
  /** @param {Record<string, string>} severities */
  const all = (severities) => thresholdsOf({ ...NEW_DRAFT, severities: { CRITICAL: "", HIGH: "", MEDIUM: "", LOW: "", ...severities } });

  test("has all numbers, most severe first", () =>
    assert.deepEqual(all({ HIGH: "90", CRITICAL: "97", LOW: "x" }), [{ severity: "CRITICAL", value: 0.97 }, { severity: "HIGH", value: 0.9 }]));
  test("may be zero", () => assert.deepEqual(all({ HIGH: "0" }), [{ severity: "HIGH", value: 0 }]));
  test("is empty without a number", () => assert.deepEqual(all({ HIGH: " " }), []));
});

describe("withThreshold", () => {
  test("changes one severity alone", () =>
    assert.deepEqual(withThreshold(toDraft(CPU), "HIGH", 0.854).severities, { CRITICAL: "97", HIGH: "85", MEDIUM: "7", LOW: "" }));

  test("keeps one decimal below ten", () => assert.equal(withThreshold(toDraft(CPU), "MEDIUM", 0.0567).severities.MEDIUM, "5.7"));

  test("keeps three digits of large numbers", () =>
    assert.equal(withThreshold({ ...NEW_DRAFT, type: "logCount" }, "HIGH", 123_456.7).severities.HIGH, "123000"));
});

describe("thresholdUnit", () => {
  const unit = (/** @type {any} */ parts) => thresholdUnit({ ...NEW_DRAFT, ...parts });

  test("differs between kinds and functions", () => {
    const units = [unit({}), unit({ type: "logCount" }), unit({ metric: "system.network.io", fn: "rate" }), unit({ metric: "system.network.io" }), unit({ type: "composite" })];
    assert.equal(new Set(units).size, units.length);
  });
  test("is the same for metrics of one unit", () => assert.equal(unit({}), unit({ metric: "system.memory.utilization" })));
});

test("withoutThresholds clears the recovery threshold too", () => {
  const { severities, recoveryThreshold, name } = withoutThresholds({ ...NEW_DRAFT, name: "x", recoveryThreshold: "70" });
  assert.deepEqual([severities.HIGH, recoveryThreshold, name], ["", "", "x"]);
});

describe("draftFrom", () => {
  const draft = (/** @type {string} */ search) => /** @type {any} */ (draftFrom(new URLSearchParams(search)));

  test("is the default without parameters", () => assert.equal(draft(""), NEW_DRAFT));
  test("counts the events of a query", () => {
    const { type, query, severities } = draft("query=level%3AERROR");
    assert.deepEqual([type, query, severities.HIGH], ["logCount", "level:ERROR", "100"]);
  });
  test("counts all events of an empty query", () => assert.equal(draft("query=").query, ""));
  test("compares a metric, without a threshold of another unit", () => {
    const { metric, host, severities } = draft("metric=system.network.io&host=web-1");
    assert.deepEqual([metric, host, severities.HIGH], ["system.network.io", "web-1", ""]);
  });
});
