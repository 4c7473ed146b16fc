// A request of an element to the server, with its state: loading, data, problem.

import { Problem } from "./api.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** Dispatched on window to refresh all visible data. */
export const REFRESH = "la-refresh";

/** Shorter requests show no loading state. */
const LOADING_DELAY_MILLIS = 150;

export const refreshAll = () => window.dispatchEvent(new Event(REFRESH));

/**
 * Sends a request whenever its key changes. The previous request is aborted and its late response ignored. The previous data
 * stay until new ones arrive, also when the request fails.
 *
 * @template K, T
 * @implements {ReactiveController}
 */
export class Query {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => K | null} key the parameters of the request, comparable as JSON; null: no request
   * @param {(key: K, signal: AbortSignal) => Promise<T>} fetch
   */
  constructor(host, key, fetch) {
    this.host = host;
    this.key = key;
    this.fetch = fetch;
    /** @type {T | undefined} */
    this.data = undefined;
    /** @type {Problem | null} */
    this.problem = null;
    /** Whether a request has been running for a noticeable time. */
    this.loading = false;
    /** The time of the last successful response. */
    this.updatedAt = 0;
    /** @private The key of the last request, as JSON. */
    this.lastKey = "";
    /** @private The key of the data, as JSON. */
    this.dataKey = "";
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
    this.lastKey = "";
  }

  /** Sends a request if the key has changed. */
  hostUpdate() {
    const key = this.key();
    const text = key === null ? "" : JSON.stringify(key);
    if (text !== this.lastKey) {
      this.lastKey = text;
      this.abort?.abort();
      if (key !== null) {
        this.run(key);
      }
    }
  }

  /** Repeats the request. */
  refresh() {
    const key = this.key();
    if (key !== null) {
      this.run(key);
    }
  }

  /** Whether there are neither data nor a problem yet. */
  get pending() {
    return this.data === undefined && this.problem === null;
  }

  /** The data, unless they are of an earlier key and are noticeably late, or their request failed. */
  get current() {
    const known = this.dataKey === this.lastKey ? !this.problem : !this.problem && !this.loading;
    return known ? this.data : undefined;
  }

  /** @private @param {K} key */
  async run(key) {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    const timer = setTimeout(() => this.update(abort, { loading: true }), LOADING_DELAY_MILLIS);
    try {
      const data = await this.fetch(key, abort.signal);
      this.update(abort, { data, dataKey: JSON.stringify(key), problem: null, loading: false, updatedAt: Date.now() });
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, String(error));
      this.update(abort, { problem, loading: false });
    } finally {
      clearTimeout(timer);
    }
  }

  /** @private Ignores requests that are not the latest. @param {AbortController} request @param {Partial<Query<K, T>> & {dataKey?: string}} changes */
  update(request, changes) {
    if (this.abort === request && !request.signal.aborted) {
      Object.assign(this, changes);
      this.host.requestUpdate();
    }
  }
}
