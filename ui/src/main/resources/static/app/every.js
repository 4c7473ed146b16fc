// Something that is done again and again, as long as somebody is looking.

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** @implements {ReactiveController} */
export class Every {
  /**
   * @param {ReactiveControllerHost} host
   * @param {() => number} millis asked before each pause; 0: not now
   * @param {() => void} run
   */
  constructor(host, millis, run) {
    this.millis = millis;
    this.run = run;
    /** @private @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.looked = this.looked.bind(this);
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener("visibilitychange", this.looked);
    this.restart();
  }

  hostDisconnected() {
    document.removeEventListener("visibilitychange", this.looked);
    clearTimeout(this.timer);
  }

  /** To be called when the pause has changed. */
  restart() {
    clearTimeout(this.timer);
    const millis = this.millis();
    if (millis > 0 && !document.hidden) {
      this.timer = setTimeout(() => {
        this.run();
        this.restart();
      }, millis);
    }
  }

  /** @private Who comes back to the page sees what is new at once. */
  looked() {
    if (!document.hidden && this.millis() > 0) {
      this.run();
    }
    this.restart();
  }
}
