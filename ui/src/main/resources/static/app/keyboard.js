// Keyboard shortcuts outside of text fields. Keys with Ctrl, Alt or Meta are left to the browser, except Ctrl+K or Cmd+K.

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** @typedef {Record<string, (event: KeyboardEvent) => void>} Bindings by key, or by two keys separated by a space */

/** The maximum time between the two keys of a sequence. */
const SEQUENCE_MILLIS = 1_200;

/** @type {Set<() => Bindings>} */
const registered = new Set();

let first = "";
let firstAt = 0;

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === "k" && !document.querySelector("dialog[open]")) {
    const open = actionOf("Ctrl+k");
    if (open) {
      event.preventDefault();
      open(event);
    }
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping(event) || closesPopup(event)) {
    return;
  }
  const sequence = event.timeStamp - firstAt < SEQUENCE_MILLIS && first ? `${first} ${event.key}` : "";
  const run = actionOf(sequence) ?? actionOf(event.key);
  first = run ? "" : event.key;
  firstAt = event.timeStamp;
  if (run) {
    event.preventDefault();
    run(event);
  }
}

/** The latest registration has priority. @param {string} keys */
function actionOf(keys) {
  for (const bindings of [...registered].reverse()) {
    const run = bindings()[keys];
    if (run) {
      return run;
    }
  }
  return undefined;
}

/** Whether the browser closes a popup with this key, unless the default is prevented. @param {KeyboardEvent} event */
const closesPopup = (event) => event.key === "Escape" && document.querySelector(":popover-open") !== null;

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

window.addEventListener("keydown", onKeyDown);

/**
 * Registers shortcuts while an element is connected.
 *
 * @implements {ReactiveController}
 */
export class KeyBindings {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => Bindings} bindings
   */
  constructor(host, bindings) {
    this.bindings = bindings;
    host.addController(this);
  }

  hostConnected() {
    registered.add(this.bindings);
  }

  hostDisconnected() {
    registered.delete(this.bindings);
  }
}
