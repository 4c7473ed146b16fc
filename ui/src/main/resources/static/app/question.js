// A question to the server that an element asks, and what is known of its answer.

import { Problem } from "./api.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** Heard on window when what is on the screen shall be asked for anew. */
export const REFRESH = "la-refresh";

/** Before that, nobody wants to see that something is being loaded. */
const NOTICEABLE_MILLIS = 150;

export const refreshAll = () => window.dispatchEvent(new Event(REFRESH));

/**
 * Asks whenever what it is asked with changes. An answer that comes too late is not heard: the question is taken back. The
 * old answer stays until there is a new one, also when that fails.
 *
 * @template K, T
 * @implements {ReactiveController}
 */
export class Question {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => K | null} about what is asked for, as something that JSON can tell apart; null: nothing
   * @param {(about: K, signal: AbortSignal) => Promise<T>} ask
   */
  constructor(host, about, ask) {
    this.host = host;
    this.about = about;
    this.ask = ask;
    /** @type {T | undefined} */
    this.answer = undefined;
    /** @type {Problem | null} */
    this.problem = null;
    /** Whether it is being asked for longer than one would not notice. */
    this.slow = false;
    /** When the answer came. */
    this.answeredAt = 0;
    /** @private What was asked last. */
    this.asked = "";
    /** @private @type {AbortController | null} */
    this.abort = null;
    this.refresh = this.refresh.bind(this);
    host.addController(this);
  }

  hostConnected() {
    window.addEventListener(REFRESH, this.refresh);
  }

  hostDisconnected() {
    window.removeEventListener(REFRESH, this.refresh);
    this.abort?.abort();
    this.asked = "";
  }

  /** Asks when something else is to be known than was asked last. */
  hostUpdate() {
    const about = this.about();
    const text = about === null ? "" : JSON.stringify(about);
    if (text !== this.asked) {
      this.asked = text;
      this.abort?.abort();
      if (about !== null) {
        this.run(about);
      }
    }
  }

  /** Asks the same once more. */
  refresh() {
    const about = this.about();
    if (about !== null) {
      this.run(about);
    }
  }

  /** Whether there is no answer yet, and no problem either. */
  get pending() {
    return this.answer === undefined && this.problem === null;
  }

  /** @private @param {K} about */
  async run(about) {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    const notice = setTimeout(() => this.tell(abort, { slow: true }), NOTICEABLE_MILLIS);
    try {
      const answer = await this.ask(about, abort.signal);
      this.tell(abort, { answer, problem: null, slow: false, answeredAt: Date.now() });
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, String(error));
      this.tell(abort, { problem, slow: false });
    } finally {
      clearTimeout(notice);
    }
  }

  /** @private @param {AbortController} of @param {Partial<Question<K, T>>} news */
  tell(of, news) {
    if (this.abort === of && !of.signal.aborted) {
      Object.assign(this, news);
      this.host.requestUpdate();
    }
  }
}
