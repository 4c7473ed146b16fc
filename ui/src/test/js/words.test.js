import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { words } from "../../main/resources/static/app/words.js";

const APP = new URL("../../main/resources/static/app/", import.meta.url);

/** Attributes whose values are read by users. */
const VISIBLE = ["title", "aria-label", "aria-description", "placeholder", "alt", "label"];

/** Literals that look like texts: code, names of keys, and names that are the same in every language. */
const CODE = [
  /^\s*(curl |-d '|Content-Type$|data-urlencode)/,
  /^(Problem|AbortError|Enter|Esc|Escape|Tab|Home|End|Arrow\w+|ascending|descending|Ctrl\+[kK]|[KMGTP]iB)$/,
  /^[a-z-]+( [a-z]+-[a-z-]+)+$/, // classes
  /^number duration$|^\.field\.invalid /,
  /^:popover-open, |^11px |^4px |^\.invalid |^button, input|^input, textarea|^monday:friday|^web-\.\*$/,
  /^ ?(NOT|AND|OR) ?$|^NOT |^--data-urlencode |^alertname=|AND NOT host:|\(payments OR |^"timed out"$/,
];

/** Configurations of other programs, with their names and formats. */
const EXEMPT = ["words.js", "theme.js", "logic/sources.js"];

/** @typedef {{text: string, line: number}} Found */

/**
 * The literals and the markup of a module, without its comments.
 *
 * @param {string} code
 * @returns {{literals: Found[], markup: Found[]}} values in texts are \0; literals that are shown begin with \x01
 */
function readModule(code) {
  /** @type {Found[]} */
  const literals = [];
  /** @type {Found[]} */
  const markup = [];
  let at = 0;
  const line = () => code.slice(0, at).split("\n").length;

  /** Reads code up to the end of the text or of a value of a template. @param {boolean} isValue @param {boolean} isShown */
  function readCode(isValue, isShown) {
    let depth = 0;
    let before = ""; // the last characters that are no space
    while (at < code.length) {
      const rest = code.slice(at, at + 2);
      const char = code[at];
      if (rest === "//") {
        at = Math.max(code.indexOf("\n", at), at + 1);
      } else if (rest === "/*") {
        at = code.indexOf("*/", at) + 2;
      } else if (char === '"' || char === "'") {
        const start = at;
        for (at++; code[at] !== char; at++) if (code[at] === "\\") at++;
        const text = code.slice(start + 1, at++);
        const isChoice = depth === 0 && /(^|[?:|])$/.test(before) && isShown;
        literals.push({ text: isChoice ? `\x01${text}` : text, line: line() });
        before = '"';
      } else if (char === "`") {
        const isMarkup = /\b(html|svg)$/.test(code.slice(at - 5, at));
        const start = line();
        const text = readTemplate(isMarkup);
        (isMarkup ? markup : literals).push({ text, line: start });
        before = "`";
      } else if (char === "/" && /(^|[(,=:[!&|?{};>])$/.test(before)) {
        let inClass = false;
        for (at++; code[at] !== "/" || inClass; at++) {
          if (code[at] === "\\") at++;
          else if (code[at] === "[") inClass = true;
          else if (code[at] === "]") inClass = false;
        }
        at++;
        before = "/";
      } else if (isValue && char === "}" && depth === 0) {
        return;
      } else {
        depth += "([{".includes(char) ? 1 : ")]}".includes(char) ? -1 : 0;
        before = /\s/.test(char) ? before : (before + char).slice(-6);
        at++;
      }
    }
  }

  /** @param {boolean} isMarkup */
  function readTemplate(isMarkup) {
    let text = "";
    for (at++; code[at] !== "`"; at++) {
      if (code[at] === "\\") {
        text += code.slice(at, ++at + 1);
      } else if (code.slice(at, at + 2) === "${") {
        at += 2;
        const attribute = /\s([\w.@?-]+)="?[^"<>]*$/.exec(text.slice(text.lastIndexOf("<")))?.[1];
        readCode(true, isMarkup && (attribute === undefined ? !/<[^>]*$/.test(text) : VISIBLE.includes(attribute)));
        text += "\0";
      } else {
        text += code[at];
      }
    }
    at++;
    return text;
  }

  readCode(false, false);
  return { literals, markup };
}

/** Visible texts of markup: between elements, except code and keys, and in attributes. @param {string} text */
function textsIn(text) {
  const attributes = [...text.matchAll(/\s([\w-]+)=(?:"([^"]*)"|([^\s">]+))/g)].filter(([, name]) => VISIBLE.includes(name)).map(([, , quoted, bare]) => quoted ?? bare);
  const content = text.replace(/<!--.*?-->/gs, "").replace(/<(code|kbd)>[^<]*<\/\1>/g, "").split(/<[^>]*>/);
  return [...attributes, ...content].map((one) => one.replace(/&\w+;/g, "").trim()).filter((one) => /\p{L}/u.test(one));
}

