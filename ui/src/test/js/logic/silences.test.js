import assert from "node:assert/strict";
import test from "node:test";
import {
  completeMatchers, concerns, copyOf, fromApi, inState, knownLabels, linesIn, matcherText, matchersOf, newDraft, parseMatcher, recurringText, timeHints,
  timesDraft, timesForm, timesOf, toApi, toDraft,
} from "../../../main/resources/static/app/logic/silences.js";
import { parseMoment } from "../../../main/resources/static/app/logic/moments.js";

const NOW = new Date(2026, 10, 30, 14, 30).getTime();
const HOUR = 3_600_000;

const ALERT = { rule: "CPU utilization", severity: "HIGH", labels: { host: "web-1", disk: 'a"b\\c' } };

test("matchers and their text", () => {
  for (const matcher of [
    { name: "host", operator: "=", value: "web-1" },
    { name: "host", operator: "=~", value: "web-.*|db" },
    { name: "log.level", operator: "!=", value: "" },
    { name: "a b", operator: "!~", value: 'x"y\\z\n' },
  ]) {
    assert.deepEqual(parseMatcher(matcherText(matcher)), matcher);
    assert.deepEqual(fromApi(toApi(matcher)), matcher);
  }
  assert.equal(matcherText({ name: "host", operator: "=~", value: "web-.*" }), 'host=~"web-.*"');
  assert.deepEqual(parseMatcher(" host = web-1 "), { name: "host", operator: "=", value: "web-1" });
  assert.equal(parseMatcher("host"), null);
  assert.equal(parseMatcher("=x"), null);
  assert.deepEqual(fromApi({ name: "a", value: "b" }), { name: "a", operator: "=", value: "b" });
});

test("matchers of an alert name its rule and labels, not its severity", () => {
  assert.deepEqual(matchersOf(ALERT).map(matcherText), ['alertname="CPU utilization"', 'host="web-1"', 'disk="a\\"b\\\\c"']);
  assert.deepEqual(matchersOf({ ...ALERT, labels: { severity: "page" } }).map(matcherText), ['alertname="CPU utilization"', 'severity="page"']);
});

test("known labels are sorted and unique", () => {
  const known = knownLabels([ALERT, { ...ALERT, labels: { host: "db-1" } }, ALERT]);
  assert.deepEqual([...known.keys()], ["alertname", "disk", "host", "severity"]);
  assert.deepEqual(known.get("host"), ["db-1", "web-1"]);
  assert.deepEqual(known.get("severity"), ["high"]);
});


test("the end is relative to the start", () => {
  const draft = { ...newDraft([]), start: "+1h", end: "+2h" };
  assert.deepEqual(timesOf(draft, NOW), { start: NOW + HOUR, end: NOW + 3 * HOUR });
  assert.equal(timesOf({ ...draft, start: "-5h" }, NOW).end, NOW + 2 * HOUR);
  assert.equal(timesOf({ ...draft, end: "" }, NOW).end, null);
});

test("hints", () => {
  const draft = newDraft([]);
  assert.deepEqual(timeHints(draft, NOW), { start: "now", end: "2026-11-30 16:30:00, for 2 h" });
  assert.match(timeHints({ ...draft, end: "later" }, NOW).end, /^expected: /);
  assert.equal(timeHints({ ...draft, end: "14:00" }, NOW).end, "not after the start");
  assert.equal(timeHints({ ...draft, start: "15:30" }, NOW).start, "2026-11-30 15:30:00, in 1 h");
});

test("forms", () => {
  const silence = { matchers: [{ name: "host", value: "a", isRegex: false, isEqual: true }], startsAt: "2026-11-30T10:00:00Z", endsAt: "2026-11-30T11:30:00Z", comment: "x" };
  assert.equal(parseMoment(toDraft(silence).end, 0, 0), Date.parse(silence.endsAt));
  assert.deepEqual(copyOf(silence), { matchers: [{ name: "host", operator: "=", value: "a" }], start: "", end: "+90m", comment: "x" });
  assert.equal(copyOf({ ...silence, endsAt: "2026-11-30T10:00:09Z" }).end, "+2h");
  assert.deepEqual(completeMatchers(newDraft([])), []);
});

test("silences of a state, in their order", () => {
  const silences = [["a", "active", 3], ["b", "expired", 1], ["c", "active", 2], ["d", "expired", 2]].map(([id, state, hour]) => ({ id, status: { state }, endsAt: `2026-11-30T0${hour}:00:00Z` }));
  assert.deepEqual(inState(silences, "active").map(({ id }) => id), ["c", "a"]);
  assert.deepEqual(inState(silences, "expired").map(({ id }) => id), ["d", "b"]);
});

test("recurring times", () => {
  assert.equal(recurringText({ weekdays: ["monday:friday", "sunday"], times: ["18:00-24:00"], location: "Europe/Berlin" }), "monday to friday, sunday 18:00-24:00 (Europe/Berlin)");
  assert.equal(recurringText({ daysOfMonth: ["1:7", "-1"] }), "days 1 to 7, -1 (UTC)");
  assert.equal(recurringText({}), "always (UTC)");
});

test("form of recurring times", () => {
  const times = { weekdays: ["monday:friday", "sunday"], times: ["18:00-24:00"], location: "Europe/Berlin" };
  assert.equal(timesDraft(times).weekdays, "monday:friday, sunday");
  assert.deepEqual(timesForm(timesDraft(times)), times);
  assert.deepEqual(timesForm(timesDraft({})), {});
  assert.equal(concerns("25:00-26:00 (expected: a range)", "08:00-09:00, 25:00-26:00"), true);
  assert.equal(concerns("25:00-26:00 (expected: a range)", "08:00-09:00"), false);
  assert.deepEqual(linesIn(" a=b \n\nc=d"), ["a=b", "c=d"]);
});
