import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import {
  FIELDS,
  LEVELS,
  completed,
  filterText,
  matching,
  parseFilter,
  positionInText,
  queryOf,
  quoted,
  termOf,
  toggledLevels,
  typedAt,
  withFilter,
  withoutFilter,
  withoutLevel,
} from "../../../main/resources/static/app/logic/query-text.js";

/** @param {string} field @param {string} value @param {boolean} [excluded] */
const filter = (field, value, excluded = false) => ({ field, value, excluded });

describe("FIELDS", () => {
  const DESCRIPTION = new URL("../../../../../server/src/main/resources/static/openapi.json", import.meta.url);

  test("are the texts, level and tags of an event in the API", () => {
    const { Log } = JSON.parse(readFileSync(DESCRIPTION, "utf8")).components.schemas;
    const others = ["id", "observedAt", "receivedAt", "attributes"];
    const expected = Object.keys(Log.properties).filter((name) => !others.includes(name));
    assert.deepEqual(FIELDS.map((field) => (field === "tag" ? "tags" : field)).sort(), expected.sort());
  });
});

describe("termOf", () => {
  test("quotes the value", () => assert.equal(termOf(filter("host", "web-1")), 'host:"web-1"'));
  test("negates an excluded value", () => assert.equal(termOf(filter("host", "web-1", true)), 'NOT host:"web-1"'));
  test("escapes quotes and backslashes of the value", () => assert.equal(termOf(filter("host", 'a"b\\c')), 'host:"a\\"b\\\\c"'));
  test("keeps wildcards of the value literal", () => assert.equal(quoted("web-*"), '"web-*"'));
  test("escapes operators in the name of the field", () => assert.equal(termOf(filter("attributes.a b:c", "1")), 'attributes.a\\ b\\:c:"1"'));
});

describe("queryOf", () => {
  test("is the text as typed without filters", () =>
    assert.equal(queryOf({ text: " a OR b ", filters: [], levels: [] }), " a OR b "));

  test("is empty for blank text", () => assert.equal(queryOf({ text: "  ", filters: [], levels: [] }), ""));

  test("puts text in parentheses before filters and levels", () =>
    assert.equal(
      queryOf({ text: "a OR b", filters: [filter("host", "web-1"), filter("tag", "x", true)], levels: ["ERROR", "FATAL"] }),
      '(a OR b) AND host:"web-1" AND NOT tag:"x" AND level:(ERROR OR FATAL)',
    ));

  test("omits blank text before filters", () =>
    assert.equal(queryOf({ text: " ", filters: [filter("host", "web-1")], levels: [] }), 'host:"web-1"'));
});

describe("queryOf with several filters", () => {
  /** @type {import("../../../main/resources/static/app/logic/query-text.js").Filter[]} */
  const filters = [
    { field: "application", value: "cart", excluded: false },
    { field: "host", value: "web-1", excluded: false },
    { field: "application", value: 'a "b"', excluded: false },
    { field: "host", value: "web-2", excluded: true },
    { field: "host", value: "web-3", excluded: true },
  ];

  test("takes the required values of one field as alternatives", () =>
    assert.equal(
      queryOf({ text: "", filters, levels: [] }),
      'application:("cart" OR "a \\"b\\"") AND host:"web-1" AND NOT host:"web-2" AND NOT host:"web-3"',
    ));
});

describe("positionInText", () => {
  const alone = { text: "abc", filters: [], levels: [] };
  const withLevel = { text: "abc", filters: [], levels: ["ERROR"] };

  test("is the position in the query without filters", () => assert.equal(positionInText(alone, 2), 2));
  test("skips the parenthesis before the text", () => assert.equal(positionInText(withLevel, 3), 2));
  test("may be the end of the text", () => assert.equal(positionInText(alone, 3), 3));
  test("is undefined on the parenthesis", () => assert.equal(positionInText(withLevel, 0), undefined));
  test("is undefined beyond the text", () => assert.equal(positionInText(withLevel, 5), undefined));
  test("is undefined without a position", () => assert.equal(positionInText(alone, undefined), undefined));
});

describe("filters in the URL", () => {
  for (const one of [
    filter("host", "web-1"),
    filter("host", "web-1", true),
    filter("attributes.a:b\\c", "x:y:z"),
    filter("message", "two\nlines"),
    filter("tag", ""),
    filter("tag", "-x"),
  ]) {
    test(`${JSON.stringify(one)} is read back`, () => assert.deepEqual(parseFilter(filterText(one)), one));
  }

  for (const text of ["", "host", ":value"]) {
    test(`"${text}" is no filter`, () => assert.equal(parseFilter(text), null));
  }
});

describe("withFilter and withoutFilter", () => {
  const web = filter("host", "web-1");
  const database = filter("host", "db-1");

  test("adds a filter at the end", () => assert.deepEqual(withFilter([web], database), [web, database]));
  test("does not add the same filter twice", () => assert.deepEqual(withFilter([web, database], { ...web }), [database, web]));
  test("replaces the opposite filter", () => {
    const excluded = { ...web, excluded: true };
    assert.deepEqual(withFilter([web, database], excluded), [database, excluded]);
  });
  test("removes a filter", () => assert.deepEqual(withoutFilter([web, database], web), [database]));
  test("leaves the given list unchanged", () => {
    const filters = [web];
    withFilter(filters, database);
    withoutFilter(filters, web);
    assert.deepEqual(filters, [web]);
  });
});

