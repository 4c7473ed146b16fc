import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fieldMessage } from "../../../main/resources/static/app/logic/field-message.js";
import { COUNT, RATIO, perSecond, unitOf } from "../../../main/resources/static/app/logic/units.js";

describe("fieldMessage", () => {
  /** @type {[string, string, import("../../../main/resources/static/app/logic/units.js").Unit?][]} message of the API, sentence, unit */
  const cases = [
    ["severities.CRITICAL: 0.8 (expected: above 0.9, that of HIGH)", "Must be above 90 %, the threshold of High.", RATIO],
    ["severities.CRITICAL: 0.8 (expected: below 0.07, that of HIGH)", "Must be below 7 %, the threshold of High.", RATIO],
    ["severities.HIGH: 5.0 (expected: above 1.0E7, that of LOW)", "Must be above 10000000 bytes/s, the threshold of Low.", perSecond(unitOf("system.network.io"))],
    ["severities.HIGH: many (expected: a number)", "Must be a number.", COUNT],
    ['severities: none (expected: at least one, for example {"HIGH": 0.9})', "At least one threshold is required.", RATIO],
    ["severities: {HIGH=0.5} (expected: 1 second or more, and less than forgetAfter, 604800 seconds)", "Must be at least 1 s and less than 7d, after which hosts are forgotten."],
    ["severities: {HIGH=-1.0} (expected: more than 0 hours)", "At least one threshold must be above 0."],
    ["severities: -1.0 (expected: 0 or more events)", "Must be at least 0."],
    ["recovery.threshold: 0.76 (expected: at most 0.3, the lowest severity threshold)", "Must be at most 30 %, the lowest threshold.", RATIO],
    ["recovery.threshold: 1.0 (expected: at least 2.0, the lowest severity threshold)", "Must be at least 2, the lowest threshold.", COUNT],
    ["recovery.threshold: OptionalDouble[1.0] (expected: none in a noData rule: the first observation ends the alert)", "Not available with this condition."],
    ["recovery.for: PT30H (expected: PT0S to PT24H)", "Must be from 0s to 1d."],
    ["for: 2 (expected: a duration, for example 30s, 5m, 1h or PT5M)", "Must be a duration, such as 30s, 5m or 1h."],
    ["name: empty (expected: 1 to 100 characters, without leading or trailing spaces)", "Must have 1 to 100 characters, without leading or trailing spaces."],
    ["name: CPU (expected: a name that no other rule has)", "This name is in use."],
    ["description: 4001 characters (expected: at most 4000 characters)", "Must have at most 4,000 characters."],
    ["condition.metric: empty (expected: the name of a metric, for example system.cpu.utilization)", "The name of a metric is required."],
    ["condition.maxGap: PT0S (expected: PT1S to PT24H)", "Must be from 1s to 1d."],
    ["condition.staleAfter: PT1S (expected: PT1M to P365D and at least maxGap, PT5M; or never)", "Must be from 1m to 365d, and at least the maximum gap of 5m; or never."],
    ["condition.every: PT1.5S (expected: PT10S to PT24H, in whole seconds)", "Must be from 10s to 1d, in whole seconds."],
    ["condition.every: PT90M (expected: full hours, PT1H to PT24H)", "Must be full hours, from 1h to 1d."],
    ["condition.every: PT1S (expected: at least a sixtieth of the window, PT5M)", "Must be at least a sixtieth of the time window of 5m."],
    ["condition.ago: PT1M (expected: the window, PT5M, to P31D)", "Must be from 5m, the time window, to 31d."],
    ["condition.groupBy: [a, a] (expected: at most 4 names, each once)", "Must be at most 4 labels, each once."],
    ["condition.groupBy: [message] (expected: neither message nor tag, which differ with each event)", "Events cannot be grouped by message or tag."],
    ["condition.query: (a (expected: a query; at character 3: a bracket is not closed)", "a bracket is not closed (character 3)"],
    ["condition.numerator: empty (expected: a log query, for example level:ERROR)", "A query is required."],
    ["condition.minimum: 0 (expected: 1 or more events)", "Must be at least 1."],
    ["condition.minimum: 1.5 (expected: a whole number)", "Must be a whole number."],
    ["condition.count: 5 (expected: 1 to 3)", "Must be from 1 to 3."],
    ["condition.members: none (expected: at least one rule that fires)", "At least one member is required."],
    ["condition.members: [a] (expected: at most 20 rules with those of not, each once)", "Must be at most 20 rules, each once."],
    ["condition.members: Disk (a) (expected: the name or the id of an existing rule)", 'No rule has the name "Disk (a)".'],
    ["condition.members: x (expected: rules that do not lead back to this one)", "A rule cannot be a member of itself."],
    ["cpuUsagePercent: 200.0 (expected: above 0 and below 100)", "Must be above 0 and below 100."],
    ["processCount: 0 (expected: 1 to 10000000)", "Must be from 1 to 10,000,000."],
    ["url: x (expected: a URL with https)", "Expected: a URL with https."],
    ["The number of rules has reached the maximum, 500. Delete another rule first.", "The number of rules has reached the maximum, 500. Delete another rule first."],
  ];
  for (const [message, sentence, unit] of cases) {
    test(message, () => assert.equal(fieldMessage({ message }, unit), sentence));
  }
});
