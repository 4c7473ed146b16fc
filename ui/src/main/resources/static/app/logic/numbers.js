// Formats of numbers.

import { words } from "../words.js";
import { countText } from "./language.js";

export { countText };

const BYTES = ["B", "kB", "MB", "GB", "TB", "PB"];
const BINARY_BYTES = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const COUNTS = ["", "k", "M", "G"];

/**
 * A short count: 0.5, 950, 1.2k, 48k, 3.1M.
 *
 * @param {number} value
 */
export function shortCount(value) {
  return scaled(value, 1_000, COUNTS).replace(" ", "");
}

/**
 * @param {number} value 0..1
 * @returns {string} 0.734 -> 73 %; below ten with one decimal, below one with two digits
 */
export function percentText(value) {
  const percent = value * 100;
  return `${Math.abs(percent) < 9.95 ? shortDecimal(percent) : Math.round(percent)} %`;
}

/** The share of a part, which is more than nothing. @param {number} part @param {number} total */
export const shareText = (part, total) => (part / total < 0.001 ? "<0.1 %" : percentText(part / total));

/** @param {number} value in units of 1000 */
export function bytesText(value) {
  return scaled(value, 1_000, BYTES);
}

/** @param {number} value in units of 1024, for memory */
export function memoryText(value) {
  return scaled(value, 1_024, BINARY_BYTES);
}

/**
 * A number without a known unit, with at most three decimals, below one with three digits.
 *
 * @param {number} value
 */
export function plainText(value) {
  if (!Number.isFinite(value)) {
    return "–";
  }
  if (Math.abs(value) < 1) {
    return String(Number(value.toPrecision(3)));
  }
  return Math.abs(value) >= 1_000 ? countText(Math.round(value)) : trimmed(value, Math.abs(value) < 10 ? 3 : 1);
}

/**
 * A relative change: +50 %, −12 %, or "new" without a previous value.
 *
 * @param {number | null} change 0.5 is +50 %
 */
export function changeText(change) {
  if (change === null) {
    return words.common.newValue;
  }
  const percent = Math.round(change * 100);
  return percent === 0 ? "±0 %" : `${percent > 0 ? "+" : "−"}${countText(Math.abs(percent))} %`;
}

/**
 * @param {number} value
 * @param {number} base
 * @param {string[]} units
 */
function scaled(value, base, units) {
  let rest = Math.abs(value);
  let unit = 0;
  while (rest >= base && unit < units.length - 1) {
    rest /= base;
    unit++;
  }
  const text = rest < 10 ? shortDecimal(rest) : String(Math.round(rest));
  return `${value < 0 ? "−" : ""}${text} ${units[unit]}`.trim();
}

/** One decimal, below one two digits: 1.25 -> 1.3, 0.025 -> 0.025. @param {number} value below 10 */
export const shortDecimal = (value) => (Math.abs(value) < 1 ? String(Number(value.toPrecision(2))) : trimmed(value, 1));

/** @param {number} value @param {number} decimals */
function trimmed(value, decimals) {
  return String(Number(value.toFixed(decimals)));
}
