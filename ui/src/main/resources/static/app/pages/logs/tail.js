import { SIGNED_OUT, get, urlOf } from "../../api.js";
import { tell, tellProblem } from "../../toast.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** Between two times that what came is shown: often enough to be live, and seldom enough to be read. */
const PAUSE_MILLIS = 250;

/** Between two times that it is told, and read out, how many lines wait. */
const TELL_MILLIS = 1_000;

/** Lines that wait while somebody reads; of older ones it is only known how many they were. */
const MOST_WAITING = 5_000;

/**
 * Follows what is committed, as the server sends it. While it is paused the lines wait, and are counted.
 *
 * @implements {ReactiveController}
 */
export class Tail {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => string | null} about the query, or null while nobody follows
   * @param {object} then
   * @param {(lines: any[]) => void} then.came newest first
   * @param {() => Set<string>} then.shown the ids of what is there already
   * @param {() => void} then.opened from now on no line is missed
   * @param {() => void} then.ended it cannot be followed
   */
  constructor(host, about, then) {
    this.host = host;
    this.about = about;
    this.then = then;
    this.paused = false;
    /** How many lines came since it was paused. */
    this.missed = 0;
    /** @private What was there by then: a line that was asked for may come once more, later. @type {Set<string>} */
    this.shown = new Set();
    /** Why lines may be missing: what the server said last about it. */
    this.notice = "";
    /** @private @type {any[]} oldest first */
    this.waiting = [];
    /** @private @type {EventSource | null} */
    this.source = null;
    /** @private */
    this.asked = "";
    /** @private @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    /** @private @type {ReturnType<typeof setTimeout> | undefined} when it is told how many wait */
    this.telling = undefined;
    this.stop = this.stop.bind(this);
    host.addController(this);
  }

  hostConnected() {
    window.addEventListener(SIGNED_OUT, this.stop);
  }

  hostDisconnected() {
    window.removeEventListener(SIGNED_OUT, this.stop);
    this.stop();
  }

  hostUpdated() {
    const query = this.about();
    const asked = query === null ? "" : `?${query}`;
    if (asked !== this.asked) {
      this.stop();
      this.asked = asked;
      if (query !== null) {
        this.follow(query);
      }
    }
  }

  /** @param {boolean} paused */
  pause(paused) {
    if (paused !== this.paused) {
      this.paused = paused;
      this.missed = 0;
      this.show();
      this.shown = paused ? this.then.shown() : new Set();
      this.host.requestUpdate();
    }
  }

  /** @private @param {string} query */
  follow(query) {
    const source = new EventSource(urlOf("logs/tail", { query }));
    this.source = source;
    this.notice = "";
    source.onopen = () => this.then.opened();
    source.onmessage = ({ data }) => this.add(JSON.parse(data));
    source.onerror = () => source.readyState === EventSource.CLOSED && this.refused(query);
    source.addEventListener("skipped", ({ data }) => this.say(`${JSON.parse(data).lines} lines were too many to be shown.`));
    for (const name of ["gap", "interrupted"]) {
      source.addEventListener(name, (event) => this.say(JSON.parse(/** @type {MessageEvent} */ (event).data).detail));
    }
    source.addEventListener("resumed", () => this.say(""));
    this.timer = setInterval(() => !this.paused && this.show(), PAUSE_MILLIS);
  }

  /** @private @param {string} notice */
  say(notice) {
    this.notice = notice;
    this.host.requestUpdate();
  }

  /** @private @param {any} line */
  add(line) {
    if (this.shown.has(line.id)) {
      return;
    }
    this.waiting.push(line);
    if (this.waiting.length > MOST_WAITING) {
      this.waiting.shift();
    }
    if (this.paused) {
      this.missed++;
      this.telling ??= setTimeout(() => this.tellMissed(), TELL_MILLIS);
    }
  }

  /** @private */
  tellMissed() {
    this.telling = undefined;
    this.host.requestUpdate();
  }

  /** @private */
  show() {
    if (this.waiting.length) {
      this.then.came(this.waiting.reverse());
      this.waiting = [];
    }
  }

  /** A browser does not say why, so it is asked once more. @private @param {string} query */
  async refused(query) {
    this.stop();
    this.then.ended();
    try {
      await get("logs", { query, limit: 1 });
      tell({ text: "The server does not let this page follow at the moment.", kind: "bad" });
    } catch (problem) {
      tellProblem(problem);
    }
  }

  stop() {
    clearInterval(this.timer);
    this.source?.close();
    this.source = null;
    this.asked = "";
    this.waiting = [];
    this.missed = 0;
    this.shown = new Set();
    this.paused = false;
  }
}
