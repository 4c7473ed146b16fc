import { getEvents } from "../../api.js";
import { refreshed, refreshedOldest } from "../../logic/event-list.js";
import { Query } from "../../query.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

const PAGE_SIZE = 500;
export const MAX_EVENTS = 20_000;

/** @typedef {{query: string, from: string, to: string, order?: string}} Request order: oldest, or undefined */

/** The number of newest events that are checked for duplicates. */
const MAX_RECENT = 5_000;

/**
 * The loaded events of a query, in its order. A refresh adds new events at the top and keeps older ones.
 *
 * @implements {ReactiveController}
 */
export class LogEvents {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => Request | null} key
   */
  constructor(host, key) {
    this.host = host;
    /** @type {any[]} */
    this.items = [];
    /** @type {string | null} */
    this.next = null;
    this.loadingOlder = false;
    this.key = key;
    /** @private The key of the loaded events, as JSON. */
    this.loadedKey = "";
    /** @private The events added during the current request, newest first; null without a request. @type {any[] | null} */
    this.received = null;
    this.newest = new Query(host, key, (current, signal) => this.fetch(current, signal));
    host.addController(this);
  }

  hostDisconnected() {
    this.loadedKey = "";
  }

  /** Whether the limit of loaded events is reached. */
  get full() {
    return this.items.length >= MAX_EVENTS;
  }

  /**
   * @private
   * @param {Request} key
   * @param {AbortSignal} signal
   */
  async fetch(key, signal) {
    /** @type {any[]} */
    const received = [];
    this.received = received;
    try {
      const page = await getEvents("logs", { ...key, limit: PAGE_SIZE }, signal);
      const text = JSON.stringify(key);
      const known = this.loadedKey === text ? this.items.slice(received.length) : [];
      const { items, replaced } = key.order ? refreshedOldest(known, page.items, this.next !== null) : refreshed(known, page.items, received);
      this.items = items;
      if (replaced) {
        this.next = page.nextCursor;
      }
      this.loadedKey = text;
    } finally {
      if (this.received === received) {
        this.received = null;
      }
    }
    return this.items;
  }

  /** Loads the next page, unless a request is running. */
  async loadOlder() {
    const key = this.key();
    if (!key || this.next === null || this.loadingOlder || this.full) {
      return;
    }
    const loadedKey = this.loadedKey;
    this.loadingOlder = true;
    try {
      const page = await getEvents("logs", { ...key, limit: PAGE_SIZE, cursor: this.next });
      if (this.loadedKey === loadedKey) {
        this.items = [...this.items, ...page.items];
        this.next = page.nextCursor;
      }
    } finally {
      this.loadingOlder = false;
      this.host.requestUpdate();
    }
  }

  /** The IDs of the newest loaded events. @returns {Set<string>} */
  recentIds() {
    return new Set(this.items.slice(0, MAX_RECENT).map((logEvent) => logEvent.id));
  }

  /**
   * Adds new events at the top, without duplicates.
   *
   * @param {any[]} events newest first
   */
  add(events) {
    const known = this.recentIds();
    const added = events.filter((logEvent) => !known.has(logEvent.id));
    this.received?.unshift(...added);
    this.items = [...added, ...this.items].slice(0, MAX_EVENTS);
    this.host.requestUpdate();
  }
}
