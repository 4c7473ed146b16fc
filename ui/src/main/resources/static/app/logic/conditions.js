// The kinds of conditions: the only place of the page that knows them.

import { words } from "../words.js";
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
const evaluatedTitle = ({ metric, fn }) => (fn === "rate" || fn === "increase" ? words.rules.evaluated(titleOf(metric), fn) : titleOf(metric));

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
const METRIC = { name: "metric", label: words.common.metric, initial: "system.cpu.utilization", isMetric: true };

/** @type {Field} */
const COMPARISON = { name: "comparison", label: words.rules.operator, initial: "above", choices: [["above", words.rules.above], ["below", words.rules.below]] };

/** @type {Field[]} */
const SCHEDULE = [
  { name: "every", label: words.rules.evaluateEvery, initial: "", hint: words.rules.everyHint, isDuration: true },
  { name: "evaluationDelay", label: words.rules.evaluationDelay, initial: "30s", hint: words.rules.evaluationDelayHint, isDuration: true },
];

/** @param {{comparison?: string}} condition */
const symbolOf = ({ comparison }) => (comparison === "below" ? "<" : ">");

/** @param {{numerator: string, denominator: string}} condition */
const ratioTitle = ({ numerator, denominator }) => words.rules.shareOf(numerator, denominator || words.rules.allEvents);

/** Whether a condition compares the samples of a counter. @param {{metric?: string, fn?: string}} condition @param {Metric[]} metrics */
export const isRawCounter = ({ metric, fn }, metrics) => fn === "value" && metrics.some(({ name, kind }) => name === metric && kind === "CUMULATIVE");

/** The function for a query of series; undefined for the samples themselves. @param {{fn?: string}} condition */
export const functionOf = ({ fn }) => (fn === "value" ? undefined : fn);

