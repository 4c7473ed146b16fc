import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unitOf, titleOf } from "../../../main/resources/static/app/logic/units.js";

describe("unitOf", () => {
  /** @type {[string, number, string, string][]} metric, value, text, symbol */
  const cases = [
    ["system.cpu.utilization", 0.5, "50 %", "%"],
    ["system.memory.usage", 1_500, "1.5 kB", "bytes"],
    ["system.memory.limit", 1_500, "1.5 kB", "bytes"],
    ["system.network.io", 1_500, "1.5 kB", "bytes"],
    ["heap_bytes", 1_500, "1.5 kB", "bytes"],
    ["http.server.request.duration", 1.5, "1.5 s", "s"],
    ["system.uptime", 90, "1 min 30 s", "s"],
    ["system.process.count", 1_234, "1,234", ""],
    ["system.process.count", 1_234.5, "1.2k", ""],
    ["queue.depth", 1.2346, "1.235", ""],
    ["utilization", 0.5, "0.5", ""],
  ];
  for (const [metric, value, text, symbol] of cases) {
    test(`formats ${value} of ${metric} as ${text}`, () => {
      const unit = unitOf(metric);
      assert.equal(unit.text(value), text);
      assert.equal(unit.symbol, symbol);
    });
  }

  test("has an upper bound and a factor for ratios alone", () => {
    assert.deepEqual([unitOf("a.utilization").upperBound, unitOf("a.utilization").factor], [1, 100]);
    assert.deepEqual([unitOf("a.count").upperBound, unitOf("a.count").factor], [null, 1]);
  });
});

describe("titleOf", () => {
  test("is a short title where there is one", () => assert.equal(titleOf("system.filesystem.utilization"), "Disk"));
  test("is the name otherwise", () => assert.equal(titleOf("queue.depth"), "queue.depth"));
});
