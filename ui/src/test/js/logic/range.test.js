import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  isInvalidRange,
  PRESETS,
  DEFAULT_RANGE,
  absolute,
  boundsOf,
  fixed,
  includesRange,
  instantOf,
  isRelative,
  rangeOf,
  rangeText,
  messageOf,
  shifted,
  stepOf,
  timeParameter,
  typedTime,
  widened,
  withRecent,
  withToggled,
} from "../../../main/resources/static/app/logic/range.js";
import { DAY, HOUR, MINUTE, SECOND, parseDuration } from "../../../main/resources/static/app/logic/times.js";

process.env.TZ = "Europe/Berlin";

const NOW = Date.parse("2026-11-29T16:00:00Z");

describe("instantOf", () => {
  test("reads empty text as now", () => assert.equal(instantOf("", NOW), NOW));
  test("reads a relative time", () => assert.equal(instantOf("-15m", NOW), NOW - 15 * MINUTE));
  test("reads RFC 3339", () => assert.equal(instantOf("2026-11-29T15:00:00Z", NOW), NOW - HOUR));
  for (const text of ["garbage", "-", "-garbage", "--1h"]) {
    test(`returns null for ${text}`, () => assert.equal(instantOf(text, NOW), null));
  }
});

describe("isRelative", () => {
  test("holds for now and for offsets", () => assert.deepEqual(["", "-1h"].map(isRelative), [true, true]));
  test("does not hold for an instant", () => assert.equal(isRelative("2026-11-29T15:00:00Z"), false));
});

describe("rangeOf", () => {
  /** @param {string} search */
  const range = (search) => rangeOf(new URLSearchParams(search), NOW);

  test("is the default without parameters", () => assert.deepEqual(range(""), DEFAULT_RANGE));
  test("keeps relative times relative", () => assert.deepEqual(range("from=-7d&to=-1d"), { from: "-7d", to: "-1d" }));
  test("is the default for invalid times", () => assert.deepEqual(range("from=garbage"), DEFAULT_RANGE));
  test("is the default where from is after to", () => assert.deepEqual(range("from=-1h&to=-2h"), DEFAULT_RANGE));
  test("is the default for an empty range", () => assert.deepEqual(range("from=-1h&to=-1h"), DEFAULT_RANGE));
  test("is the default where from is now", () => assert.deepEqual(range("from=&to="), DEFAULT_RANGE));
});

describe("absolute and fixed", () => {
  test("absolute includes fractions of a millisecond", () =>
    assert.deepEqual(absolute(0.9, 1.1), { from: "1970-01-01T00:00:00.000Z", to: "1970-01-01T00:00:00.002Z" }));

  test("fixed resolves relative times", () =>
    assert.deepEqual(fixed({ from: "-1h", to: "" }, NOW), { from: "2026-11-29T15:00:00.000Z", to: "2026-11-29T16:00:00.000Z" }));

  test("fixed returns an invalid range unchanged", () => {
    const invalid = { from: "-1h", to: "-2h" };
    assert.equal(fixed(invalid, NOW), invalid);
  });
});

describe("shifted", () => {
  test("moves by half of the length", () =>
    assert.deepEqual(shifted({ from: "-2h", to: "" }, -1, NOW), absolute(NOW - 3 * HOUR, NOW - HOUR)));

  test("later undoes earlier", () => {
    const range = absolute(NOW - 6 * HOUR, NOW - 4 * HOUR);
    assert.deepEqual(shifted(shifted(range, -1, NOW), 1, NOW), range);
  });

  test("ends at now at the latest", () =>
    assert.deepEqual(shifted({ from: "-2h", to: "" }, 1, NOW), absolute(NOW - 2 * HOUR, NOW)));

  test("keeps the length across a change to winter time", () => {
    const range = absolute(Date.parse("2026-10-25T00:00:00Z"), Date.parse("2026-10-25T02:00:00Z"));
    const { from, to } = /** @type {{from: number, to: number}} */ (boundsOf(shifted(range, 1, NOW), NOW));
    assert.equal(to - from, 2 * HOUR);
  });
});

describe("messageOf", () => {
  test("names the limit of a range in days", () =>
    assert.equal(
      messageOf({ parameter: "from", message: "from: 2026-10-16T06:53:24Z (expected: at most 31d before to, 2026-11-30T07:03:24Z)" }),
      "Time range too long. Maximum: 31 days.",
    ));

  test("keeps other messages", () => assert.equal(messageOf({ parameter: "query", message: "query: empty" }), "query: empty"));
});

describe("isInvalidRange", () => {
  for (const [search, invalid] of /** @type {[string, boolean][]} */ ([
    ["", false],
    ["from=-2h", false],
    ["from=garbage", true],
    ["from=-1h&to=-2h", true],
    ["to=garbage", true],
  ])) {
    test(search || "no range", () => assert.equal(isInvalidRange(new URLSearchParams(search), NOW), invalid));
  }
});

describe("widened", () => {
  test("doubles a relative range", () => assert.deepEqual(widened({ from: "-15m", to: "" }, NOW), { from: "-30m", to: "" }));
  test("limits a relative range to 31 days", () => assert.deepEqual(widened({ from: "-30d", to: "" }, NOW), { from: "-31d", to: "" }));

  test("keeps the middle of an absolute range", () =>
    assert.deepEqual(widened(absolute(NOW - 6 * HOUR, NOW - 4 * HOUR), NOW), absolute(NOW - 7 * HOUR, NOW - 3 * HOUR)));

  test("ends at now at the latest", () =>
    assert.deepEqual(widened(absolute(NOW - 2 * HOUR, NOW), NOW), absolute(NOW - 4 * HOUR, NOW)));

  test("does not shorten a range that ends in the future", () =>
    assert.deepEqual(widened(absolute(NOW - HOUR, NOW + HOUR), NOW), absolute(NOW - 3 * HOUR, NOW + HOUR)));
});

