import { LitElement, html } from "lit";
import { AddressController, setParameters, parameters } from "../address.js";
import { KeyBindings } from "../keyboard.js";
import { PRESETS, absolute, boundsOf, fromLocalInput, isRelative, rangeOf, rangeText, shifted, toLocalInput, widened } from "../logic/range.js";
import { refreshAll } from "../query.js";
import { readStored, writeStored } from "../storage.js";
import { words } from "../words.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const POPUP = "time-range";
const RECENT = "ranges";
const MAX_RECENT = 5;

/** The time range of a page. */
class TimeRange extends LitElement {
  static properties = { error: { state: true } };

  constructor() {
    super();
    this.error = "";
    new AddressController(this);
    new KeyBindings(this, () => ({
      "[": () => this.select(shifted(this.range, -1, Date.now())),
      "]": () => this.select(shifted(this.range, 1, Date.now())),
      "-": () => this.select(widened(this.range, Date.now())),
    }));
  }

  createRenderRoot() {
    return this;
  }

  get range() {
    return rangeOf(parameters(), Date.now());
  }

  /** @param {import("../logic/range.js").Range} range */
  select(range) {
    closePopup(POPUP);
    if (!isRelative(range.from)) {
      const others = recent().filter((one) => one.from !== range.from || one.to !== range.to);
      writeStored(RECENT, [range, ...others].slice(0, MAX_RECENT));
    }
    setParameters({ from: range.from, to: range.to });
  }

  render() {
    const now = Date.now();
    return html`
      <div class="button-group">
        <button class="button not-on-phone" title=${words.time.earlierHint} aria-label=${words.time.earlier} @click=${() => this.select(shifted(this.range, -1, now))}>
          ${icon("left")}
        </button>
        ${popup({
          id: POPUP,
          title: words.time.timeRange,
          text: rangeText(this.range, now),
          label: html`${icon("clock")}<span class="range-text">${rangeText(this.range, now)}</span>${icon("down")}`,
          content: this.picker(now),
        })}
        <button class="button not-on-phone" title=${words.time.laterHint} aria-label=${words.time.later} @click=${() => this.select(shifted(this.range, 1, now))}>
          ${icon("right")}
        </button>
        <button class="button wide-only" title=${words.time.zoomOutHint} aria-label=${words.common.zoomOut} @click=${() => this.select(widened(this.range, now))}>
          ${icon("wide")}
        </button>
      </div>`;
  }

  /** @param {number} now */
  picker(now) {
    const current = rangeText(this.range, now);
    const ranges = recent();
    return html`
      <div class="range-picker">
        <div class="menu" role="group" aria-label=${words.time.relativeRanges}>
          ${PRESETS.map((from) => this.option({ from, to: "" }, current, now))}
        </div>
        <div>
          <div class="buttons narrow-only">
            ${this.step(words.time.earlier, "left", shifted(this.range, -1, now))} ${this.step(words.time.later, "right", shifted(this.range, 1, now))}
            ${this.step(words.common.zoomOut, "wide", widened(this.range, now))}
          </div>
          ${this.form(now)}
          ${ranges.length
            ? html`<h3 class="caption">${words.time.recent}</h3>
                <div class="menu">${ranges.map((range) => this.option(range, current, now))}</div>`
            : ""}
        </div>
      </div>`;
  }

  /** @param {string} label @param {string} name of the icon @param {import("../logic/range.js").Range} range */
  step(label, name, range) {
    return html`<button class="button small" @click=${() => this.select(range)}>${icon(name)} ${label}</button>`;
  }

  /**
   * @param {import("../logic/range.js").Range} range
   * @param {string} current
   * @param {number} now
   */
  option(range, current, now) {
    const text = rangeText(range, now);
    return html`
      <button aria-pressed=${text === current} @click=${() => (text === current ? (closePopup(POPUP), refreshAll()) : this.select(range))}>
        ${text}
      </button>`;
  }

  /** @param {number} now */
  form(now) {
    const bounds = boundsOf(this.range, now) ?? { from: now, to: now };
    return html`
      <form class="stack" @submit=${this.submit}>
        <label>${words.time.from}<input type="datetime-local" step="1" name="from" .value=${toLocalInput(bounds.from)} required /></label>
        <label>${words.time.to}<input type="datetime-local" step="1" name="to" .value=${toLocalInput(bounds.to)} required /></label>
        ${this.error ? html`<p class="error-text" role="alert">${this.error}</p>` : ""}
        <button class="button primary">${words.time.apply}</button>
      </form>`;
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    event.preventDefault();
    const values = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const from = fromLocalInput(String(values.get("from")));
    const to = fromLocalInput(String(values.get("to")));
    this.error = from === null || to === null || from >= to ? words.time.fromMustBeBeforeTo : "";
    if (!this.error && from !== null && to !== null) {
      this.select(absolute(from, to));
    }
  }
}

/** @returns {import("../logic/range.js").Range[]} the latest first */
const recent = () => readStored(RECENT, []);

customElements.define("la-time-range", TimeRange);
