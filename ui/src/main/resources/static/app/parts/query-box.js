import { LitElement, html, nothing } from "lit";
import { shortCount } from "../logic/numbers.js";
import { FIELDS, LEVELS, completed, matching, typedAt } from "../logic/query-text.js";
import { readStored, writeStored } from "../storage.js";
import { words } from "../words.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const RECENT = "queries";
const MAX_RECENT = 50;
const LOOKUP_DELAY_MILLIS = 200;

/** Examples of the syntax with their meaning; a click inserts one. @type {[string, string][]} */
const SYNTAX = [
  ["timeout", words.queryBox.exampleWord],
  ['"timed out"', words.queryBox.examplePhrase],
  ["time*", words.queryBox.exampleWildcards],
  ["level:ERROR", words.queryBox.exampleLevel],
  ["level>=WARN", words.queryBox.exampleLevels],
  ["host:web-*", words.queryBox.exampleField],
  ["application:(payments OR checkout)", words.queryBox.exampleAlternatives],
  ["attributes.duration_ms>500", words.queryBox.exampleLarger],
  ["attributes.duration_ms:[100 TO 500]", words.queryBox.exampleRange],
  ["correlationId:*", words.queryBox.exampleExists],
  ["timeout AND NOT host:web-1", words.queryBox.exampleAndNot],
];
const MAX_SUGGESTIONS = 10;

/** @typedef {{text: string, note: string, whole?: boolean}} Suggestion whole: replaces the entire text */

/** The input of a query, with suggestions of fields, values and recent queries. Fires search with the text on Enter. */
class QueryBox extends LitElement {
  static properties = {
    text: {},
    fields: { attribute: false },
    error: { attribute: false },
    label: {},
    lookUp: { attribute: false },
    suggestions: { state: true },
    active: { state: true },
  };

  constructor() {
    super();
    this.text = "";
    /** Known fields and values. @type {{field: string, values: {value: string, count: number}[]}[]} */
    this.fields = [];
    /** The error in the query. @type {{message: string, position?: number} | null} */
    this.error = null;
    this.label = words.common.query;
    /** Finds values of a field that contain a text. @type {((field: string, part: string) => Promise<{value: string, count: number}[]>) | null} */
    this.lookUp = null;
    /** @private @type {ReturnType<typeof setTimeout> | undefined} */
    this.lookUpTimer = undefined;
    /** @type {Suggestion[]} */
    this.suggestions = [];
    this.active = -1;
  }

  createRenderRoot() {
    return this;
  }