describe("toggledLevels", () => {
  test("selects one level where all are shown", () => assert.deepEqual(toggledLevels([], "WARN"), ["WARN"]));
  test("keeps the order of severity", () => assert.deepEqual(toggledLevels(["WARN"], "FATAL"), ["FATAL", "WARN"]));
  test("removes a selected level", () => assert.deepEqual(toggledLevels(["FATAL", "WARN"], "FATAL"), ["WARN"]));
  test("shows all after the last level is removed", () => assert.deepEqual(toggledLevels(["WARN"], "WARN"), []));
  test("shows all once every level is selected", () => assert.deepEqual(toggledLevels(LEVELS.slice(1), LEVELS[0]), []));
});

describe("withoutLevel", () => {
  test("selects the others where all are shown", () => assert.deepEqual(withoutLevel([], "INFO"), LEVELS.filter((level) => level !== "INFO")));
  test("removes a selected level", () => assert.deepEqual(withoutLevel(["FATAL", "WARN"], "WARN"), ["FATAL"]));
  test("shows all after the last level is removed", () => assert.deepEqual(withoutLevel(["WARN"], "WARN"), []));
});

describe("typedAt", () => {
  /** @param {string} text with | as the caret */
  const typed = (text) => typedAt(text.replace("|", ""), text.indexOf("|"));

  test("is a field at the start", () => assert.deepEqual(typed("ho|"), { start: 0, end: 2, field: "", prefix: "ho" }));
  test("is an empty field in an empty box", () => assert.deepEqual(typed("|"), { start: 0, end: 0, field: "", prefix: "" }));
  test("is a field after an operator", () => assert.deepEqual(typed("a AND (-ho|"), { start: 8, end: 10, field: "", prefix: "ho" }));
  test("is a value after a colon", () => assert.deepEqual(typed("host:we|"), { start: 5, end: 7, field: "host", prefix: "we" }));
  test("is an empty value after a colon", () => assert.deepEqual(typed("level:|"), { start: 6, end: 6, field: "level", prefix: "" }));
  test("is a quoted value with spaces", () =>
    assert.deepEqual(typed('application:"my sh|'), { start: 12, end: 18, field: "application", prefix: "my sh" }));
  test("is a value in parentheses", () => assert.deepEqual(typed("level:(WA|"), { start: 7, end: 9, field: "level", prefix: "WA" }));
  test("is a value of an excluded field", () => assert.deepEqual(typed("-host:w|"), { start: 6, end: 7, field: "host", prefix: "w" }));
  test("resolves escapes in the name of a field", () =>
    assert.deepEqual(typed("attributes.a\\:b:x|"), { start: 16, end: 17, field: "attributes.a:b", prefix: "x" }));
  test("is null within a quoted message", () => assert.equal(typed('"timed o|'), null));
  test("ignores text after the caret", () => assert.deepEqual(typed("ho|st:web"), { start: 0, end: 2, field: "", prefix: "ho" }));
});

describe("completed", () => {
  /** @param {string} text with | as the caret @param {string} chosen */
  const complete = (text, chosen) => {
    const caret = text.indexOf("|");
    const plain = text.replace("|", "");
    const result = completed(plain, /** @type {any} */ (typedAt(plain, caret)), chosen);
    return `${result.text.slice(0, result.caret)}|${result.text.slice(result.caret)}`;
  };

  test("appends a colon to a field", () => assert.equal(complete("ho|", "host"), "host:|"));
  test("appends a space to a value", () => assert.equal(complete("host:we|", "web-1"), "host:web-1 |"));
  test("quotes a value with spaces", () => assert.equal(complete("application:my|", "my shop"), 'application:"my shop" |'));
  test("replaces an open quote", () => assert.equal(complete('application:"my|', "my shop"), 'application:"my shop" |'));
  test("drops a closing quote after the caret", () => assert.equal(complete('application:"my|" x', "my shop"), 'application:"my shop" |x'));
  test("quotes a value that is an operator", () => assert.equal(complete("tag:n|", "NOT"), 'tag:"NOT" |'));
  test("escapes the name of a field", () => assert.equal(complete("attr|", "attributes.a b"), "attributes.a\\ b:|"));
});

describe("matching", () => {
  /** @param {string} typed @param {string[]} texts */
  const texts = (typed, ...texts) => matching(texts.map((text) => ({ text })), typed).map(({ text }) => text);

  test("finds the text anywhere in a name", () =>
    assert.deepEqual(texts("status", "host", "attributes.http.status"), ["attributes.http.status"]));
  test("begins with the names that begin with the text", () => assert.deepEqual(texts("ho", "attributes.who", "host"), ["host", "attributes.who"]));
  test("ignores case", () => assert.deepEqual(texts("DB", "web-1", "db-1"), ["db-1"]));
  test("omits the text itself", () => assert.deepEqual(texts("host", "host", "host.name"), ["host.name"]));
  test("keeps all in their order without a text", () => assert.deepEqual(texts("", "b", "a"), ["b", "a"]));
});
