// The kinds of conditions: the only place of the page that knows them.

import { parseDuration, spanText } from "./times.js";
import { COUNT, HOURS, PLAIN, RATIO, SECONDS, perSecond, titleOf, unitOf } from "./units.js";

/**
 * A member of a condition, as a field of the form.
 *
 * @typedef {object} Field
 * @property {string} name in the form
 * @property {string} [member] of the condition; default: the name
 * @property {string} label
 * @property {string} initial text in a new rule
 * @property {string} [hint]
 * @property {[string, string][]} [choices] values with their labels
 * @property {boolean} [isList] text separated by commas
 * @property {boolean} [isDuration]
 * @property {boolean} [isNumber]
 * @property {boolean} [isMetric] suggests the known metrics
 */

/**
 * @typedef {object} ConditionKind
 * @property {string} title
 * @property {"samples" | "events" | "hosts" | "series" | "logs" | "rules"} input samples and events have a chart
 * @property {Field[][]} rows of the form, with one or two fields each
 * @property {(condition: any) => import("./units.js").Unit} unit of the thresholds
 * @property {(condition: any) => string} subject without the thresholds: "CPU >"
 * @property {(symbol: string) => string} legend of the thresholds; empty for a condition that has the severities of its members
 * @property {(condition: any) => string} chartTitle
 */

/** @param {string} text a duration of the API */
const span = (text) => spanText(parseDuration(text) ?? 0);

/** The evaluated number: "Network rate". @param {{metric: string, fn?: string}} condition */
const evaluatedTitle = ({ metric, fn }) => (fn === "rate" || fn === "increase" ? `${titleOf(metric)} ${fn}` : titleOf(metric));

/** @typedef {{name: string, kind: string}} Metric of the API */

/** The member of a condition that a field shows. @param {Field} field */
export const memberOf = ({ member, name }) => member ?? name;

/** Whether a condition has attributes to match. @param {ConditionKind} kind */
export const hasAttributes = ({ input }) => input === "samples" || input === "series";

/** Whether a condition may have to hold for a while. @param {ConditionKind} kind */
export const hasPendingPeriod = ({ input }) => input !== "events" && input !== "hosts";

/** Whether the evaluated values can be drawn. @param {ConditionKind} kind */
export const hasChart = ({ input }) => input === "samples" || input === "events";

/** @type {Field} */
const METRIC = { name: "metric", label: "Metric", initial: "system.cpu.utilization", isMetric: true };

/** @type {Field} */
const COMPARISON = { name: "comparison", label: "Operator", initial: "above", choices: [["above", "above"], ["below", "below"]] };

/** @type {Field[]} */
const SCHEDULE = [
  { name: "every", label: "Evaluate every", initial: "", hint: "empty: a fifth of the window", isDuration: true },
  { name: "evaluationDelay", label: "Evaluation delay", initial: "30s", hint: "time for data to arrive", isDuration: true },
];

/** @param {{comparison?: string}} condition */
const symbolOf = ({ comparison }) => (comparison === "below" ? "<" : ">");