/** Whether a literal is a text: a choice in markup, a capitalised word, or words with a space between. @param {string} text */
const isText = (text) =>
  !CODE.some((one) => one.test(text.replace("\x01", ""))) &&
  (/^\x01.*\p{L}/u.test(text) || /^[^\p{L}]*\p{Lu}\p{Ll}/u.test(text) || /\p{L}{2,}[ ,]+\p{L}{2,}/u.test(text));

const modules = readdirSync(APP, { recursive: true })
  .map((name) => String(name).replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".js"))
  .map((name) => ({ name, code: readFileSync(new URL(name, APP), "utf8") }));

for (const { name, code } of modules.filter(({ name }) => !EXEMPT.includes(name))) {
  test(`${name} has no texts of its own`, () => {
    const { literals, markup } = readModule(code);
    const found = [
      ...markup.flatMap(({ text, line }) => textsIn(text).map((one) => `${line}: ${one}`)),
      ...literals.filter(({ text }) => isText(text)).map(({ text, line }) => `${line}: ${text}`),
    ];
    assert.deepEqual(found, [], "texts belong in words.js");
  });
}

test("texts of modules are found", () => {
  const { literals, markup } = readModule(`
    // It's a comment
    const pattern = /["'\`]/;
    show({ text: "Not saved", kind: "bad" });
    const view = html\`<p title="Two words" class="a b">Some \${count} events \${known ? "yes" : html\`<b>No</b>\`} <code>fixed</code></p>\`;
    add(\`\${count} rows in all\`);`);
  assert.deepEqual(markup.flatMap(({ text }) => textsIn(text)), ["No", "Two words", "Some \0 events \0"]);
  assert.deepEqual(literals.filter(({ text }) => isText(text)).map(({ text }) => text), ["Not saved", "\x01yes", "\0 rows in all"]);
});

test("texts that are used exist", () => {
  const missing = modules.flatMap(({ name, code }) =>
    [...code.matchAll(/\bwords\.(\w+)\.(\w+)/g)].filter(([, part, text]) => !Object.hasOwn(words[part] ?? {}, text)).map(([all]) => `${name}: ${all}`),
  );
  assert.deepEqual(missing, []);
});

test("texts are used", () => {
  const code = modules.filter(({ name }) => name !== "words.js").map((one) => one.code).join("\n");
  const unused = Object.entries(words).flatMap(([part, texts]) =>
    Object.keys(texts).filter((name) => !new RegExp(`\\bwords\\.${part}(\\.${name}\\b|\\[.*"${name}")`).test(code)).map((name) => `${part}.${name}`),
  );
  assert.deepEqual(unused.filter((name) => !/^(severities|pages)\./.test(name)), []);
});

test("texts are not empty", () => {
  /** @param {any} text @returns {boolean} */
  const isEmpty = (text) => (typeof text === "object" ? Object.values(text).some(isEmpty) : typeof text === "string" && text !== text.trim() && !/^( to |days )$/.test(text));
  assert.deepEqual(Object.values(words).filter(isEmpty), []);
});
