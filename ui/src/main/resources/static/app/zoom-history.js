import { html, nothing } from "lit";
import { boundsOf, rangeText } from "./logic/range.js";
import { icon } from "./parts/icons.js";

/** @typedef {import("./logic/range.js").Range} Range */

/** The time ranges before each zoom of a page. */
export class ZoomHistory {
  /** @param {(range: Range) => void} show */
  constructor(show) {
    this.show = show;
    /** @private @type {Range[]} the latest last */
    this.ranges = [];
  }

  /** Zooms from one range to another. Charts that share a cursor report the same zoom. @param {Range} current @param {Range} next */
  zoom(current, next) {
    const now = Date.now();
    if (JSON.stringify(boundsOf(current, now)) !== JSON.stringify(boundsOf(next, now))) {
      this.ranges.push(current);
      this.show(next);
    }
  }

  /** @param {string} [className] @returns the button that undoes the last zoom, if any */
  button(className = "") {
    const range = this.ranges.at(-1);
    if (!range) {
      return nothing;
    }
    const undo = () => {
      this.ranges.pop();
      this.show(range);
    };
    const text = rangeText(range, Date.now());
    return html`<button class="button small ${className}" @click=${undo}>${icon("back")} Reset zoom (${text[0].toLowerCase()}${text.slice(1)})</button>`;
  }
}
