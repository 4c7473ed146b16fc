import { SIGNED_OUT, get, urlOf } from "../../api.js";
import { parseExact } from "../../logic/exact-json.js";
import { showProblem, showToast } from "../../toast.js";
import { words } from "../../words.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** The interval at which received events are shown. */
const RENDER_INTERVAL = 250;

/** The minimum time between updates of the number of buffered events, which screen readers announce. */
const COUNT_INTERVAL = 1_000;

/** The server answers from a cache up to a second old: only later responses have all events from before the stream. */
const CACHE_AGE = 1_100;

/** The maximum number of buffered events; older ones are dropped but counted. */
const MAX_BUFFERED = 5_000;

/**
 * Receives committed events from the server. While it is paused, events are buffered and counted.
 *
 * @implements {ReactiveController}
 */
export class Tail {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => string | null} query null: not live
   * @param {object} callbacks
   * @param {(events: any[]) => void} callbacks.onEvents newest first
   * @param {() => Set<string>} callbacks.recentIds the IDs of loaded events
   * @param {() => void} callbacks.onOpen called when the stream is complete, and responses have all events from before it
   * @param {() => void} callbacks.onClosed called when the server has rejected the stream
   */
  constructor(host, query, callbacks) {
    this.host = host;
    this.query = query;
    this.callbacks = callbacks;
    this.paused = false;
    /** The number of events received while paused. */
    this.missed = 0;
    /** @private The IDs of events that were loaded before the pause and may be received again. @type {Set<string>} */
    this.knownIds = new Set();
    /** The latest message of the server about missing events. */
    this.notice = "";
    /** @private @type {any[]} oldest first */
    this.buffer = [];
    /** @private @type {EventSource | null} */
    this.source = null;
    /** @private The query of the stream, after a question mark; empty: no stream. */
    this.current = "";
    /** @private @type {ReturnType<typeof setInterval> | undefined} */
    this.renderTimer = undefined;
    /** @private @type {ReturnType<typeof setTimeout> | undefined} */
    this.countTimer = undefined;
    /** @private @type {ReturnType<typeof setTimeout> | undefined} */
    this.openTimer = undefined;
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
    const query = this.query();
    const next = query === null ? "" : `?${query}`;
    if (next !== this.current) {
      this.stop();
      this.current = next;
      if (query !== null) {
        this.start(query);
      }
    }
  }

  /** @param {boolean} paused */
  pause(paused) {
    if (paused !== this.paused) {
      this.paused = paused;
      this.missed = 0;
      this.flush();
      this.knownIds = paused ? this.callbacks.recentIds() : new Set();
      this.host.requestUpdate();
    }
  }

  /** @private @param {string} query */
  start(query) {
    const source = new EventSource(urlOf("logs/tail", { query }));
    this.source = source;
    this.notice = "";
    source.onopen = () => {
      clearTimeout(this.openTimer);
      this.openTimer = setTimeout(() => this.callbacks.onOpen(), CACHE_AGE);
    };
    source.onmessage = ({ data }) => this.add(parseExact(data));
    source.onerror = () => source.readyState === EventSource.CLOSED && this.onRejected(query);
    source.addEventListener("skipped", ({ data }) => this.setNotice(words.logs.eventsSkipped(JSON.parse(data).lines)));
    for (const name of ["gap", "interrupted"]) {
      source.addEventListener(name, (event) => this.setNotice(JSON.parse(/** @type {MessageEvent} */ (event).data).detail));
    }
    source.addEventListener("resumed", () => this.setNotice(""));
    source.addEventListener("timeout", ({ data }) => this.onTimeout(JSON.parse(data).detail));
    this.renderTimer = setInterval(() => !this.paused && this.flush(), RENDER_INTERVAL);
  }

  /** @private @param {string} notice */
  setNotice(notice) {
    this.notice = notice;
    this.host.requestUpdate();
  }

  /** @private @param {any} logEvent */
  add(logEvent) {
    if (this.knownIds.has(logEvent.id)) {
      return;
    }
    this.buffer.push(logEvent);
    if (this.buffer.length > MAX_BUFFERED) {
      this.buffer.shift();
    }
    if (this.paused) {
      this.missed++;
      this.countTimer ??= setTimeout(() => this.updateMissed(), COUNT_INTERVAL);
    }
  }

  /** @private */
  updateMissed() {
    this.countTimer = undefined;
    this.host.requestUpdate();
  }

  /** @private */
  flush() {
    if (this.buffer.length) {
      this.callbacks.onEvents(this.buffer.reverse());
      this.buffer = [];
    }
  }

  /** The server ends a stream whose query takes too long; a reconnect would not help. @private @param {string} detail */
  onTimeout(detail) {
    this.flush();
    this.stop();
    this.callbacks.onClosed();
    showToast({ text: detail, kind: "bad" });
  }

  /** An EventSource has no error details, so a plain request finds the cause. @private @param {string} query */
  async onRejected(query) {
    this.stop();
    this.callbacks.onClosed();
    try {
      await get("logs", { query, limit: 1 });
      showToast({ text: words.logs.liveTailUnavailable, kind: "bad" });
    } catch (problem) {
      showProblem(problem);
    }
  }

  stop() {
    clearInterval(this.renderTimer);
    clearTimeout(this.openTimer);
    this.source?.close();
    this.source = null;
    this.current = "";
    this.buffer = [];
    this.missed = 0;
    this.knownIds = new Set();
    this.paused = false;
  }
}
