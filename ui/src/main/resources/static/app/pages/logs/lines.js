import { get } from "../../api.js";
import { Question } from "../../question.js";

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** How many lines come at once, and how many are kept: beyond that one asks for a shorter time. */
const PAGE = 500;
const MOST = 20_000;

/** Among how many of the newest a line is looked for that comes a second time. */
const MOST_RECENT = 5_000;

/**
 * The lines that match, newest first, as far as they have been loaded. What is asked anew is put on top of what is there:
 * whoever reads further down loses nothing.
 *
 * @implements {ReactiveController}
 */
export class Lines {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => {query: string, from: string, to: string} | null} about
   */
  constructor(host, about) {
    this.host = host;
    /** @type {any[]} */
    this.items = [];
    /** @type {string | null} */
    this.next = null;
    this.loadingOlder = false;
    this.about = about;
    /** @private What the items are about. */
    this.of = "";
    this.newest = new Question(host, about, (asked, signal) => this.ask(asked, signal));
    host.addController(this);
  }

  hostDisconnected() {
    this.of = "";
  }

  /** Whether there are more than can be loaded. */
  get full() {
    return this.items.length >= MOST;
  }

  /**
   * @private
   * @param {{query: string, from: string, to: string}} asked
   * @param {AbortSignal} signal
   */
  async ask(asked, signal) {
    const page = await get("logs", { ...asked, limit: PAGE }, signal);
    const of = JSON.stringify(asked);
    const known = this.of === of ? page.items.findIndex((/** @type {any} */ line) => line.id === this.items[0]?.id) : -1;
    if (known < 0) {
      this.items = page.items;
      this.next = page.nextCursor;
    } else if (known > 0) {
      this.items = [...page.items.slice(0, known), ...this.items];
    }
    this.of = of;
    return this.items;
  }

  /** Loads the page after the last line, unless that is under way. */
  async loadOlder() {
    const about = this.about();
    if (!about || this.next === null || this.loadingOlder || this.full) {
      return;
    }
    const of = this.of;
    this.loadingOlder = true;
    try {
      const page = await get("logs", { ...about, limit: PAGE, cursor: this.next });
      if (this.of === of) {
        this.items = [...this.items, ...page.items];
        this.next = page.nextCursor;
      }
    } finally {
      this.loadingOlder = false;
      this.host.requestUpdate();
    }
  }

  /** Of the newest lines that are there. @returns {Set<string>} */
  recentIds() {
    return new Set(this.items.slice(0, MOST_RECENT).map((line) => line.id));
  }

  /**
   * Puts lines that just came on top, but for those that are there already.
   *
   * @param {any[]} lines newest first
   */
  add(lines) {
    const known = this.recentIds();
    this.items = [...lines.filter((line) => !known.has(line.id)), ...this.items].slice(0, MOST);
    this.host.requestUpdate();
  }
}
