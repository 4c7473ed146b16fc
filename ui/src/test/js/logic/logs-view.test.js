import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  DEFAULT_COLUMNS,
  eventsRequest,
  isUnfiltered,
  fieldOf,
  fieldsOf,
  isTraceField,
  logsParameters,
  logsRequest,
  logsView,
  movedColumn,
  numericColumns,
  traceOf,
  traceParameters,
  valuesRequests,
  withAlternatives,
  withSameLists,
} from "../../../main/resources/static/app/logic/logs-view.js";
import { DEFAULT_RANGE } from "../../../main/resources/static/app/logic/range.js";

const NOW = Date.parse("2026-11-29T16:00:00Z");

/** @param {string} search */
const view = (search) => logsView(new URLSearchParams(search), NOW);

describe("logsView", () => {
  test("has defaults without parameters", () =>
    assert.deepEqual(view(""), { text: "", filters: [], levels: [], columns: DEFAULT_COLUMNS, range: DEFAULT_RANGE, selected: "", live: false, order: "newest", wrap: false, compact: false, relativeTime: false, by: "level", canary: false }));

  test("reads levels in any case and in the order of severity", () => assert.deepEqual(view("levels=info,FATAL,nonsense").levels, ["FATAL", "INFO"]));
  test("skips invalid filters", () =>
    assert.deepEqual(view("filter=host:a&filter=nonsense&filter=-tag:b").filters, [
      { field: "host", value: "a", excluded: false },
      { field: "tag", value: "b", excluded: true },
    ]));
  test("reads no columns", () => assert.deepEqual(view("columns=none").columns, []));
  test("reads columns in their order", () => assert.deepEqual(view("columns=tag,host").columns, ["tag", "host"]));
  test("shows the newest first in live tail", () => assert.deepEqual(["order=oldest", "order=oldest&live=true", "order=x"].map((search) => view(search).order), ["oldest", "newest", "newest"]));
  test("is live for true alone", () => assert.deepEqual(["true", "1", ""].map((live) => view(`live=${live}`).live), [true, false, false]));
});

describe("movedColumn", () => {
  for (const [moved, target, expected] of [
    ["a", "c", "bca"],
    ["c", "a", "cab"],
    ["b", "b", "abc"],
  ]) {
    test(`${moved} to ${target}`, () => assert.deepEqual(movedColumn(["a", "b", "c"], moved, target), [...expected]));
  }
});

test("numericColumns have numbers in all events that have the field", () => {
  const event = (/** @type {any} */ attributes) => ({ attributes });
  const events = [event({ ms: "12.5", status: 200, version: "1" }), event({ ms: "-3e5", version: "1.2.3" })];
  const columns = ["attributes.ms", "attributes.status", "attributes.version", "attributes.other"];
  assert.deepEqual(numericColumns(events, columns), ["attributes.ms", "attributes.status"]);
});

describe("logsParameters", () => {
  test("is read back by logsView", () => {
    const original = {
      text: "timeout",
      filters: [{ field: "attributes.a:b", value: "x", excluded: true }],
      levels: ["ERROR", "WARN"],
      columns: ["tag"],
      range: { from: "-2h", to: "-1h" },
      selected: "id",
      live: false,
      order: "oldest",
      wrap: true,
      compact: true,
      relativeTime: true,
      by: "attributes.http.status",
      canary: true,
    };
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(logsParameters(original))) {
      [value].flat().forEach((one) => search.append(name, one));
    }
    assert.deepEqual(logsView(search, NOW), original);
  });

  test("has only the given parts", () => assert.deepEqual(logsParameters({ selected: "" }), { selected: "" }));
  test("is empty for default columns", () => assert.deepEqual(logsParameters({ columns: DEFAULT_COLUMNS }), { columns: "" }));
  test("names the choice of no columns", () => assert.deepEqual(logsParameters({ columns: [] }), { columns: "none" }));
});

describe("withSameLists", () => {
  test("reuses equal lists", () => {
    const [earlier, later] = ["levels=ERROR&columns=tag&filter=host:a", "levels=ERROR&columns=tag&filter=host:b&selected=id"].map(view);
    const { levels, columns, filters, selected } = withSameLists(later, earlier);
    assert.deepEqual([levels === earlier.levels, columns === earlier.columns, filters === later.filters, selected], [true, true, true, "id"]);
  });
});

describe("logsRequest", () => {
  test("combines query, filters, levels and range", () =>
    assert.deepEqual(logsRequest(view("query=a&levels=ERROR&filter=host:b&from=-2h")), {
      query: '(a) AND host:"b" AND NOT application:"log-aggregator-canary" AND level:(ERROR)',
      from: "-2h",
      to: "",
    }));
  test("leaves out canary events by default", () => assert.equal(logsRequest(view("")).query, 'NOT application:"log-aggregator-canary"'));
  test("has canary events by choice, or if their application is named", () => {
    assert.equal(logsRequest(view("canary=true")).query, "");
    assert.equal(logsRequest(view("filter=application:log-aggregator-canary")).query, 'application:"log-aggregator-canary"');
    assert.equal(logsRequest(view("query=application:Log-Aggregator-Canary")).query, "application:Log-Aggregator-Canary");
  });
});

describe("eventsRequest", () => {
  test("has the order if it is not the default", () => assert.deepEqual(["", "order=oldest"].map((search) => eventsRequest(view(search)).order), [undefined, "oldest"]));
});

