import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  agoText,
  durationText,
  exactTime,
  localTime,
  millisOf,
  parseDuration,
  shortTime,
  spanText,
  utcTime,
} from "../../../main/resources/static/app/logic/times.js";

process.env.TZ = "Europe/Berlin";

describe("parseDuration", () => {
  const cases = {
    "850ms": 850,
    "30s": 30 * SECOND,
    "1.5h": 90 * MINUTE,
    "7d": 7 * DAY,
    "2w": 14 * DAY,
    "5M": 5 * MINUTE,
    " 5m ": 5 * MINUTE,
    "0s": 0,
    PT5M: 5 * MINUTE,
    PT90S: 90 * SECOND,
    "PT0.5S": 500,
    PT1H30M: 90 * MINUTE,
    P7D: 7 * DAY,
    P1W: 7 * DAY,
    P1DT12H: 36 * HOUR,
    pt5m: 5 * MINUTE,
  };
  for (const [text, millis] of Object.entries(cases)) {
    test(`reads ${text}`, () => assert.equal(parseDuration(text), millis));
  }

  for (const text of ["", "P", "PT", "5", "m", "-5m", "5 m", "5y", "P1Y", "PT5", "1h30m"]) {
    test(`returns null for "${text}"`, () => assert.equal(parseDuration(text), null));
  }
});

describe("durationText", () => {
  test("uses the largest unit with a whole number", () => {
    assert.equal(durationText(DAY), "1d");
    assert.equal(durationText(36 * HOUR), "36h");
    assert.equal(durationText(90 * MINUTE), "90m");
    assert.equal(durationText(90 * SECOND), "90s");
  });

  test("never returns less than one second", () => {
    assert.equal(durationText(0), "1s");
    assert.equal(durationText(400), "1s");
  });

  test("rounds fractions of a second", () => assert.equal(durationText(1_500), "2s"));

  test("is read back by parseDuration", () => {
    for (const millis of [SECOND, 59 * SECOND, MINUTE, 61 * MINUTE, DAY, 31 * DAY]) {
      assert.equal(parseDuration(durationText(millis)), millis);
    }
  });
});

describe("spanText", () => {
  /** @type {[number, string][]} */
  const cases = [
    [0, "0 ms"],
    [0.25, "0.25 ms"],
    [9.94, "9.9 ms"],
    [850, "850 ms"],
    [999.6, "1000 ms"],
    [SECOND, "1 s"],
    [1_500, "1.5 s"],
    [9_960, "10.0 s"],
    [12_900, "12 s"],
    [MINUTE, "1 min"],
    [3 * MINUTE + 5 * SECOND, "3 min 5 s"],
    [2 * HOUR + 10 * MINUTE, "2 h 10 min"],
    [DAY - 1, "23 h 59 min"],
    [4 * DAY + 3 * HOUR, "4 d 3 h"],
    [4 * DAY + 59 * MINUTE, "4 d"],
    [-3 * MINUTE, "3 min"],
  ];
  for (const [millis, text] of cases) {
    test(`formats ${millis} ms as ${text}`, () => assert.equal(spanText(millis), text));
  }
});

describe("agoText", () => {
  const now = Date.parse("2026-11-29T12:00:00Z");

  test("returns one unit", () => {
    assert.equal(agoText(now - 12 * SECOND, now), "12 s ago");
    assert.equal(agoText(now - 3 * MINUTE - 59 * SECOND, now), "3 min ago");
    assert.equal(agoText("2026-11-27T11:00:00Z", now), "2 d ago");
  });

  test("returns just now below two seconds", () => assert.equal(agoText(now - 1_999, now), "just now"));

  test("returns just now for a clock that is ahead", () => assert.equal(agoText(now + HOUR, now), "just now"));
});

describe("millisOf", () => {
  test("reads RFC 3339 with an offset", () => assert.equal(millisOf("2026-11-29T13:00:00+01:00"), Date.parse("2026-11-29T12:00:00Z")));
  test("returns a number unchanged", () => assert.equal(millisOf(42), 42));
});

describe("times in the zone of the browser", () => {
  test("exactTime has milliseconds", () => assert.equal(exactTime("2026-11-23T10:29:01.006Z"), "2026-11-23 11:29:01.006"));
  test("localTime has seconds", () => assert.equal(localTime("2026-07-01T00:00:00Z"), "2026-07-01 02:00:00"));
  test("utcTime names the zone", () => assert.equal(utcTime("2026-11-23T11:29:01.616+01:00"), "2026-11-23 10:29:01.616 UTC"));

  test("shortTime omits the date of today", () => {
    const now = Date.parse("2026-11-23T22:30:00Z");
    assert.equal(shortTime("2026-11-23T00:00:00Z", now), "01:00:00");
    assert.equal(shortTime("2026-11-22T22:59:59Z", now), "11-22 23:59:59");
  });

  test("localTime skips the hour of the change to summer time", () => {
    assert.equal(localTime("2026-03-29T00:59:59Z"), "2026-03-29 01:59:59");
    assert.equal(localTime("2026-03-29T01:00:00Z"), "2026-03-29 03:00:00");
  });

  test("localTime repeats the hour of the change to winter time", () => {
    assert.equal(localTime("2026-10-25T00:30:00Z"), "2026-10-25 02:30:00");
    assert.equal(localTime("2026-10-25T01:30:00Z"), "2026-10-25 02:30:00");
  });
});