  get input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("text")) {
      this.input.value = this.text;
    }
  }

  suggest() {
    this.active = -1;
    const { value, selectionStart } = this.input;
    const typed = typedAt(value, selectionStart ?? value.length);
    this.suggestions = typed ? this.suggestionsFor(typed, value) : [];
    clearTimeout(this.lookUpTimer);
    if (typed?.field && typed.prefix && this.suggestions.length < MAX_SUGGESTIONS && typed.field.toLowerCase() !== "level") {
      this.lookUpTimer = setTimeout(() => this.addValues(typed, value), LOOKUP_DELAY_MILLIS);
    }
  }

  /**
   * Adds values that the known ones do not include.
   *
   * @private
   * @param {import("../logic/query-text.js").Typed} typed
   * @param {string} text of the input
   */
  async addValues(typed, text) {
    const values = (await this.lookUp?.(typed.field, typed.prefix).catch(() => [])) ?? [];
    if (this.input.value === text && document.activeElement === this.input) {
      const found = matching(values.map(({ value, count }) => ({ text: value, note: shortCount(count) })), typed.prefix);
      const known = new Set(this.suggestions.map((one) => one.text));
      this.suggestions = [...this.suggestions, ...found.filter((one) => !known.has(one.text))].slice(0, MAX_SUGGESTIONS);
    }
  }

  /**
   * @param {import("../logic/query-text.js").Typed} typed
   * @param {string} text
   * @returns {Suggestion[]}
   */
  suggestionsFor(typed, text) {
    const history = text ? [] : recent().map((query) => ({ text: query, note: words.queryBox.recent, whole: true }));
    const candidates = typed.field ? this.valuesOf(typed.field) : this.names();
    return [...history, ...matching(candidates, typed.prefix)].slice(0, MAX_SUGGESTIONS);
  }

  /** @param {string} field @returns {Suggestion[]} */
  valuesOf(field) {
    if (field.toLowerCase() === "level") {
      return LEVELS.map((text) => ({ text, note: "level" }));
    }
    const known = this.fields.find((one) => one.field.toLowerCase() === field.toLowerCase());
    return (known?.values ?? []).map(({ value, count }) => ({ text: value, note: shortCount(count) }));
  }

  /** @returns {Suggestion[]} */
  names() {
    const attributes = this.fields.map(({ field }) => field).filter((field) => !FIELDS.includes(field));
    return [...FIELDS, ...attributes].map((text) => ({ text, note: "field" }));
  }

  /** @param {Suggestion} suggestion */
  complete(suggestion) {
    const { input } = this;
    const typed = typedAt(input.value, input.selectionStart ?? input.value.length);
    if (suggestion.whole || !typed) {
      input.value = suggestion.text;
    } else {
      const { text, caret } = completed(input.value, typed, suggestion.text);
      input.value = text;
      input.setSelectionRange(caret, caret);
    }
    input.focus();
    this.suggest();
  }

  close() {
    this.suggestions = [];
    this.active = -1;
  }

  submit() {
    const text = this.input.value.trim();
    this.close();
    if (text) {
      writeStored(RECENT, [text, ...recent().filter((one) => one !== text)].slice(0, MAX_RECENT));
    }
    this.dispatchEvent(new CustomEvent("search", { detail: text }));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const count = this.suggestions.length;
    if (event.key === "ArrowDown" && !count) {
      this.suggest();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.active = (this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count;
    } else if (this.active >= 0 && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      this.complete(this.suggestions[this.active]);
    } else if (event.key === "Enter") {
      this.submit();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      count ? this.close() : this.input.blur();
    }
  }

  render() {
    const open = this.suggestions.length > 0;
    return html`
      <div class="query-box ${this.error ? "invalid" : ""}">
        ${icon("search")}
        <input
          type="text"
          role="combobox"
          aria-label=${this.label}
          aria-expanded=${open}
          aria-controls="suggestions"
          aria-autocomplete="list"
          aria-activedescendant=${this.active >= 0 ? `suggestion-${this.active}` : nothing}
          aria-invalid=${this.error ? "true" : "false"}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="search"
          placeholder='${words.queryBox.placeholder}'
          @input=${this.suggest}
          @focus=${this.suggest}
          @blur=${this.close}
          @keydown=${this.key}
        />
        ${this.text ? html`<button class="plain" aria-label=${words.queryBox.clearQuery} @click=${this.clear}>${icon("close")}</button>` : nothing}
        ${popup({ id: "syntax", title: words.queryBox.querySyntax, className: "plain", label: icon("help"), content: this.syntax() })}
        <ul class="suggestions" id="suggestions" role="listbox" aria-label=${words.queryBox.suggestions} ?hidden=${!open}>
          ${this.suggestions.map((suggestion, index) => this.option(suggestion, index))}
        </ul>
      </div>
      ${this.error ? this.advice(this.error) : nothing}`;
  }

  syntax() {
    return html`
      <p class="caption">${words.queryBox.syntaxHint}</p>
      <div class="menu syntax">
        ${SYNTAX.map(([example, meaning]) => html`<button @click=${() => this.insert(example)}><code>${example}</code><span class="caption">${meaning}</span></button>`)}
      </div>`;
  }

  /** Appends an example. @param {string} example */
  insert(example) {
    closePopup("syntax");
    const { input } = this;
    input.value = [input.value.trim(), example].filter(Boolean).join(" AND ");
    input.focus();
  }

  clear() {
    this.input.value = "";
    this.submit();
  }

  /** @param {Suggestion} suggestion @param {number} index */
  option(suggestion, index) {
    /** Keeps the focus in the input. @param {Event} event */
    const select = (event) => {
      event.preventDefault();
      this.complete(suggestion);
    };
    return html`
      <li id="suggestion-${index}" role="option" aria-selected=${index === this.active} @pointerdown=${select}>
        <span>${suggestion.text}</span><span class="caption">${suggestion.note}</span>
      </li>`;
  }

  /** @param {{message: string, position?: number}} error */
  advice({ message, position }) {
    const index = position === undefined ? null : Math.min(position, this.text.length);
    return html`
      <div class="query-error" role="alert">
        ${index === null
          ? nothing
          : html`<code>${this.text.slice(0, index)}<mark>${this.text.slice(index, index + 1) || " "}</mark>${this.text.slice(index + 1)}</code>`}
        <span>${message}</span>
      </div>`;
  }
}

/** @returns {string[]} the latest first */
const recent = () => readStored(RECENT, []);

customElements.define("la-query-box", QueryBox);