describe("stepOf", () => {
  /** @type {[string, string][]} */
  const cases = [
    ["-5m", "5s"],
    ["-15m", "30s"],
    ["-1h", "1m"],
    ["-2h", "5m"],
    ["-4h", "5m"],
    ["-12h", "10m"],
    ["-24h", "30m"],
    ["-3d", "1h"],
    ["-7d", "3h"],
    ["-30d", "12h"],
    ["-31d", "12h"],
  ];
  for (const [from, step] of cases) {
    test(`of ${from} in 80 buckets is ${step}`, () => assert.equal(stepOf({ from, to: "" }, 80, NOW), step));
  }

  test("gives at most the number of buckets for every preset", () => {
    for (const from of PRESETS) {
      const millis = parseDuration(stepOf({ from, to: "" }, 80, NOW)) ?? 0;
      assert.ok((parseDuration(from.slice(1)) ?? 0) / millis <= 80, from);
    }
  });

  test("is whole days beyond the table", () => assert.equal(stepOf(absolute(NOW - 1_000 * DAY, NOW), 80, NOW), "13d"));
  test("is one second for a very short range", () => assert.equal(stepOf(absolute(NOW - 10, NOW), 80, NOW), "1s"));
});

describe("rangeText", () => {
  /** @param {string} from @param {string} [to] */
  const text = (from, to = "") => rangeText({ from, to }, NOW);

  test("names a relative range in its largest whole unit", () => {
    assert.equal(text("-15m"), "Last 15 minutes");
    assert.equal(text("-90m"), "Last 90 minutes");
    assert.equal(text("-1h"), "Last 1 hour");
    assert.equal(text("-24h"), "Last 24 hours");
    assert.equal(text("-7d"), "Last 7 days");
    assert.equal(text("-30s"), "Last 30 seconds");
    assert.equal(text("-2w"), "Last 14 days");
  });

  test("omits the date of the end on the same day", () =>
    assert.equal(text("2026-11-29T14:00:00Z", "2026-11-29T15:00:00Z"), "2026-11-29 15:00:00 to 16:00:00"));

  test("names both dates across midnight of the browser's zone", () =>
    assert.equal(text("2026-11-28T22:30:00Z", "2026-11-28T23:30:00Z"), "2026-11-28 23:30:00 to 2026-11-29 00:30:00"));

  test("reports an invalid range", () => assert.equal(text("-1h", "-2h"), "Invalid time range"));

  test("names an open end", () => assert.equal(text("2026-11-29T14:00:00Z"), "2026-11-29 15:00:00 to now"));
});

describe("typed times", () => {
  test("are parameters of the API", () => {
    assert.deepEqual(["now-3h", "-90m", "now", "", "now - 2h"].map((text) => timeParameter(text, NOW, false)), ["-3h", "-90m", "", "", "-2h"]);
    assert.equal(timeParameter("2026-11-29 12:00", NOW, false), "2026-11-29T11:00:00.000Z");
    assert.deepEqual([timeParameter("yesterday", NOW, false), timeParameter("yesterday", NOW, true)], ["2026-11-27T23:00:00.000Z", "2026-11-28T23:00:00.000Z"]);
    assert.equal(timeParameter("garbage", NOW, false), "garbage");
  });

  test("are read from the URL", () => {
    assert.deepEqual(rangeOf(new URLSearchParams("from=now-3h&to=now"), NOW), { from: "-3h", to: "" });
    assert.deepEqual(rangeOf(new URLSearchParams("from=2026-11-28&to=2026-11-28"), NOW), { from: "2026-11-27T23:00:00.000Z", to: "2026-11-28T23:00:00.000Z" });
  });

  test("are shown as typed", () =>
    assert.deepEqual(["-1h", "", "2026-11-29T11:00:00.000Z", "2026-11-29T11:00:00.250Z"].map(typedTime), ["now-1h", "now", "2026-11-29 12:00:00", "2026-11-29 12:00:00.250"]));
});

describe("lists of ranges", () => {
  const range = (/** @type {number} */ hours) => ({ from: `-${hours}h`, to: "" });

  test("recent ranges are distinct, at most 5, the latest first", () => {
    const ranges = [1, 2, 3, 4, 5, 6, 3].reduce((/** @type {import("../../../main/resources/static/app/logic/range.js").Range[]} */ list, hours) => withRecent(list, range(hours)), []);
    assert.deepEqual(ranges, [3, 6, 5, 4, 2].map(range));
  });

  test("a favourite is added and removed", () => {
    const favourites = withToggled(withToggled([], range(1)), range(2));
    assert.deepEqual(favourites, [range(1), range(2)]);
    assert.deepEqual([includesRange(favourites, range(2)), includesRange(favourites, range(3))], [true, false]);
    assert.deepEqual(withToggled(favourites, range(1)), [range(2)]);
  });

  test("favourites are at most 10", () => {
    const hours = Array.from({ length: 12 }, (_, index) => index + 1);
    assert.deepEqual(hours.reduce((/** @type {import("../../../main/resources/static/app/logic/range.js").Range[]} */ list, one) => withToggled(list, range(one)), []), hours.slice(2).map(range));
  });
});
