import { post } from "../../api.js";
import { refreshAll } from "../../query.js";
import { showProblem, showToast } from "../../toast.js";
import { words } from "../../words.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** Dispatched on window when an action is added or undone. */
const ACTIONS_CHANGED = "la-acted";

/** How long an action can be undone. */
const UNDO_MILLIS = 5_000;

/** The maximum number of alerts per request. */
const MAX_BATCH = 500;

/** @typedef {{ids: string[], status: string, comment: string}} Action */

/**
 * Status changes of alerts. They are shown at once and sent after the time to undo, because the API has no way back. Leaving
 * the page sends them.
 */
class Actions {
  constructor() {
    /** @private @type {Set<Action>} */
    this.pending = new Set();
    window.addEventListener("pagehide", () => [...this.pending].forEach((action) => this.send(action)));
  }

  /** The status including pending actions. @param {{id: string, status: string}} alert */
  statusOf({ id, status }) {
    const last = [...this.pending].findLast((action) => action.ids.includes(id));
    return last?.status ?? status;
  }

  /** @param {string[]} ids @param {string} status @param {string} comment */
  act(ids, status, comment) {
    const action = { ids, status, comment };
    this.pending.add(action);
    window.dispatchEvent(new Event(ACTIONS_CHANGED));
    showToast({
      text: words.alerts.changed[status](ids.length),
      action: { label: words.alerts.undo, run: () => this.drop(action) },
      onDismiss: () => this.send(action),
      durationMillis: UNDO_MILLIS,
    });
  }

  /** @private @param {Action} action */
  drop(action) {
    this.pending.delete(action);
    window.dispatchEvent(new Event(ACTIONS_CHANGED));
  }

  /** @private @param {Action} action */
  async send(action) {
    if (!this.pending.has(action)) {
      return;
    }
    try {
      for (let sent = 0; sent < action.ids.length; sent += MAX_BATCH) {
        const ids = action.ids.slice(sent, sent + MAX_BATCH);
        showFailures(await post("alerts/actions", { ...action, ids }, { keepalive: true }));
      }
    } catch (problem) {
      showProblem(problem);
    } finally {
      this.pending.delete(action);
      refreshAll();
    }
  }
}

/** Shared by all pages. */
export const actions = new Actions();

/**
 * Updates an element when an action is added or undone.
 *
 * @implements {ReactiveController}
 */
export class ActionsController {
  /** @param {ReactiveControllerHost} host */
  constructor(host) {
    /** @private */
    this.onChange = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    window.addEventListener(ACTIONS_CHANGED, this.onChange);
  }

  hostDisconnected() {
    window.removeEventListener(ACTIONS_CHANGED, this.onChange);
  }
}

/** @param {{items: {problem?: {detail: string}}[]}} results */
function showFailures({ items }) {
  const problems = items.flatMap(({ problem }) => problem ?? []);
  if (problems.length) {
    showToast({ text: words.alerts.notChanged(problems.length, items.length, problems[0].detail), kind: "bad" });
  }
}