describe("valuesRequests", () => {
  const view = { text: "slow", levels: [], columns: [], range: { from: "-1h", to: "" }, selected: "", live: false, order: "newest", wrap: false, compact: false, relativeTime: false, by: "level", canary: true };

  test("has one request without required values", () => {
    const filters = [{ field: "host", value: "web-1", excluded: true }];
    assert.deepEqual(valuesRequests({ ...view, filters }).alternatives, []);
  });

  test("leaves out the required values of each field in turn", () => {
    const filters = [
      { field: "host", value: "web-1", excluded: false },
      { field: "application", value: "cart", excluded: false },
      { field: "host", value: "web-2", excluded: true },
    ];
    const { all, alternatives } = valuesRequests({ ...view, filters });
    assert.equal(all.query, '(slow) AND host:"web-1" AND application:"cart" AND NOT host:"web-2"');
    assert.deepEqual(alternatives.map(({ field, request }) => [field, request.query]), [
      ["host", '(slow) AND application:"cart" AND NOT host:"web-2"'],
      ["application", '(slow) AND host:"web-1" AND NOT host:"web-2"'],
    ]);
  });
});

describe("withAlternatives", () => {
  test("replaces the values of its fields", () =>
    assert.deepEqual(
      withAlternatives([{ field: "host", values: 1 }, { field: "tag", values: 2 }], [{ field: "tag", items: [{ field: "tag", values: 3 }] }]),
      [{ field: "host", values: 1 }, { field: "tag", values: 3 }],
    ));
});

describe("isUnfiltered", () => {
  test("holds without text, filters and levels", () => assert.equal(isUnfiltered(view("from=-2h")), true));
  for (const search of ["query=a", "filter=host:a", "levels=ERROR"]) {
    test(`does not hold with ${search}`, () => assert.equal(isUnfiltered(view(search)), false));
  }
});

const EVENT = {
  host: "web-1",
  level: "INFO",
  application: "shop",
  component: null,
  environment: "",
  correlationId: null,
  tags: ["a", "b"],
  attributes: {
    "http.status": 404,
    http: { method: "GET", "user.agent": "curl" },
    zero: 0,
    no: false,
    nothing: null,
    list: [1, "two", null],
    objects: [{ x: 1 }],
  },
};

describe("fieldOf", () => {
  /** @type {[string, string][]} */
  const cases = [
    ["host", "web-1"],
    ["component", ""],
    ["unknown", ""],
    ["tag", "a b"],
    ["attributes.http.status", "404"],
    ["attributes.http.method", "GET"],
    ["attributes.http.user.agent", "curl"],
    ["attributes.zero", "0"],
    ["attributes.no", "false"],
    ["attributes.nothing", ""],
    ["attributes.missing.path", ""],
    ["attributes.zero.deeper", ""],
    ["attributes.toString", ""],
    ["attributes.http", '{"method":"GET","user.agent":"curl"}'],
  ];
  for (const [field, value] of cases) {
    test(`of ${field} is "${value}"`, () => assert.equal(fieldOf(EVENT, field), value));
  }
});

describe("fieldsOf", () => {
  test("lists standard fields, tags and attributes by path", () =>
    assert.deepEqual(
      fieldsOf(EVENT).map(({ field, value }) => `${field}=${value}`),
      [
        "host=web-1",
        "level=INFO",
        "application=shop",
        "tag=a",
        "tag=b",
        "attributes.http.status=404",
        "attributes.http.method=GET",
        "attributes.http.user.agent=curl",
        "attributes.zero=0",
        "attributes.no=false",
        "attributes.nothing=",
        "attributes.list=1",
        "attributes.list=two",
        "attributes.list=",
        'attributes.objects=[{"x":1}]',
      ],
    ));
});

describe("fieldsOf without repetitions", () => {
  const names = (/** @type {any} */ parts) => fieldsOf({ ...EVENT, ...parts }).map(({ field, value }) => `${field}=${value}`);

  test("leaves out tags that repeat fields", () =>
    assert.deepEqual(names({ host: "web-1", level: "ERROR", environment: "prod", tags: ["host:WEB-1", "level:error", "env:prod", "env:test", "team:a"] }).filter((one) => one.startsWith("tag=")), ["tag=env:test", "tag=team:a"]));
  test("leaves out a correlation id that is the id of the event", () =>
    assert.equal(names({ id: "x", correlationId: "x" }).some((one) => one.startsWith("correlationId=")), false));
});

describe("isTraceField", () => {
  /** @type {[string, boolean][]} */
  const cases = [
    ["correlationId", true], ["attributes.trace_id", true], ["attributes.traceId", true], ["attributes.trace.id", true],
    ["attributes.http.request.id", true], ["attributes.dd.trace_id", true], ["attributes.span_id", false], ["host", false],
  ];
  for (const [field, expected] of cases) {
    test(`${field} is ${expected}`, () => assert.equal(isTraceField(field), expected));
  }
});

test("traceOf and the view of a trace", () => {
  const event = { id: "7", observedAt: "2026-11-29T16:00:00Z", host: "a", level: "INFO", message: "", tags: [], attributes: { trace_id: "t1" } };
  assert.deepEqual(traceOf(event), { field: "attributes.trace_id", value: "t1" });
  assert.equal(traceOf({ ...event, attributes: {} }), undefined);
  assert.deepEqual(traceParameters(event, { field: "attributes.trace_id", value: "t1" }), {
    query: "", filter: ["attributes.trace_id:t1"], levels: "", from: "2026-11-29T15:00:00.000Z", to: "2026-11-29T17:00:00.000Z", selected: "7",
  });
});
