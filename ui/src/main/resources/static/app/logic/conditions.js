// The kinds of conditions: the only place of the page that knows them.

import { parseDuration, spanText } from "./times.js";
import { COUNT, PLAIN, SECONDS, perSecond, titleOf, unitOf } from "./units.js";

/**
 * A member of a condition, as a field of the form.
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} initial text in a new rule
 * @property {string} [hint]
 * @property {[string, string][]} [choices] values with their labels
 * @property {boolean} [isList] text separated by commas
 * @property {boolean} [isDuration]
 * @property {boolean} [isMetric] suggests the known metrics
 */

/**
 * @typedef {object} ConditionKind
 * @property {string} title
 * @property {"samples" | "events" | "hosts"} input only samples have attributes and a pending period; hosts have no chart
 * @property {Field[][]} rows of the form, with one or two fields each
 * @property {(condition: any) => import("./units.js").Unit} unit of the thresholds
 * @property {(condition: any) => string} subject without the thresholds: "CPU >"
 * @property {(symbol: string) => string} legend of the thresholds
 * @property {(condition: any) => string} chartTitle
 */

/** @param {string} text a duration of the API */
const span = (text) => spanText(parseDuration(text) ?? 0);

/** The evaluated number: "Network rate". @param {{metric: string, fn?: string}} condition */
const evaluatedTitle = ({ metric, fn }) => (fn === "rate" || fn === "increase" ? `${titleOf(metric)} ${fn}` : titleOf(metric));

/** @typedef {{name: string, kind: string}} Metric of the API */

/** Whether a condition compares the samples of a counter. @param {{metric?: string, fn?: string}} condition @param {Metric[]} metrics */
export const isRawCounter = ({ metric, fn }, metrics) => fn === "value" && metrics.some(({ name, kind }) => name === metric && kind === "CUMULATIVE");

/** The function for a query of series; undefined for the samples themselves. @param {{fn?: string}} condition */
export const functionOf = ({ fn }) => (fn === "value" ? undefined : fn);

/** @type {Record<string, ConditionKind>} */
export const CONDITION_KINDS = {
  threshold: {
    title: "Metric threshold",
    input: "samples",
    rows: [
      [
        { name: "metric", label: "Metric", initial: "system.cpu.utilization", isMetric: true },
        { name: "fn", label: "Value", initial: "value", choices: [["value", "sample"], ["rate", "rate per second"], ["increase", "increase since last sample"]] },
      ],
      [
        { name: "comparison", label: "Operator", initial: "above", choices: [["above", "above"], ["below", "below"]] },
      ],
    ],
    unit: ({ metric, fn }) => (fn === "rate" ? perSecond(unitOf(metric ?? "")) : unitOf(metric ?? "")),
    subject: (condition) => `${evaluatedTitle(condition)} ${condition.comparison === "below" ? "<" : ">"}`,
    legend: (symbol) => `Thresholds${symbol ? ` (${symbol})` : ""}`,
    chartTitle: (condition) => evaluatedTitle(condition),
  },
  logCount: {
    title: "Log count",
    input: "events",
    rows: [
      [{ name: "query", label: "Query", initial: "level:ERROR", hint: "Same syntax as Logs; empty matches all." }],
      [
        { name: "window", label: "Time window", initial: "5m", hint: "10s to 1d", isDuration: true },
        { name: "groupBy", label: "Group by", initial: "host", hint: "host, application …; empty: one group", isList: true },
      ],
    ],
    unit: () => COUNT,
    subject: ({ query, window, groupBy }) =>
      `Log count${query ? ` of ${query}` : ""} in ${span(window)}${groupBy.length ? ` by ${groupBy.join(", ")}` : ""} >`,
    legend: () => "Count above",
    chartTitle: ({ window }) => `Events per ${span(window)}`,
  },
  silence: {
    title: "No data",
    input: "hosts",
    rows: [
      [
        { name: "of", label: "Scope", initial: "host", choices: [["host", "each host"], ["group", "all matching hosts"]] },
        { name: "forgetAfter", label: "Forget hosts after", initial: "7d", hint: "such as 7d", isDuration: true },
      ],
    ],
    unit: () => SECONDS,
    subject: ({ of }) => `No data from ${of === "host" ? "a host" : "all matching hosts"} for`,
    legend: () => "No data for (s)",
    chartTitle: () => "",
  },
};

/** The fields of all kinds, each once. @type {Field[]} */
export const FIELDS = [
  ...new Map(Object.values(CONDITION_KINDS).flatMap(({ rows }) => rows.flat()).map((field) => [field.name, field])).values(),
];

/**
 * The unit of a rule's thresholds: that of its metric, a count of events, or seconds without data.
 *
 * @param {{type: string, metric?: string} | undefined} condition
 */
export const unitOfCondition = (condition) => (condition ? (CONDITION_KINDS[condition.type]?.unit(condition) ?? COUNT) : PLAIN);
