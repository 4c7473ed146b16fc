import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { foldedParts, linesOf } from "../../../main/resources/static/app/logic/stack-trace.js";

test("linesOf accepts both line ends", () => assert.deepEqual(linesOf("a\r\nb\nc"), ["a", "b", "c"]));

describe("foldedParts", () => {
  const own = "\tat io.shop.Orders.find(Orders.java:1)";
  const library = "\tat org.springframework.web.Frame.run(Frame.java:1)";
  const runtime = "\tat java.base/java.lang.Thread.run(Thread.java:1474)";

  test("keeps text without frames", () => assert.deepEqual(foldedParts("one\ntwo"), [{ text: "one\ntwo", frames: 0 }]));
  test("folds three library frames in succession", () =>
    assert.deepEqual(foldedParts(["Oops", own, library, library, runtime, "Caused by: x"].join("\n")), [
      { text: `Oops\n${own}`, frames: 0 },
      { text: [library, library, runtime].join("\n"), frames: 3 },
      { text: "Caused by: x", frames: 0 },
    ]));
  test("shows two library frames", () => assert.equal(foldedParts(["Oops", library, runtime, own].join("\n")).length, 1));
  test("knows frames of JavaScript and Python", () => {
    const script = "    at run (/srv/node_modules/express/lib/router.js:1:2)";
    const python = '  File "/usr/lib/python3.11/site-packages/flask/app.py", line 1, in run';
    assert.deepEqual(foldedParts([script, script, script].join("\n"))[0].frames, 3);
    assert.deepEqual(foldedParts([python, python, python].join("\n"))[0].frames, 3);
  });
  test("has all lines in its parts", () => {
    const message = ["Oops", own, library, library, library, own].join("\n");
    assert.equal(foldedParts(message).map(({ text }) => text).join("\n"), message);
  });
});
