import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { refreshed, refreshedOldest } from "../../../main/resources/static/app/logic/event-list.js";

/** @param {string} ids one character for each event, newest first */
const events = (ids) => [...ids].map((id) => ({ id }));

/** @param {string} known @param {string} page @param {string} [received] */
const list = (known, page, received = "") => {
  const { items, replaced } = refreshed(events(known), events(page), events(received));
  return { ids: items.map(({ id }) => id).join(""), replaced };
};

describe("refreshed", () => {
  test("shows the first page", () => assert.deepEqual(list("", "cba"), { ids: "cba", replaced: true }));
  test("adds newer events and keeps older ones", () => assert.deepEqual(list("cba", "edcb"), { ids: "edcba", replaced: false }));
  test("replaces a list that the page does not reach", () => assert.deepEqual(list("cba", "zyx"), { ids: "zyx", replaced: true }));
  test("empties the list", () => assert.deepEqual(list("cba", ""), { ids: "", replaced: true }));
  test("keeps events that arrived during the request", () => assert.deepEqual(list("cba", "dcb", "fe"), { ids: "fedcba", replaced: false }));
  test("keeps them above a first page", () => assert.deepEqual(list("", "cba", "d"), { ids: "dcba", replaced: true }));
  test("keeps events that an older page lacks", () => assert.deepEqual(list("edcba", "cba"), { ids: "edcba", replaced: false }));
  test("shows an event once that arrived both ways", () => assert.deepEqual(list("cba", "edcb", "fe"), { ids: "fedcba", replaced: false }));
});

describe("refreshedOldest", () => {
  /** @param {string} ids */
  const events = (ids) => [...ids].map((id) => ({ id }));

  test("keeps loaded pages that begin alike", () => assert.deepEqual(refreshedOldest(events("abcd"), events("ab"), true), { items: events("abcd"), replaced: false }));
  test("replaces a list with another beginning", () => assert.deepEqual(refreshedOldest(events("abcd"), events("bc"), true), { items: events("bc"), replaced: true }));
  test("replaces a complete list, which may have grown", () => assert.deepEqual(refreshedOldest(events("ab"), events("abc"), false), { items: events("abc"), replaced: true }));
});
