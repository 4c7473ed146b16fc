// Units of metrics by their OpenTelemetry names, and formats of their values.

import { words } from "../words.js";
import { bytesText, countText, percentText, plainText, shortCount } from "./numbers.js";
import { spanText } from "./times.js";

/**
 * @typedef {object} Unit
 * @property {(value: number) => string} text
 * @property {number} factor from stored to entered values: 0.8 is entered as 80 %
 * @property {string} symbol of entered values
 * @property {number | null} upperBound null: unbounded
 */

/** @type {Unit} */
export const RATIO = { text: percentText, factor: 100, symbol: "%", upperBound: 1 };

/** @type {Unit} */
const BYTES = { text: bytesText, factor: 1, symbol: "bytes", upperBound: null };

/** @type {Unit} */
export const COUNT = { text: (value) => (Number.isInteger(value) ? countText(value) : shortCount(value)), factor: 1, symbol: "", upperBound: null };

/** @type {Unit} */
export const SECONDS = { text: (value) => spanText(value * 1_000), factor: 1, symbol: "s", upperBound: null };

/** @type {Unit} */
export const HOURS = { text: (value) => spanText(value * 3_600_000), factor: 1, symbol: "h", upperBound: null };

/** @type {Unit} */
export const PLAIN = { text: plainText, factor: 1, symbol: "", upperBound: null };

/** Units by the end of the metric name. @type {[RegExp, Unit][]} */
const BY_NAME = [
  [/\.utilization$/, RATIO],
  [/(memory|filesystem|paging|swap|disk)\.(usage|limit)$|\.io$|bytes$/, BYTES],
  [/\.(duration|time|uptime)$/, SECONDS],
  [/count$/, COUNT],
];

/** @param {string} metric */
export const unitOf = (metric) => BY_NAME.find(([name]) => name.test(metric))?.[1] ?? PLAIN;

/** The unit of the rate of a counter. @param {Unit} unit of the counter @returns {Unit} */
export const perSecond = ({ text, factor, symbol }) => ({
  text: (value) => `${text(value)}/s`,
  factor,
  symbol: symbol ? `${symbol}/s` : words.metrics.perSecond,
  upperBound: null,
});

/** Titles of common metrics. @type {Record<string, string>} */
const TITLES = {
  "system.cpu.utilization": "CPU",
  "system.memory.utilization": words.common.memory,
  "system.filesystem.utilization": words.common.disk,
  "system.network.io": words.metrics.network,
  "system.process.count": words.common.processes,
};

/** @param {string} metric */
export const titleOf = (metric) => TITLES[metric] ?? metric;
