import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { parseMoment } from "../../../main/resources/static/app/logic/moments.js";
import { setZone } from "../../../main/resources/static/app/logic/zone.js";

const NOW = new Date(2026, 10, 30, 14, 30).getTime();
const HOUR = 3_600_000;

/** Hours from now. @param {string} text @param {boolean} [isEnd] */
function hours(text, isEnd) {
  const millis = parseMoment(text, NOW, NOW, isEnd);
  return millis === null ? null : (millis - NOW) / HOUR;
}

afterEach(() => setZone(""));

test("relative times", () => {
  assert.deepEqual(["", "now", "+2h", "now+90m", "-1d", "NOW - 3h".replace(" - ", " -")].map((text) => hours(text)), [0, 0, 2, 1.5, -24, -3]);
});

test("times of day, and dates", () => {
  assert.deepEqual(["15:00", "tomorrow 14:30", "2026-12-01", "2026-11-30 18:30"].map((text) => hours(text)), [0.5, 24, 9.5, 4]);
  assert.equal(parseMoment("2026-11-30 14:30:01.250", NOW, NOW), NOW + 1_250);
});

test("days without a time", () => {
  assert.deepEqual(["today", "yesterday", "2026-11-30"].map((text) => hours(text)), [-14.5, -38.5, -14.5]);
  assert.deepEqual(["today", "yesterday", "2026-11-30"].map((text) => hours(text, true)), [9.5, -14.5, 9.5]);
});

test("seconds and milliseconds since 1970, and RFC 3339", () => {
  assert.equal(parseMoment("1795966971", NOW, NOW), 1_795_966_971_000);
  assert.equal(parseMoment("1795966971250", NOW, NOW), 1_795_966_971_250);
  assert.equal(parseMoment("2026-11-30T14:30:00Z", NOW, NOW), Date.UTC(2026, 10, 30, 14, 30));
});

test("in another zone", () => {
  const now = Date.UTC(2026, 10, 30, 23, 30);
  setZone("Asia/Tokyo");
  assert.equal(parseMoment("08:00", now, now), Date.UTC(2026, 10, 30, 23));
  assert.equal(parseMoment("yesterday", now, now), Date.UTC(2026, 10, 29, 15));
  setZone("UTC");
  assert.equal(parseMoment("2026-11-30 12:00", now, now), Date.UTC(2026, 10, 30, 12));
});

test("other text is no time", () => {
  assert.deepEqual(["soon", "25:00", "12:61", "2026-13-01", "2026-02-30", "+x", "5", "+", "yesterday 12", "12:00:77"].map((text) => hours(text)), Array(10).fill(null));
});
