import assert from "node:assert/strict";
import { test } from "node:test";
import { visible } from "../../../main/resources/static/app/logic/visible.js";

test("controls are shown as escapes", () => {
  assert.equal(visible("web-\u202Edb"), "web-\\u202Edb");
  assert.equal(visible("a\u001b[31mb\u0000\u0085"), "a\\u001B[31mb\\u0000\\u0085");
  assert.equal(visible("\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\u007f"), "\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A\\u202E\\u2066\\u2069\\u007F");
});

test("line breaks, tabs and other text stay", () => {
  for (const text of ["", "a\n\tb", "a\r\nb", "שרת", "é 😀 \u200b\u200d \u2027\u202f\u2065\u206a"]) {
    assert.equal(visible(text), text);
  }
});

test("a single return is shown", () => {
  assert.equal(visible("a\rb"), "a\\u000Db");
});

test("the class is that of names, except line breaks and tabs", () => {
  const names = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/u;
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    const shown = visible(character) !== character;
    assert.equal(shown, names.test(character) && !["\n", "\t"].includes(character), code.toString(16));
  }
});
