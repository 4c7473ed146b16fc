import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventsQuery, firstGroups, groupsOfEvents, hasAttributes, nameOf } from "../../../main/resources/static/app/logic/rule-series.js";

describe("eventsQuery", () => {
  const all = { host: "*", environment: "*" };

  test("is the query of the condition", () => assert.equal(eventsQuery("a OR b", all), "a OR b"));
  test("has the patterns of the matchers", () =>
    assert.equal(eventsQuery("a OR b", { host: "web-*", environment: "prod?" }), "(a OR b) AND host:web\\-* AND environment:prod?"));
  test("has the labels of a group", () =>
    assert.equal(eventsQuery("", all, { application: "my shop", tag: "" }), 'application:"my shop" AND NOT tag:*'));
});

test("groupsOfEvents puts the most frequent group first", () => {
  const event = (/** @type {string} */ host, /** @type {string} */ zone) => ({ host, tags: [], attributes: { zone } });
  assert.deepEqual(groupsOfEvents([event("a", "x"), event("b", "x"), event("b", "x"), event("b", "y")], ["host", "attributes.zone"]), [
    { host: "b", "attributes.zone": "x" },
    { host: "a", "attributes.zone": "x" },
    { host: "b", "attributes.zone": "y" },
  ]);
});

test("firstGroups has each group once, whatever the order of its labels", () =>
  assert.deepEqual(firstGroups([{ a: "1", b: "2" }], [{ b: "2", a: "1" }, { a: "3" }, { a: "4" }], 2), [{ a: "1", b: "2" }, { a: "3" }].map((one) => one)));

test("nameOf joins the values", () => assert.deepEqual([nameOf({ a: "x", b: "y" }), nameOf({})], ["x y", "all"]));

test("hasAttributes matches patterns", () => {
  const series = { attributes: { device: "sda1" } };
  assert.deepEqual(
    [hasAttributes(series, { device: "sda*" }), hasAttributes(series, { device: "sdb*" }), hasAttributes(series, { state: "x" }), hasAttributes(series, {})],
    [true, false, false, true],
  );
});
