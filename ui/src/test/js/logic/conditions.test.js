import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isRawCounter, unitOfCondition } from "../../../main/resources/static/app/logic/conditions.js";

describe("isRawCounter", () => {
  const metrics = [{ name: "requests", kind: "CUMULATIVE" }, { name: "cpu", kind: "GAUGE" }];

  test("is a condition on the samples of a counter", () => {
    assert.equal(isRawCounter({ metric: "requests", fn: "value" }, metrics), true);
    assert.equal(isRawCounter({ metric: "requests", fn: "rate" }, metrics), false);
    assert.equal(isRawCounter({ metric: "cpu", fn: "value" }, metrics), false);
    assert.equal(isRawCounter({}, metrics), false);
  });
});

describe("unitOfCondition", () => {
  test("is that of the metric for a threshold", () =>
    assert.equal(unitOfCondition({ type: "threshold", metric: "system.cpu.utilization" }).symbol, "%"));
  test("is per second for the rate of a counter", () => {
    const unit = unitOfCondition({ type: "threshold", metric: "system.network.io", fn: "rate" });
    assert.equal(unit.text(2_000_000), "2 MB/s");
    assert.equal(unit.symbol, "bytes/s");
  });
  test("is seconds for no data", () => assert.equal(unitOfCondition({ type: "noData" }).symbol, "s"));
  test("is a count for logs", () => assert.equal(unitOfCondition({ type: "logCount" }).text(1_000), "1,000"));
  test("is a plain number without a condition", () => assert.equal(unitOfCondition(undefined).text(0.5), "0.5"));
});
