import assert from "node:assert/strict";
import test from "node:test";
import {
  NEW_DRAFT, boundedCount, fieldMessage, filterText, reasonOf, settingLabel, stateOf, toDraft, toForm, typeName, withType,
} from "../../../main/resources/static/app/logic/channels.js";

const URL_SETTING = { name: "url", required: true, maxLength: 2_000, expected: "http or https", form: /** @type {const} */ ("URL"), shownAs: null };
const SECRET = { name: "secret", required: false, maxLength: 200, expected: "text", form: /** @type {const} */ ("SECRET"), shownAs: "signed" };
const BODY = { name: "body", required: true, maxLength: 4_000, expected: "a template", form: /** @type {const} */ ("TEXT"), shownAs: null };
const WEBHOOK = { type: "webhook", groupBy: [], settings: [URL_SETTING, SECRET] };
const TEMPLATE = { type: "template", groupBy: [], settings: [URL_SETTING, BODY] };
const PAGER = { type: "pagerduty", groupBy: null, settings: [SECRET] };

const STORED = {
  id: "1", type: "webhook", name: "on call", enabled: true, minSeverity: "HIGH", rule: "*", host: "web-*", mute: ["nights"], active: [],
  onMute: "DROP", groupBy: ["rule", "host"], groupInterval: "PT1M", notifyAfter: "PT15M", repeatInterval: null,
  url: "https://example.org/***", signed: true,
};

test("state", () => {
  const deliveries = { lastSentAt: "2026-11-30T12:00:00Z" };
  assert.equal(stateOf({ enabled: false, failure: { nextAt: "x" }, deliveries }), "disabled");
  assert.equal(stateOf({ enabled: true, failure: { nextAt: "x" }, deliveries }), "failing");
  assert.equal(stateOf({ enabled: true, failure: { nextAt: null }, deliveries }), "error");
  assert.equal(stateOf({ enabled: true, failure: null, deliveries }), "ok");
  assert.equal(stateOf({ enabled: true, failure: null, deliveries: { lastSentAt: null } }), "unused");
});

test("texts", () => {
  assert.equal(filterText({ minSeverity: "LOW", rule: "*", host: "*" }), "all alerts");
  assert.equal(filterText({ minSeverity: "HIGH", rule: "CPU*", host: "web-*" }), "High and above, rule CPU*, host web-*");
  assert.equal(filterText({ minSeverity: "CRITICAL", rule: "*", host: "*" }), "Critical");
  assert.deepEqual(["routingKey", "url", "apiKey", "contentType", "tls"].map(settingLabel), ["Routing key", "URL", "API key", "Content type", "TLS"]);
  assert.equal(typeName("email"), "E-mail");
  assert.equal(typeName("carrier-pigeon"), "carrier-pigeon");
  assert.deepEqual([99, 100].map(boundedCount), ["99", "100+"]);
});

test("form of a stored channel keeps URL and secret", () => {
  const draft = toDraft(STORED, WEBHOOK);
  assert.equal(draft.groupInterval, "1m");
  assert.equal(draft.notifyAfter, "15m");
  assert.equal(draft.repeatInterval, "");
  assert.deepEqual(draft.settings, { url: "https://example.org/***" });

  const form = toForm(draft, WEBHOOK);
  assert.equal(form.url, "https://example.org/***");
  assert.equal("secret" in form, false);
  assert.deepEqual(form.groupBy, ["rule", "host"]);
  assert.equal(form.notifyAfter, "15m");
  assert.equal("repeatInterval" in form, false);
  assert.deepEqual(form.mute, ["nights"]);
});

test("secrets are sent if typed, and removed if asked for", () => {
  const draft = toDraft(STORED, WEBHOOK);
  assert.equal(toForm({ ...draft, settings: { ...draft.settings, secret: "new" } }, WEBHOOK).secret, "new");
  assert.equal(toForm({ ...draft, settings: { ...draft.settings, secret: null } }, WEBHOOK).secret, "");
});

test("groups are the default of the type until typed", () => {
  const draft = { ...NEW_DRAFT, name: "a" };
  assert.equal("groupBy" in toForm(draft, WEBHOOK), false);
  assert.deepEqual(toForm({ ...draft, groupBy: " host , ,rule" }, WEBHOOK).groupBy, ["host", "rule"]);
  assert.equal("groupBy" in toForm({ ...draft, groupBy: "rule" }, PAGER), false);
});

test("another type drops members, and empty patterns match all", () => {
  const draft = withType({ ...toDraft(STORED, WEBHOOK), rule: " ", host: "" }, "template");
  assert.deepEqual(draft.settings, {});
  const form = toForm({ ...draft, settings: { url: " https://a ", body: "{} " } }, TEMPLATE);
  assert.deepEqual([form.url, form.body, form.rule, form.host], ["https://a", "{} ", "*", "*"]);
});

test("message at the field", () => {
  assert.equal(fieldMessage({ field: "url", message: "url: no URL (expected: http or https)" }), "no URL (expected: http or https)");
  assert.equal(
    fieldMessage({ field: "groupInterval", message: "groupInterval: PT48H (expected: whole seconds from PT1S to PT24H)" }),
    "2 d (expected: whole seconds from 1 s to 1 d)",
  );
  assert.equal(fieldMessage({ field: "", message: "Another problem: PING" }), "Another problem: PING");
});

test("reasons", () => {
  assert.equal(reasonOf({ status: "SENT", attempts: 1, lastError: "", group: null }), "");
  assert.equal(reasonOf({ status: "SENT", attempts: 3, lastError: "status 503", group: null }), "after 3 attempts");
  assert.equal(reasonOf({ status: "FAILED", attempts: 1, lastError: "status 410", group: null }), "status 410 (1 attempt)");
  assert.equal(reasonOf({ status: "PENDING", attempts: 2, lastError: "status 503", group: null }), "2 attempts, last error: status 503");
});