/** @type {Record<string, ConditionKind>} */
export const CONDITION_KINDS = {
  threshold: {
    title: words.rules.metricThreshold,
    input: "samples",
    rows: [
      [
        METRIC,
        { name: "fn", label: words.common.value, initial: "value", choices: [["value", words.rules.sample], ["rate", words.rules.ratePerSecond], ["increase", words.rules.increaseSinceLastSample]] },
      ],
      [COMPARISON],
      [
        { name: "maxGap", label: words.rules.maximumGap, initial: "5m", hint: words.rules.maximumGapHint, isDuration: true },
        { name: "staleAfter", label: words.rules.resolveWithoutSamples, initial: "1h", hint: words.rules.resolveWithoutSamplesHint, isDuration: true },
      ],
      [{ name: "sampleDelay", member: "evaluationDelay", label: words.rules.evaluationDelay, initial: "0s", hint: words.rules.evaluationDelayHint, isDuration: true }],
    ],
    unit: ({ metric, fn }) => (fn === "rate" ? perSecond(unitOf(metric ?? "")) : unitOf(metric ?? "")),
    subject: (condition) => `${evaluatedTitle(condition)} ${condition.comparison === "below" ? "<" : ">"}`,
    legend: words.rules.thresholds,
    chartTitle: (condition) => evaluatedTitle(condition),
  },
  logCount: {
    title: words.rules.logCount,
    input: "events",
    rows: [
      [{ name: "query", label: words.common.query, initial: "level:ERROR", hint: words.rules.queryHint }],
      [
        { name: "window", label: words.rules.timeWindow, initial: "5m", hint: words.rules.windowHint, isDuration: true },
        { name: "groupBy", label: words.common.groupBy, initial: "host", hint: words.rules.groupByHint, isList: true },
      ],
      [{ name: "allowedLateness", label: words.rules.allowedLateness, initial: "5m", hint: words.rules.allowedLatenessHint, isDuration: true }],
    ],
    unit: () => COUNT,
    subject: ({ query, window, groupBy }) =>
      words.rules.logCountAbove(query, span(window), groupBy.join(", ")),
    legend: () => words.rules.countAbove,
    chartTitle: ({ window }) => words.rules.eventsPer(span(window)),
  },
  noData: {
    title: words.common.noData,
    input: "hosts",
    rows: [
      [
        { name: "of", label: words.rules.scope, initial: "host", choices: [["host", words.rules.eachHost], ["group", words.rules.allMatchingHosts]] },
        { name: "forgetAfter", label: words.rules.forgetHostsAfter, initial: "7d", hint: words.rules.forgetHint, isDuration: true },
      ],
    ],
    unit: () => SECONDS,
    subject: ({ of }) => (of === "host" ? words.rules.noDataFromHost : words.rules.noDataFromAll),
    legend: () => words.rules.noDataForS,
    chartTitle: () => "",
  },
  aggregate: {
    title: words.rules.metricAggregate,
    input: "series",
    rows: [
      [
        METRIC,
        {
          name: "aggregateFn", member: "fn", label: words.rules.function, initial: "avg",
          choices: ["avg", "sum", "min", "max", "p50", "p95", "p99", "rate", "increase"].map((one) => [one, one]),
        },
      ],
      [
        { name: "window", label: words.rules.timeWindow, initial: "5m", hint: words.rules.windowHint, isDuration: true },
        { name: "labels", member: "groupBy", label: words.common.groupBy, initial: "", hint: words.rules.groupByMetricHint, isList: true },
      ],
      SCHEDULE,
      [COMPARISON],
    ],
    unit: ({ metric, fn }) => (fn === "rate" ? perSecond(unitOf(metric ?? "")) : unitOf(metric ?? "")),
    subject: (condition) =>
      words.rules.inWindow(`${titleOf(condition.metric)} ${condition.fn}`, span(condition.window), condition.groupBy.join(", "), symbolOf(condition)),
    legend: words.rules.thresholds,
    chartTitle: () => "",
  },
  change: {
    title: words.rules.metricChange,
    input: "series",
    rows: [
      [METRIC, { name: "as", label: words.rules.change, initial: "ratio", choices: [["ratio", words.rules.ratio], ["delta", words.rules.difference]] }],
      [
        { name: "window", label: words.rules.timeWindow, initial: "5m", hint: words.rules.windowHint, isDuration: true },
        { name: "ago", label: words.rules.comparedWith, initial: "1d", hint: words.rules.comparedWithHint, isDuration: true },
      ],
      SCHEDULE,
      [COMPARISON],
    ],
    unit: ({ metric, as }) => (as === "delta" ? unitOf(metric ?? "") : PLAIN),
    subject: (condition) =>
      words.rules[condition.as === "delta" ? "minusBefore" : "dividedByBefore"](titleOf(condition.metric), span(condition.ago), symbolOf(condition)),
    legend: words.rules.thresholds,
    chartTitle: () => "",
  },
  ratio: {
    title: words.rules.logRatio,
    input: "logs",
    rows: [
      [
        { name: "numerator", label: words.common.query, initial: "level:ERROR", hint: words.rules.querySyntaxHint },
        { name: "denominator", label: words.rules.dividedBy, initial: "", hint: words.rules.divisorHint },
      ],
      [
        { name: "window", label: words.rules.timeWindow, initial: "5m", hint: words.rules.windowHint, isDuration: true },
        { name: "groupBy", label: words.common.groupBy, initial: "host", hint: words.rules.groupByHint, isList: true },
      ],
      SCHEDULE,
      [{ name: "minimum", label: words.rules.minimumOfEvents, initial: "20", isNumber: true }, COMPARISON],
    ],
    unit: () => RATIO,
    subject: (condition) =>
      words.rules.inWindow(ratioTitle(condition), span(condition.window), condition.groupBy.join(", "), symbolOf(condition)),
    legend: words.rules.thresholds,
    chartTitle: () => "",
  },
  forecast: {
    title: words.rules.metricForecast,
    input: "series",
    rows: [
      [METRIC, { name: "limit", label: words.rules.limit, initial: "1", hint: words.rules.limitHint, isNumber: true }],
      [
        { name: "direction", label: words.rules.direction, initial: "rising", choices: [["rising", words.rules.risesToTheLimit], ["falling", words.rules.fallsToTheLimit]] },
        { name: "hours", member: "every", label: words.rules.evaluateEvery, initial: "1h", hint: words.rules.fullHours, isDuration: true },
      ],
    ],
    unit: () => HOURS,
    subject: ({ metric, limit }) => words.rules.forecastSentence(titleOf(metric), unitOf(metric).text(limit)),
    legend: (symbol) => words.rules.timeLeftBelow(symbol),
    chartTitle: () => "",
  },
  composite: {
    title: words.rules.combinationOfRules,
    input: "rules",
    rows: [
      [
        { name: "operator", label: words.rules.firesIf, initial: "and", choices: [["and", words.rules.allMembersFire], ["or", words.rules.oneMemberFires], ["atLeast", words.rules.numberMembersFires]] },
        { name: "count", label: words.rules.numberOfMembers, initial: "", hint: words.rules.numberHint, isNumber: true },
      ],
      [{ name: "members", label: words.rules.members, initial: "", hint: words.rules.membersHint, isList: true }],
      [
        { name: "not", label: words.rules.mustNotFire, initial: "", hint: words.rules.namesOfRules, isList: true },
        { name: "labels", member: "groupBy", label: words.rules.sameLabels, initial: "host", isList: true },
      ],
    ],
    unit: () => PLAIN,
    subject: ({ operator, count, members, not }) =>
      words.rules.combination(operator === "and" ? words.rules.allOf : operator === "or" ? words.rules.anyOf : String(count), members.join(", "), not.join(", ")),
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
