import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sentenceOf } from "../../../main/resources/static/app/logic/rules.js";

const CPU = {
  condition: { type: "threshold", metric: "system.cpu.utilization", comparison: "above" },
  severities: { CRITICAL: 0.97, HIGH: 0.9 },
  for: "PT2M",
  matchers: { host: "*", environment: "*" },
};

describe("sentenceOf", () => {
  test("names metric, thresholds and pending period", () => assert.equal(sentenceOf(CPU), "CPU above 97 %, 90 % for 2 min"));
  test("omits a pending period of zero", () => assert.equal(sentenceOf({ ...CPU, for: "PT0S" }), "CPU above 97 %, 90 %"));
  test("names host and environment", () =>
    assert.equal(sentenceOf({ ...CPU, matchers: { host: "web-*", environment: "prod" } }), "CPU above 97 %, 90 % for 2 min, on web-* in prod"));
  test("names an unknown metric by its own name", () =>
    assert.equal(
      sentenceOf({ ...CPU, condition: { type: "threshold", metric: "queue.depth", comparison: "below" }, severities: { LOW: 5 }, for: "PT0S" }),
      "queue.depth below 5",
    ));
});
