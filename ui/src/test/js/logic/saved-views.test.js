import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultAddress, partsOf, presentDefaults, replacedBy, viewAddress } from "../../../main/resources/static/app/logic/saved-views.js";

test("viewAddress omits the selection and live tail", () => {
  assert.equal(viewAddress("logs", new URLSearchParams("query=a:%22%C3%A9%22&selected=1&live=true&filter=x&filter=y")), "logs?query=a%3A%22%C3%A9%22&filter=x&filter=y");
  assert.equal(viewAddress("hosts", new URLSearchParams("selected=1")), "hosts");
});

test("partsOf reads what viewAddress wrote", () => {
  const { page, parameters } = partsOf({ address: viewAddress("logs", new URLSearchParams({ query: "a?b&c" })) });
  assert.deepEqual([page, parameters.get("query")], ["logs", "a?b&c"]);
  assert.equal(partsOf({ address: "hosts" }).parameters.size, 0);
});

test("replacedBy finds the name among views with the same visibility", () => {
  const view = (/** @type {string} */ id, /** @type {boolean} */ shared) => ({ id, owner: "anna", shared, name: "Errors", address: "logs" });
  const views = [view("1", false), view("2", true)];
  assert.equal(replacedBy(views, { name: "errors", shared: true })?.id, "2");
  assert.equal(replacedBy(views, { name: "errors", shared: false })?.id, "1");
  assert.equal(replacedBy(views, { name: "warnings", shared: false }), undefined);
});

test("defaultAddress replaces a page without parameters of its own", () => {
  const view = { address: "logs?query=a&from=-7d" };
  const address = (/** @type {string} */ search) => defaultAddress(view, new URLSearchParams(search));
  assert.equal(address(""), "logs?query=a&from=-7d");
  assert.equal(address("from=-1h&tz=UTC"), "logs?query=a&from=-1h&tz=UTC");
  assert.equal(address("filter=x"), null);
  assert.equal(defaultAddress({ address: "hosts" }, new URLSearchParams()), "hosts");
  assert.equal(defaultAddress(undefined, new URLSearchParams()), null);
});

test("presentDefaults follows changed views and drops deleted ones", () => {
  const view = { id: "1", owner: "anna", shared: false, name: "Errors", address: "logs?levels=ERROR" };
  assert.deepEqual(presentDefaults({ logs: { id: "1", address: "logs" }, hosts: { id: "2", address: "hosts?only=up" } }, [view]), {
    logs: { id: "1", address: "logs?levels=ERROR" },
  });
});
