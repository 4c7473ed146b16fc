import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  bytesText,
  changeText,
  countText,
  memoryText,
  percentText,
  plainText,
  shareText,
  shortCount,
} from "../../../main/resources/static/app/logic/numbers.js";

/** @template T @param {string} name @param {(value: T) => string} format @param {[T, string][]} cases */
function formats(name, format, cases) {
  describe(name, () => {
    for (const [value, text] of cases) {
      test(`formats ${value} as ${text}`, () => assert.equal(format(value), text));
    }
  });
}

formats("countText", countText, [
  [0, "0"],
  [48_211, "48,211"],
  [-1_000, "-1,000"],
  [9_007_199_254_740_991, "9,007,199,254,740,991"],
]);

formats("shortCount", shortCount, [
  [0, "0"],
  [0.333, "0.33"],
  [950, "950"],
  [1_000, "1k"],
  [1_249, "1.2k"],
  [9_949, "9.9k"],
  [48_211, "48k"],
  [999_499, "999k"],
  [3_100_000, "3.1M"],
  [2_000_000_000_000, "2000G"],
  [-1_500, "−1.5k"],
]);

formats("percentText", percentText, [
  [0, "0 %"],
  [0.000444, "0.044 %"],
  [0.004, "0.4 %"],
  [0.05, "5 %"],
  [0.0994, "9.9 %"],
  [0.0995, "10 %"],
  [0.734, "73 %"],
  [1, "100 %"],
  [4.49, "449 %"],
  [-0.012, "-1.2 %"],
]);

formats("bytesText", bytesText, [
  [0, "0 B"],
  [0.5, "0.5 B"],
  [999, "999 B"],
  [1_000, "1 kB"],
  [1_536, "1.5 kB"],
  [17_179_869_184, "17 GB"],
  [2e18, "2000 PB"],
]);

formats("memoryText", memoryText, [
  [1_023, "1023 B"],
  [1_536, "1.5 KiB"],
  [17_179_869_184, "16 GiB"],
]);

formats("plainText", plainText, [
  [0, "0"],
  [0.1, "0.1"],
  [0.00049, "0.00049"],
  [-0.12345, "-0.123"],
  [3.14159, "3.142"],
  [12.345, "12.3"],
  [1_234.5, "1,235"],
  [-2_500, "-2,500"],
  [NaN, "–"],
  [Infinity, "–"],
]);

formats("changeText", changeText, [
  [null, "new"],
  [0, "±0 %"],
  [0.004, "±0 %"],
  [-0.004, "±0 %"],
  [0.5, "+50 %"],
  [-0.12, "−12 %"],
  [-1, "−100 %"],
  [12.5, "+1,250 %"],
]);

formats("shareText", (/** @type {[number, number]} */ [part, total]) => shareText(part, total), [
  [[10, 10], "100 %"],
  [[1, 8], "13 %"],
  [[1, 3_000], "<0.1 %"],
]);
