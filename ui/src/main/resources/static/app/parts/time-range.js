import { LitElement, html } from "lit";
import { AddressWatch, change, parameters } from "../address.js";
import { kept, keep } from "../kept.js";
import { Keys } from "../keyboard.js";
import { PRESETS, absolute, boundsOf, fromLocalInput, isRelative, rangeOf, rangeText, shifted, toLocalInput, widened } from "../logic/range.js";
import { refreshAll } from "../question.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const POPUP = "time-range";
const RECENT = "ranges";
const MOST_RECENT = 5;

/** Chooses the time that the page is about. */
class TimeRange extends LitElement {
  static properties = { mistake: { state: true } };

  constructor() {
    super();
    this.mistake = "";
    new AddressWatch(this);
    new Keys(this, () => ({
      "[": () => this.choose(shifted(this.range, -1, Date.now())),
      "]": () => this.choose(shifted(this.range, 1, Date.now())),
      "-": () => this.choose(widened(this.range, Date.now())),
    }));
  }

  createRenderRoot() {
    return this;
  }

  get range() {
    return rangeOf(parameters(), Date.now());
  }

  /** @param {import("../logic/range.js").Range} range */
  choose(range) {
    closePopup(POPUP);
    if (!isRelative(range.from)) {
      const others = recent().filter((one) => one.from !== range.from || one.to !== range.to);
      keep(RECENT, [range, ...others].slice(0, MOST_RECENT));
    }
    change({ from: range.from, to: range.to });
  }

  render() {
    const now = Date.now();
    return html`
      <div class="joined">
        <button class="button not-on-phone" title="Earlier ( [ )" aria-label="Earlier" @click=${() => this.choose(shifted(this.range, -1, now))}>
          ${icon("left")}
        </button>
        ${popup({
          id: POPUP,
          title: "Time range",
          label: html`${icon("clock")}<span class="range-text">${rangeText(this.range, now)}</span>${icon("down")}`,
          content: this.picker(now),
        })}
        <button class="button not-on-phone" title="Later ( ] )" aria-label="Later" @click=${() => this.choose(shifted(this.range, 1, now))}>
          ${icon("right")}
        </button>
        <button class="button wide-only" title="Twice as long ( - )" aria-label="Twice as long" @click=${() => this.choose(widened(this.range, now))}>
          ${icon("wide")}
        </button>
      </div>`;
  }

  /** @param {number} now */
  picker(now) {
    const chosen = rangeText(this.range, now);
    const chosenBefore = recent();
    return html`
      <div class="range-picker">
        <div class="menu" role="group" aria-label="Relative">
          ${PRESETS.map((from) => this.option({ from, to: "" }, chosen, now))}
        </div>
        <div>
          ${this.form(now)}
          ${chosenBefore.length
            ? html`<h3 class="caption">Recent</h3>
                <div class="menu">${chosenBefore.map((range) => this.option(range, chosen, now))}</div>`
            : ""}
        </div>
      </div>`;
  }

  /**
   * @param {import("../logic/range.js").Range} range
   * @param {string} chosen
   * @param {number} now
   */
  option(range, chosen, now) {
    const text = rangeText(range, now);
    return html`
      <button aria-pressed=${text === chosen} @click=${() => (text === chosen ? (closePopup(POPUP), refreshAll()) : this.choose(range))}>
        ${text}
      </button>`;
  }

  /** @param {number} now */
  form(now) {
    const bounds = boundsOf(this.range, now) ?? { from: now, to: now };
    return html`
      <form class="stack" @submit=${this.submit}>
        <label>From<input type="datetime-local" step="1" name="from" .value=${toLocalInput(bounds.from)} required /></label>
        <label>To<input type="datetime-local" step="1" name="to" .value=${toLocalInput(bounds.to)} required /></label>
        ${this.mistake ? html`<p class="mistake" role="alert">${this.mistake}</p>` : ""}
        <button class="button primary">Show</button>
      </form>`;
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    event.preventDefault();
    const values = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const from = fromLocalInput(String(values.get("from")));
    const to = fromLocalInput(String(values.get("to")));
    this.mistake = from === null || to === null || from >= to ? "The beginning must be before the end." : "";
    if (!this.mistake && from !== null && to !== null) {
      this.choose(absolute(from, to));
    }
  }
}

/** @returns {import("../logic/range.js").Range[]} the last first */
const recent = () => kept(RECENT, []);

customElements.define("la-time-range", TimeRange);
