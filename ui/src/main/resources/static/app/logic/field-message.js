// The page's sentences for problems of the API at the fields of a form.

import { words } from "../words.js";
import { countText } from "./numbers.js";
import { severityName } from "./rules.js";
import { durationText, parseDuration } from "./times.js";
import { PLAIN } from "./units.js";

/** @param {string} text an ISO 8601 duration of the API @returns {string} as it is entered: PT5M -> 5m */
const duration = (text) => (/^PT0S$/.test(text) ? "0s" : durationText(parseDuration(text) ?? 0));

/** @typedef {(text: string) => string} Threshold a stored threshold as it is entered, with its unit */

/** Expectations of the API with the sentences for them. @type {[RegExp, (parts: string[], threshold: Threshold, value: string) => string][]} */
const SENTENCES = [
  [/^1 to (\d+) characters/, ([max]) => words.forms.characters(countText(Number(max)))],
  [/^at most (\d+) characters$/, ([max]) => words.forms.atMostCharacters(countText(Number(max)))],
  [/^a name that no other (?:\w+) has$/, () => words.forms.nameInUse],
  [/^a duration, /, () => words.forms.duration],
  [/^(P\w+) to (P\w+)$/, ([min, max]) => words.forms.fromTo(duration(min), duration(max))],
  [/^(P\w+) to (P\w+), in whole seconds$/, ([min, max]) => words.forms.wholeSeconds(duration(min), duration(max))],
  [/^full hours, (P\w+) to (P\w+)$/, ([min, max]) => words.forms.fullHours(duration(min), duration(max))],
  [/^(P\w+) to (P\w+) and at least maxGap, (P\w+); or never$/, ([min, max, gap]) => words.forms.resolveWithoutSamples(duration(min), duration(max), duration(gap))],
  [/^the window, (P\w+), to (P\w+)$/, ([window, max]) => words.forms.fromWindow(duration(window), duration(max))],
  [/^at least a sixtieth of the window, (P\w+)$/, ([window]) => words.forms.sixtiethOfWindow(duration(window))],
  [/^(?:a number|a finite number)$/, () => words.forms.number],
  [/^a whole number$/, () => words.forms.wholeNumber],
  [/^(\d+) to (\d+)$/, ([min, max]) => words.forms.fromTo(countText(Number(min)), countText(Number(max)))],
  [/^(\d+) or more events$/, ([min]) => words.forms.atLeast(min)],
  [/^above (\d+) and below (\d+)$/, ([min, max]) => words.forms.between(min, max)],
  [/^above ([\d.Ee-]+), that of (\w+)$/, ([lower, severity], threshold) => words.forms.above(threshold(lower), severityName(severity))],
  [/^below ([\d.Ee-]+), that of (\w+)$/, ([lower, severity], threshold) => words.forms.below(threshold(lower), severityName(severity))],
  [/^at most ([\d.Ee-]+), the lowest severity threshold$/, ([lowest], threshold) => words.forms.atMostLowest(threshold(lowest))],
  [/^at least ([\d.Ee-]+), the lowest severity threshold$/, ([lowest], threshold) => words.forms.atLeastLowest(threshold(lowest))],
  [/^1 second or more, and less than forgetAfter, (\d+) seconds$/, ([max]) => words.forms.belowForgetAfter(durationText(Number(max) * 1_000))],
  [/^more than 0 hours$/, () => words.forms.aboveZero],
  [/^at least one, /, () => words.forms.threshold],
  [/^the name of a metric, /, () => words.forms.metric],
  [/^a log query, /, () => words.forms.query],
  [/^a query; at character (\d+): ([^]*)$/, ([position, message]) => words.logs.errorAt(message, Number(position))],
  [/^at most (\d+) (?:names|fields), each once$/, ([max]) => words.forms.labels(max)],
  [/^neither message nor tag, /, () => words.forms.noMessageOrTag],
  [/^at least one rule that fires$/, () => words.forms.member],
  [/^at most (\d+) rules with those of not, each once$/, ([max]) => words.forms.members(max)],
  [/^the name or the id of an existing rule$/, (_, _threshold, value) => words.forms.noSuchRule(value)],
  [/^rules that do not lead back to this one$/, () => words.forms.containsItself],
  [/^none\b/, () => words.forms.none],
];

/** Removes binary rounding errors. @param {number} value */
const rounded = (value) => Number(value.toPrecision(12));

/**
 * The sentence for a problem at a field that shows its name and value: the expectation, in the units of the form.
 *
 * @param {{message: string}} problem
 * @param {import("./units.js").Unit} [unit] of thresholds
 */
export function fieldMessage({ message }, { factor, symbol } = PLAIN) {
  const [, value, expectation] = /^[^ :]+: ([^]*?) \(expected: ([^]*)\)$/.exec(message) ?? [];
  if (expectation === undefined) {
    return message;
  }
  const threshold = (/** @type {string} */ text) => `${rounded(Number(text) * factor)} ${symbol}`.trim();
  for (const [pattern, sentence] of SENTENCES) {
    const parts = pattern.exec(expectation);
    if (parts) {
      return sentence(parts.slice(1), threshold, value);
    }
  }
  return words.forms.expected(expectation);
}