/** @param {{numerator: string, denominator: string}} condition */
const ratioTitle = ({ numerator, denominator }) => `Share of ${numerator} in ${denominator || "all events"}`;

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
        METRIC,
        { name: "fn", label: "Value", initial: "value", choices: [["value", "sample"], ["rate", "rate per second"], ["increase", "increase since last sample"]] },
      ],
      [COMPARISON],
      [
        { name: "maxGap", label: "Maximum gap", initial: "5m", hint: "between samples of a pending period", isDuration: true },
        { name: "staleAfter", label: "Resolve without samples", initial: "1h", hint: "such as 1h; or never", isDuration: true },
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
      [{ name: "allowedLateness", label: "Allowed lateness", initial: "5m", hint: "of events, 0s to 1h", isDuration: true }],
    ],
    unit: () => COUNT,
    subject: ({ query, window, groupBy }) =>
      `Log count${query ? ` of ${query}` : ""} in ${span(window)}${groupBy.length ? ` by ${groupBy.join(", ")}` : ""} >`,
    legend: () => "Count above",
    chartTitle: ({ window }) => `Events per ${span(window)}`,
  },
  noData: {
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
  aggregate: {
    title: "Metric aggregate",
    input: "series",
    rows: [
      [
        METRIC,
        {
          name: "aggregateFn", member: "fn", label: "Function", initial: "avg",
          choices: ["avg", "sum", "min", "max", "p50", "p95", "p99", "rate", "increase"].map((one) => [one, one]),
        },
      ],
      [
        { name: "window", label: "Time window", initial: "5m", hint: "10s to 1d", isDuration: true },
        { name: "labels", member: "groupBy", label: "Group by", initial: "", hint: "host, attributes …; empty: one group", isList: true },
      ],
      SCHEDULE,
      [COMPARISON],
    ],
    unit: ({ metric, fn }) => (fn === "rate" ? perSecond(unitOf(metric ?? "")) : unitOf(metric ?? "")),
    subject: (condition) =>
      `${titleOf(condition.metric)} ${condition.fn} in ${span(condition.window)}${condition.groupBy.length ? ` by ${condition.groupBy.join(", ")}` : ""} ${symbolOf(condition)}`,
    legend: (symbol) => `Thresholds${symbol ? ` (${symbol})` : ""}`,
    chartTitle: () => "",
  },
  change: {
    title: "Metric change",
    input: "series",
    rows: [
      [METRIC, { name: "as", label: "Change", initial: "ratio", choices: [["ratio", "ratio"], ["delta", "difference"]] }],
      [
        { name: "window", label: "Time window", initial: "5m", hint: "10s to 1d", isDuration: true },
        { name: "ago", label: "Compared with", initial: "1d", hint: "time before, at most 31d", isDuration: true },
      ],
      SCHEDULE,
      [COMPARISON],
    ],
    unit: ({ metric, as }) => (as === "delta" ? unitOf(metric ?? "") : PLAIN),
    subject: (condition) =>
      `${titleOf(condition.metric)} ${condition.as === "delta" ? "minus" : "divided by"} that of ${span(condition.ago)} before ${symbolOf(condition)}`,
    legend: (symbol) => `Thresholds${symbol ? ` (${symbol})` : ""}`,
    chartTitle: () => "",
  },
  ratio: {
    title: "Log ratio",
    input: "logs",
    rows: [
      [
        { name: "numerator", label: "Query", initial: "level:ERROR", hint: "Same syntax as Logs." },
        { name: "denominator", label: "Divided by", initial: "", hint: "query; empty: all events" },
      ],
      [
        { name: "window", label: "Time window", initial: "5m", hint: "10s to 1d", isDuration: true },
        { name: "groupBy", label: "Group by", initial: "host", hint: "host, application …; empty: one group", isList: true },
      ],
      SCHEDULE,
      [{ name: "minimum", label: "Minimum of events", initial: "20", isNumber: true }, COMPARISON],
    ],
    unit: () => RATIO,
    subject: (condition) =>
      `${ratioTitle(condition)} in ${span(condition.window)}${condition.groupBy.length ? ` by ${condition.groupBy.join(", ")}` : ""} ${symbolOf(condition)}`,
    legend: (symbol) => `Thresholds (${symbol})`,
    chartTitle: () => "",
  },
  forecast: {
    title: "Metric forecast",
    input: "series",
    rows: [
      [METRIC, { name: "limit", label: "Limit", initial: "1", hint: "as stored: 1 is 100 %", isNumber: true }],
      [
        { name: "direction", label: "Direction", initial: "rising", choices: [["rising", "rises to the limit"], ["falling", "falls to the limit"]] },
        { name: "hours", member: "every", label: "Evaluate every", initial: "1h", hint: "full hours", isDuration: true },
      ],
    ],
    unit: () => HOURS,
    subject: ({ metric, limit }) => `${titleOf(metric)} reaches ${unitOf(metric).text(limit)} within`,
    legend: (symbol) => `Time left below (${symbol})`,
    chartTitle: () => "",
  },
  composite: {
    title: "Combination of rules",
    input: "rules",
    rows: [
      [
        { name: "operator", label: "Fires if", initial: "and", choices: [["and", "all members fire"], ["or", "one member fires"], ["atLeast", "a number of members fires"]] },
        { name: "count", label: "Number", initial: "", hint: "with a number of members", isNumber: true },
      ],
      [{ name: "members", label: "Members", initial: "", hint: "names of rules, separated by commas", isList: true }],
      [
        { name: "not", label: "Must not fire", initial: "", hint: "names of rules", isList: true },
        { name: "labels", member: "groupBy", label: "Same labels", initial: "host", isList: true },
      ],
    ],
    unit: () => PLAIN,
    subject: ({ operator, count, members, not }) =>
      `${operator === "and" ? "all" : operator === "or" ? "any" : `${count}`} of ${members.join(", ")}${not.length ? `, none of ${not.join(", ")}` : ""}`,
    legend: () => "",
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
