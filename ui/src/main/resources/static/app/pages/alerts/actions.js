import { post } from "../../api.js";
import { STATUS_WORDS } from "../../logic/alerts-view.js";
import { countText } from "../../logic/numbers.js";
import { refreshAll } from "../../question.js";
import { tell, tellProblem } from "../../toast.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** Heard on window when something was done, or undone. */
const ACTED = "la-acted";

/** How long what was done can be taken back. */
const UNDO_MILLIS = 5_000;

/** As many as the API takes at once. */
const MOST_AT_ONCE = 500;

/** @typedef {{ids: string[], status: string, comment: string}} Action */

/**
 * What is done with alerts. It is shown at once and sent a little later, since an alert never goes back: until then it can
 * be undone. Who leaves the page has not changed his mind.
 */
class Actions {
  constructor() {
    /** @private @type {Set<Action>} */
    this.waiting = new Set();
    window.addEventListener("pagehide", () => [...this.waiting].forEach((action) => this.send(action)));
  }

  /** As the viewer has it. @param {{id: string, status: string}} alert */
  statusOf({ id, status }) {
    const last = [...this.waiting].findLast((action) => action.ids.includes(id));
    return last?.status ?? status;
  }

  /** @param {string[]} ids @param {string} status @param {string} comment */
  act(ids, status, comment) {
    const action = { ids, status, comment };
    this.waiting.add(action);
    window.dispatchEvent(new Event(ACTED));
    tell({
      text: `${ids.length === 1 ? "1 alert is" : `${countText(ids.length)} alerts are`} ${STATUS_WORDS[status]}.`,
      action: { label: "Undo", run: () => this.drop(action) },
      gone: () => this.send(action),
      millis: UNDO_MILLIS,
    });
  }

  /** @private @param {Action} action */
  drop(action) {
    this.waiting.delete(action);
    window.dispatchEvent(new Event(ACTED));
  }

  /** @private @param {Action} action */
  async send(action) {
    if (!this.waiting.has(action)) {
      return;
    }
    try {
      for (let sent = 0; sent < action.ids.length; sent += MOST_AT_ONCE) {
        const ids = action.ids.slice(sent, sent + MOST_AT_ONCE);
        tellRefused(await post("alerts/actions", { ...action, ids }, { keepalive: true }));
      }
    } catch (problem) {
      tellProblem(problem);
    } finally {
      this.waiting.delete(action);
      refreshAll();
    }
  }
}

/** The page's, whichever of its views is shown. */
export const actions = new Actions();

/**
 * Has an element render again when something was done.
 *
 * @implements {ReactiveController}
 */
export class ActionsWatch {
  /** @param {ReactiveControllerHost} host */
  constructor(host) {
    /** @private */
    this.acted = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    window.addEventListener(ACTED, this.acted);
  }

  hostDisconnected() {
    window.removeEventListener(ACTED, this.acted);
  }
}

/** @param {{items: {problem?: {detail: string}}[]}} results */
function tellRefused({ items }) {
  const refused = items.flatMap(({ problem }) => problem ?? []);
  if (refused.length) {
    tell({ text: `${refused.length} of ${items.length} could not be changed: ${refused[0].detail}`, kind: "bad" });
  }
}
