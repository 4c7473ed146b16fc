import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { asBrowserDate, browserZone, instantIn, offsetText, setZone, zoneName, zoned } from "../../../main/resources/static/app/logic/zone.js";

process.env.TZ = "Europe/Berlin";

const WINTER = Date.UTC(2026, 10, 30, 12);
const SUMMER = Date.UTC(2026, 6, 1, 12);
const HOUR = 3_600_000;

/** @param {number} millis */
const clock = (millis) => zoned(millis).toISOString().slice(0, 16);

afterEach(() => setZone(""));

test("the zone of the browser is the default", () => {
  assert.equal(zoneName(), "");
  assert.equal(browserZone(), "Europe/Berlin");
  assert.equal(clock(WINTER), "2026-11-30T13:00");
  assert.equal(clock(SUMMER), "2026-07-01T14:00");
});

test("UTC and named zones", () => {
  setZone("UTC");
  assert.equal(clock(SUMMER), "2026-07-01T12:00");
  setZone("America/St_Johns");
  assert.equal(clock(WINTER), "2026-11-30T08:30");
  assert.equal(clock(SUMMER), "2026-07-01T09:30");
});

test("an unknown zone is that of the browser", () => {
  setZone("Europe/Nowhere");
  assert.equal(zoneName(), "");
  assert.equal(clock(WINTER), "2026-11-30T13:00");
});

test("instantIn is the inverse, also around changes of the clock", () => {
  for (const name of ["", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]) {
    setZone(name);
    for (let millis = Date.UTC(2026, 0, 1); millis < Date.UTC(2027, 0, 1); millis += 5.5 * HOUR) {
      const date = zoned(millis);
      const back = instantIn(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes());
      assert.equal(zoned(back).getTime(), date.getTime(), `${name} ${new Date(millis).toISOString()}`);
    }
  }
});

test("a skipped time is an hour later", () => {
  setZone("Europe/Berlin");
  assert.equal(clock(instantIn(2026, 2, 29, 2, 30)), "2026-03-29T03:30");
});

test("offsetText", () => {
  assert.deepEqual([offsetText(WINTER), offsetText(SUMMER)], ["UTC+1", "UTC+2"]);
  setZone("America/St_Johns");
  assert.equal(offsetText(WINTER), "UTC−3:30");
  setZone("UTC");
  assert.equal(offsetText(WINTER), "UTC");
});

test("asBrowserDate has the fields of the zone", () => {
  setZone("Asia/Tokyo");
  assert.equal(asBrowserDate(WINTER).getHours(), 21);
  assert.equal(zoned(NaN).getTime(), NaN);
});
