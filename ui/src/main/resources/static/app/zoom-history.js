import { html, nothing } from "lit";
import { boundsOf, rangeText } from "./logic/range.js";
import { icon } from "./parts/icons.js";
import { words } from "./words.js";

/** @typedef {import("./logic/range.js").Range} Range */

/** The time ranges before each zoom of a page. They belong to the entry of the browser's history, so that Back undoes a zoom. */
export class ZoomHistory {
  /** @param {(range: Range, state: unknown) => void} show navigates to a range, with the state of its history entry */
  constructor(show) {
    this.show = show;
  }

  /** @private @returns {Range[]} the latest last */
  get ranges() {
    return history.state?.zoomedFrom ?? [];
  }

  /** Zooms from one range to another. Charts that share a cursor report the same zoom. @param {Range} current @param {Range} next */
  zoom(current, next) {
    const now = Date.now();
    if (JSON.stringify(boundsOf(current, now)) !== JSON.stringify(boundsOf(next, now))) {
      this.show(next, { zoomedFrom: [...this.ranges, current] });
    }
  }

  /** @param {string} [className] @returns the button that undoes the last zoom, if any */
  button(className = "") {
    const { ranges } = this;
    const range = ranges.at(-1);
    if (!range) {
      return nothing;
    }
    const undo = () => this.show(range, { zoomedFrom: ranges.slice(0, -1) });
    const text = rangeText(range, Date.now());
    return html`<button class="button small ${className}" @click=${undo}>${icon("back")} ${words.time.resetZoom(text)}</button>`;
  }
}
