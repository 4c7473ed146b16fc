import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OTHER, bucketsOf, stacked, totalsOf, withOther } from "../../../main/resources/static/app/logic/histogram.js";
import { HOUR, MINUTE } from "../../../main/resources/static/app/logic/times.js";

const FROM = "2026-11-29T15:00:30Z";
const TO = "2026-11-29T16:00:30Z";
const FIRST = Date.parse("2026-11-29T15:00:00Z");
const NOW = Date.parse(TO);

/** @param {string} start @param {Record<string, number>} counts */
const bucket = (start, counts) => ({ start, total: Object.values(counts).reduce((sum, count) => sum + count, 0), counts });

describe("bucketsOf", () => {
  test("fills empty buckets with zero", () => {
    const { step, starts, counts } = bucketsOf(
      { from: FROM, to: TO, step: "PT1M", items: [bucket("2026-11-29T15:02:00Z", { ERROR: 3 })] },
      NOW,
      ["ERROR", "INFO"],
    );
    assert.equal(step, MINUTE);
    assert.equal(starts.length, 61);
    assert.equal(starts[0], FIRST);
    assert.deepEqual(counts.ERROR.slice(0, 4), [0, 0, 3, 0]);
    assert.ok(counts.INFO.every((count) => count === 0));
  });

  test("starts at a multiple of the step", () =>
    assert.equal(bucketsOf({ from: FROM, to: TO, step: "1h", items: [] }, NOW, []).starts[0], FIRST));

  test("ends at the bucket of now", () =>
    assert.equal(bucketsOf({ from: FROM, to: TO, step: "1m", items: [] }, FIRST + 10 * MINUTE, []).starts.length, 10));

  test("shows buckets of clocks that are ahead", () => {
    const ahead = [bucket("2026-11-29T15:30:00Z", { INFO: 1 })];
    assert.equal(bucketsOf({ from: FROM, to: TO, step: "1m", items: ahead }, FIRST + 10 * MINUTE, ["INFO"]).counts.INFO[30], 1);
  });

  test("has at least one bucket", () =>
    assert.equal(bucketsOf({ from: FROM, to: TO, step: "1m", items: [] }, FIRST - HOUR, []).starts.length, 1));

  test("falls back to minutes for an unreadable step", () =>
    assert.equal(bucketsOf({ from: FROM, to: TO, step: "?", items: [] }, NOW, []).step, MINUTE));
});

describe("totalsOf", () => {
  test("adds the buckets of every level", () => {
    const items = [bucket(FROM, { ERROR: 3, INFO: 1 }), bucket(TO, { INFO: 4 })];
    assert.deepEqual(totalsOf({ from: FROM, to: TO, step: "1m", items }), { FATAL: 0, ERROR: 3, WARN: 0, INFO: 5, DEBUG: 0, TRACE: 0 });
  });

  test("is unknown without data", () => assert.equal(totalsOf(undefined), undefined));
});

describe("stacked", () => {
  test("adds each kind to those below and returns the highest first", () => {
    const buckets = { step: MINUTE, starts: [0, MINUTE], counts: { ERROR: [1, 2], INFO: [10, 20] } };
    assert.deepEqual(stacked(buckets, ["ERROR", "INFO"]), [
      { kind: "INFO", heights: [11, 22] },
      { kind: "ERROR", heights: [1, 2] },
    ]);
    assert.deepEqual(buckets.counts.ERROR, [1, 2]);
  });

  test("leaves out kinds that are not shown", () =>
    assert.deepEqual(stacked({ step: MINUTE, starts: [0], counts: { ERROR: [1], INFO: [10] } }, ["INFO"]), [{ kind: "INFO", heights: [10] }]));
});

test("withOther counts the events with other values", () => {
  const items = [{ start: "2026-11-29T16:00:00Z", total: 9, counts: { a: 4, b: 2 } }, { start: "2026-11-29T16:01:00Z", total: 1, counts: { a: 1, b: 1 } }];
  const { values, items: counted } = withOther({ from: "", to: "", step: "1m", values: ["a", "b"], items });
  assert.deepEqual(values, ["a", "b", OTHER]);
  assert.deepEqual(counted.map(({ counts }) => counts[OTHER]), [3, 0]);
});
