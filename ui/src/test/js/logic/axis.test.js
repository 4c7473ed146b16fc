import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axisWidth } from "../../../main/resources/static/app/logic/axis.js";

describe("axisWidth", () => {
  test("is the same for short labels, so that charts are aligned", () => assert.equal(axisWidth(["0 %", "100 %"]), axisWidth(null)));
  test("grows with the longest label", () => assert.equal(axisWidth(["0 B/s", "500 kB/s"]), 8 * 7 + 6));
  test("accepts missing labels", () => assert.equal(axisWidth([null, ""]), axisWidth(null)));
});
