import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { previousRange, shiftedLine, trendRows } from "../../../main/resources/static/app/logic/metric-trend.js";
import { HOUR } from "../../../main/resources/static/app/logic/times.js";

const NOW = Date.parse("2026-11-29T16:00:00Z");

/** @param {string} label @param {number[]} values */
const line = (label, ...values) => ({ label, points: values.map((value, t) => ({ t, value })) });

describe("previousRange", () => {
  test("ends where the range begins", () =>
    assert.deepEqual(previousRange({ from: "-2h", to: "" }, NOW), {
      from: "2026-11-29T12:00:00.000Z",
      to: "2026-11-29T14:00:00.000Z",
      length: 2 * HOUR,
    }));
  test("is one hour before the last one for an invalid range", () =>
    assert.deepEqual(previousRange({ from: "?", to: "" }, NOW), {
      from: "2026-11-29T14:00:00.000Z",
      to: "2026-11-29T15:00:00.000Z",
      length: HOUR,
    }));
});

describe("trendRows", () => {
  /** @param {any[]} lines @param {any[]} earlier */
  const changes = (lines, earlier) => trendRows(lines, earlier).map((row) => [row.line.label, row.change]);

  test("compares averages and sorts by the change in either direction", () =>
    assert.deepEqual(changes([line("a", 1, 1), line("b", 3, 5), line("c", 1)], [line("a", 1), line("b", 2), line("c", 4)]), [
      ["b", 1],
      ["c", -0.75],
      ["a", 0],
    ]));
  test("has no change without earlier data", () => assert.deepEqual(changes([line("a", 1)], []), [["a", null]]));
  test("has no change against zero", () => assert.deepEqual(changes([line("a", 1)], [line("a", 0, 0)]), [["a", null]]));
  test("sorts by the average without a change", () => assert.deepEqual(changes([line("a", 1), line("b", 2)], []).map(([label]) => label), ["b", "a"]));
  test("omits lines without points", () => assert.deepEqual(changes([line("a")], [line("a", 1)]), []));
  test("has the figures of the current range", () => {
    const [{ min, avg, max, last }] = trendRows([line("a", 1, 4, 1)], []);
    assert.deepEqual({ min, avg, max, last }, { min: 1, avg: 2, max: 4, last: 1 });
  });
});

test("moved puts an earlier line on the current range", () =>
  assert.deepEqual(shiftedLine({ label: "a", points: [{ t: "2026-11-29T14:00:00Z", value: 7 }] }, 2 * HOUR, 3), {
    label: "a (previous)",
    faintAs: 3,
    points: [{ t: NOW, value: 7 }],
  }));
