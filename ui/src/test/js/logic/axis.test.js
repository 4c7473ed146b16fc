import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { STEPS, WHOLE_STEPS, axisWidth } from "../../../main/resources/static/app/logic/axis.js";
import { shortCount } from "../../../main/resources/static/app/logic/numbers.js";
import { COUNT, PLAIN, RATIO, SECONDS, perSecond, unitOf } from "../../../main/resources/static/app/logic/units.js";

describe("axisWidth", () => {
  test("is the same for short labels, so that charts are aligned", () => assert.equal(axisWidth(["0 %", "100 %"]), axisWidth(null)));
  test("grows with the longest label", () => assert.equal(axisWidth(["0 B/s", "500 kB/s"]), 8 * 7 + 6));
  test("accepts missing labels", () => assert.equal(axisWidth([null, ""]), axisWidth(null)));
});

describe("labels in steps from zero differ", () => {
  /** @param {(value: number) => string} text @param {number} step */
  const labels = (text, step) => [0, 1, 2, 3, 4].map((count) => text(Number((count * step).toPrecision(12))));

  /** @type {[string, (value: number) => string][]} */
  const formats = [
    ["ratio", RATIO.text],
    ["bytes", unitOf("system.memory.usage").text],
    ["bytes per second", perSecond(unitOf("system.network.io")).text],
    ["count", COUNT.text],
    ["count per second", perSecond(COUNT).text],
    ["seconds", SECONDS.text],
    ["plain", PLAIN.text],
  ];
  for (const [name, text] of formats) {
    test(name, () => {
      for (const step of STEPS.filter((one) => one >= 1e-6 && one <= 1e12)) {
        assert.equal(new Set(labels(text, step)).size, 5, labels(text, step).join(", "));
      }
    });
  }

  test("short count, in whole steps", () => {
    for (const step of WHOLE_STEPS.filter((one) => one <= 1e12)) {
      assert.equal(new Set(labels(shortCount, step)).size, 5, labels(shortCount, step).join(", "));
    }
  });

  test("of an idle network", () => assert.deepEqual(labels(perSecond(unitOf("system.network.io")).text, 0.5).slice(0, 3), ["0 B/s", "0.5 B/s", "1 B/s"]));
});

test("WHOLE_STEPS has whole numbers alone", () => assert.deepEqual(WHOLE_STEPS.slice(0, 7), [1, 2, 5, 10, 20, 25, 50]));
