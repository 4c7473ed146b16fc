// Periodic work of an element, suspended while the page is hidden.

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** @implements {ReactiveController} */
export class Polling {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => number} interval in milliseconds; 0: off. Read after each update of the host
   * @param {() => void} run
   */
  constructor(host, interval, run) {
    this.interval = interval;
    this.run = run;
    /** @private The interval of the running timer. */
    this.current = 0;
    /** @private @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.onVisibilityChange = this.onVisibilityChange.bind(this);
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener("visibilitychange", this.onVisibilityChange);
    this.start();
  }

  hostDisconnected() {
    document.removeEventListener("visibilitychange", this.onVisibilityChange);
    clearTimeout(this.timer);
  }

  /** Restarts the timer if the interval has changed. */
  hostUpdated() {
    if (this.interval() !== this.current) {
      this.start();
    }
  }

  /** @private */
  start() {
    clearTimeout(this.timer);
    this.current = this.interval();
    if (this.current > 0 && !document.hidden) {
      this.timer = setTimeout(() => {
        this.run();
        this.start();
      }, this.current);
    }
  }

  /** @private Runs at once when the page becomes visible. */
  onVisibilityChange() {
    if (!document.hidden && this.interval() > 0) {
      this.run();
    }
    this.start();
  }
}
