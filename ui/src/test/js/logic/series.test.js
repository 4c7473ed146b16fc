import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { aligned, figuresOf, linesOf, runsOf } from "../../../main/resources/static/app/logic/series.js";

/** @param {[number, number][]} points @param {string} [label] */
const line = (points, label = "a") => ({ label, points: points.map(([t, value]) => ({ t, value })) });

describe("aligned", () => {
  test("merges the instants of all lines", () =>
    assert.deepEqual(aligned([line([[0, 1], [10, 2]]), line([[5, 3], [10, 4]], "b")], 10), {
      at: [0, 5, 10],
      values: [
        [1, null, 2],
        [null, 3, 4],
      ],
      bands: [null, null],
    }));

  test("inserts an empty instant after a pause of more than three steps", () =>
    assert.deepEqual(aligned([line([[0, 1], [10, 2], [20, 3], [61, 4]])], 10), {
      at: [0, 10, 20, 30, 61],
      values: [[1, 2, 3, null, 4]],
      bands: [null],
    }));

  test("accepts a pause of three steps", () => assert.deepEqual(aligned([line([[0, 1], [30, 2]])], 10).at, [0, 30]));

  test("takes the usual pause where it is longer than the step", () =>
    assert.deepEqual(aligned([line([[0, 1], [15, 2], [30, 3], [60, 4]])], 1).at, [0, 15, 30, 60]));

  test("reads RFC 3339", () =>
    assert.deepEqual(aligned([{ label: "a", points: [{ t: "1970-01-01T00:00:01Z", value: 7 }] }], 10), { at: [1_000], values: [[7]], bands: [null] }));

  test("keeps zero apart from no value", () =>
    assert.deepEqual(aligned([line([[0, 0]]), line([[5, 0]], "b")], 10).values, [
      [0, null],
      [null, 0],
    ]));

  test("has the band of a line with several samples in a point", () =>
    assert.deepEqual(aligned([{ label: "a", points: [{ t: 0, value: 2, min: 1, max: 3, count: 2 }, { t: 10, value: 4, min: 4, max: 4, count: 1 }] }, line([[20, 5]], "b")], 10).bands, [
      { low: [1, 4, null], high: [3, 4, null] },
      null,
    ]));

  test("is empty without lines", () => assert.deepEqual(aligned([], 10), { at: [], values: [], bands: [] }));
});

describe("linesOf", () => {
  const point = { t: "2026-11-29T16:00:00Z", min: 0.06, avg: 0.18, max: 0.2, count: 4 };
  /** @param {string} host @param {Record<string, string>} [attributes] */
  const series = (host, attributes = {}) => ({ host, attributes, points: [point] });

  test("reads the average and the step", () =>
    assert.deepEqual(linesOf({ step: "30s", items: [series("web-1")] }), {
      step: 30_000,
      lines: [{ label: "web-1", points: [{ t: point.t, value: 0.18, min: 0.06, max: 0.2, count: 4 }] }],
    }));

  test("reads another figure on request", () =>
    assert.equal(linesOf({ step: "30s", items: [series("web-1")] }, "max").lines[0].points[0].value, 0.2));

  test("reads the value of a function", () =>
    assert.deepEqual(linesOf({ step: "30s", items: [{ host: "web-1", attributes: {}, points: [{ t: 0, value: 7 }] }] }).lines[0].points, [{ t: 0, value: 7 }]));

  test("labels series of one host by their attributes", () => {
    const items = [series("web-1", { device: "sda" }), series("web-1", { device: "sdb", direction: "read" })];
    assert.deepEqual(linesOf({ step: "PT1M", items }).lines.map(({ label }) => label), ["sda", "sdb read"]);
  });

  test("labels series of several hosts by host first", () => {
    const items = [series("web-1", { device: "sda" }), series("web-2", { device: "sda" })];
    assert.deepEqual(linesOf({ step: "PT1M", items }).lines.map(({ label }) => label), ["web-1 sda", "web-2 sda"]);
  });

  test("is empty without data", () => assert.deepEqual(linesOf(undefined), { step: 1_000, lines: [] }));
});

describe("figuresOf", () => {
  test("has the extremes, the average and the last value", () =>
    assert.deepEqual(figuresOf(line([[0, 2], [1, -1], [2, 5]])), { min: -1, avg: 2, max: 5, last: 5 }));

  test("are those of all samples, whatever the step", () => {
    const points = [
      { t: 0, value: 0.18, min: 0.06, max: 0.2, count: 4 },
      { t: 1, value: 0.71, min: 0.2, max: 0.98, count: 12 },
    ];
    const { min, avg, max } = figuresOf({ label: "a", points }) ?? {};
    assert.deepEqual([min, Number(avg?.toFixed(6)), max], [0.06, 0.5775, 0.98]);
  });

  test("is null without points", () => assert.equal(figuresOf(line([])), null));
});

test("runsOf has the ranges without a gap", () =>
  assert.deepEqual(runsOf([null, 1, 2, null, null, 0]), [
    [1, 3],
    [5, 6],
  ]));
