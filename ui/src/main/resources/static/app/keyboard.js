// Keys that do something without a field to type in. The browser's own are left alone: with Ctrl, Alt or Meta nothing is ours.

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** @typedef {Record<string, (event: KeyboardEvent) => void>} Bindings a key, or two with a space between */

/** How long after its first key the second of a pair may come. */
const PAIR_MILLIS = 1_200;

/** @type {Set<() => Bindings>} */
const bindings = new Set();

let first = "";
let firstAt = 0;

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping(event)) {
    return;
  }
  const pair = event.timeStamp - firstAt < PAIR_MILLIS && first ? `${first} ${event.key}` : "";
  const run = bound(pair) ?? bound(event.key);
  first = run ? "" : event.key;
  firstAt = event.timeStamp;
  if (run) {
    event.preventDefault();
    run(event);
  }
}

/** The one who came last is asked first. @param {string} keys */
function bound(keys) {
  for (const of of [...bindings].reverse()) {
    const run = of()[keys];
    if (run) {
      return run;
    }
  }
  return undefined;
}

/** @param {KeyboardEvent} event */
function isTyping(event) {
  const target = event.composedPath()[0];
  if (document.querySelector("dialog[open]")) {
    return true;
  }
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      (target.matches("input, textarea, select") && !target.matches("[type=checkbox], [type=radio]")) ||
      (event.key === "Enter" && target.matches("button, a[href], summary")))
  );
}

window.addEventListener("keydown", pressed);

/**
 * Keys that work as long as an element is on the page.
 *
 * @implements {ReactiveController}
 */
export class Keys {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => Bindings} of
   */
  constructor(host, of) {
    this.of = of;
    host.addController(this);
  }

  hostConnected() {
    bindings.add(this.of);
  }

  hostDisconnected() {
    bindings.delete(this.of);
  }
}
