// What a metric is measured in, by OpenTelemetry's names, and how its values are written. No rendering in here.

import { bytesText, countText, percentText, plainText, shortCount } from "./numbers.js";
import { spanText } from "./times.js";

/**
 * @typedef {object} Measure
 * @property {(value: number) => string} text
 * @property {number} factor by which what people type is more than what is stored: 80 % is 0.8
 * @property {string} unit behind what people type
 * @property {number | null} most where there is a natural end
 */

/** @type {Measure} */
const RATIO = { text: percentText, factor: 100, unit: "%", most: 1 };

/** @type {Measure} */
const BYTES = { text: bytesText, factor: 1, unit: "bytes", most: null };

/** @type {Measure} */
const COUNT = { text: (value) => (Number.isInteger(value) ? countText(value) : shortCount(value)), factor: 1, unit: "", most: null };

/** @type {Measure} */
const SECONDS = { text: (value) => spanText(value * 1_000), factor: 1, unit: "s", most: null };

/** @type {Measure} */
const PLAIN = { text: plainText, factor: 1, unit: "", most: null };

/** By how a metric's name ends. @type {[RegExp, Measure][]} */
const BY_NAME = [
  [/\.utilization$/, RATIO],
  [/(memory|filesystem|paging|swap|disk)\.(usage|limit)$|\.io$|bytes$/, BYTES],
  [/\.(duration|time|uptime)$/, SECONDS],
  [/count$/, COUNT],
];

/** @param {string} metric */
export const measureOf = (metric) => BY_NAME.find(([name]) => name.test(metric))?.[1] ?? PLAIN;

/**
 * What the numbers of a rule's condition are: of its metric, events, or seconds of silence.
 *
 * @param {{type: string, metric?: string} | undefined} condition
 */
export function measureOfCondition(condition) {
  switch (condition?.type) {
    case "threshold":
      return measureOf(condition.metric ?? "");
    case "silence":
      return SECONDS;
    default:
      return condition ? COUNT : PLAIN;
  }
}

/** Names that people know better than the metric's. @type {Record<string, string>} */
const TITLES = {
  "system.cpu.utilization": "CPU",
  "system.memory.utilization": "Memory",
  "system.filesystem.utilization": "Disk",
  "system.network.io": "Network",
  "system.process.count": "Processes",
};

/** @param {string} metric */
export const titleOf = (metric) => TITLES[metric] ?? metric;
