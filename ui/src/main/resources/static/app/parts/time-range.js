import { LitElement, html } from "lit";
import { live } from "lit/directives/live.js";
import { AddressController, setParameters, parameters } from "../address.js";
import { KeyBindings } from "../keyboard.js";
import { PRESETS, boundsOf, includesRange, isRelative, rangeOf, rangeText, shifted, timeParameter, typedTime, widened, withRecent, withToggled } from "../logic/range.js";
import { localTime } from "../logic/times.js";
import { browserZone, offsetText, zoneName } from "../logic/zone.js";
import { refreshAll } from "../query.js";
import { readStored, writeStored } from "../storage.js";
import { words } from "../words.js";
import { chooseZone } from "../time-zone.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const POPUP = "time-range";
const RECENT = "ranges";
const FAVOURITES = "favourite-ranges";

/** The time range of a page. */
class TimeRange extends LitElement {
  static properties = { typed: { state: true } };

  constructor() {
    super();
    /** What is typed in the form, until it is applied. @type {{from?: string, to?: string}} */
    this.typed = {};
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
    this.typed = {};
    closePopup(POPUP);
    if (!isRelative(range.from)) {
      writeStored(RECENT, withRecent(stored(RECENT), range));
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
          text: `${rangeText(this.range, now)} ${zoneName() || offsetText(now)}`,
          label: html`${icon("clock")}<span class="range-text">${rangeText(this.range, now)}</span> <span class="zone wide-only">${zoneName() || offsetText(now)}</span>${icon("down")}`,
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
    const favourites = stored(FAVOURITES);
    const ranges = stored(RECENT);
    return html`
      <div class="range-picker">
        <div class="menu" role="group" aria-label=${words.time.relativeRanges}>
          ${PRESETS.map((from) => this.option({ from, to: "" }, current, now))}
          ${this.day(words.time.today, "today", "", now)} ${this.day(words.time.yesterday, "yesterday", "yesterday", now)}
        </div>
        <div>
          <div class="buttons narrow-only">
            ${this.step(words.time.earlier, "left", shifted(this.range, -1, now))} ${this.step(words.time.later, "right", shifted(this.range, 1, now))}
            ${this.step(words.common.zoomOut, "wide", widened(this.range, now))}
          </div>
          ${this.form(now)}
          ${favourites.length
            ? html`<h3 class="caption">${words.time.favourites}</h3>
                <ul class="menu saved">${favourites.map((range) => this.favourite(range, current, now))}</ul>`
            : ""}
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

  /** @param {import("../logic/range.js").Range} range @param {string} current @param {number} now */
  favourite(range, current, now) {
    const remove = words.time.removeFavourite(rangeText(range, now));
    return html`<li>${this.option(range, current, now)}<button class="plain small" aria-label=${remove} title=${remove} @click=${() => this.toggleFavourite(range)}>${icon("close")}</button></li>`;
  }

  /** @param {import("../logic/range.js").Range} range */
  toggleFavourite(range) {
    writeStored(FAVOURITES, withToggled(stored(FAVOURITES), range));
    this.requestUpdate();
  }

  /** @param {string} label @param {string} from @param {string} to @param {number} now */
  day(label, from, to, now) {
    const select = () => this.select({ from: timeParameter(from, now, false), to: timeParameter(to, now, true) });
    return html`<button @click=${select}>${label}</button>`;
  }

  /** The typed range, or that of the page. @param {number} now */
  typedRange(now) {
    const { from = typedTime(this.range.from), to = typedTime(this.range.to) } = this.typed;
    const range = { from: timeParameter(from, now, false), to: timeParameter(to, now, true) };
    return { from, to, range, bounds: boundsOf(range, now) };
  }

  /** @param {number} now */
  form(now) {
    const { from, to, range, bounds } = this.typedRange(now);
    return html`
      <form class="stack" @submit=${this.submit}>
        ${this.input("from", words.time.from, from)} ${this.input("to", words.time.to, to)}
        <p class=${bounds ? "caption" : "error-text"} id="typed-range" role="status">
          ${bounds ? words.time.fromTo(localTime(bounds.from), localTime(bounds.to)) : words.time.invalidTyped}
        </p>
        <div class="one-line">
          <button class="button primary" ?disabled=${!bounds}>${words.time.apply}</button>
          <button class="button" type="button" ?disabled=${!bounds} aria-pressed=${includesRange(stored(FAVOURITES), range)} @click=${() => this.toggleFavourite(range)}>${icon("star")} ${words.time.favourite}</button>
        </div>
        <label>${words.time.zone}${zones(now)}</label>
      </form>`;
  }

  /** @param {"from" | "to"} name @param {string} label @param {string} value */
  input(name, label, value) {
    const typed = (/** @type {Event} */ { target }) => (this.typed = { ...this.typed, [name]: /** @type {HTMLInputElement} */ (target).value });
    return html`
      <label>${label}<input name=${name} maxlength="40" autocomplete="off" spellcheck="false" aria-describedby="typed-range" title=${words.time.typedHint}
        .value=${live(value)} @input=${typed} /></label>`;
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    event.preventDefault();
    const { range, bounds } = this.typedRange(Date.now());
    if (bounds) {
      this.select(range);
    }
  }
}

/** The choice of the time zone. @param {number} now */
function zones(now) {
  const browser = browserZone();
  const names = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];
  return html`
    <select class="button" @change=${(/** @type {Event} */ { target }) => chooseZone(/** @type {HTMLSelectElement} */ (target).value)}>
      <option value="" .selected=${live(zoneName() === "")}>${words.time.browserZone(browser, zoneName() ? "" : offsetText(now))}</option>
      ${names.map((name) => html`<option value=${name} .selected=${live(zoneName() === name)}>${name}</option>`)}
    </select>`;
}

/** @param {string} name @returns {import("../logic/range.js").Range[]} */
const stored = (name) => readStored(name, []);

customElements.define("la-time-range", TimeRange);
