import { LitElement, html, nothing } from "lit";
import { AddressWatch, addressOf, go, parameters, view } from "./address.js";
import { REACHABLE, get } from "./api.js";
import { Every } from "./every.js";
import { keep, kept } from "./kept.js";
import { Keys } from "./keyboard.js";
import { isRelative, rangeOf } from "./logic/range.js";
import { PAGES, pageNamed } from "./pages.js";
import { account } from "./parts/account.js";
import { help, showHelp } from "./parts/help.js";
import { icon } from "./parts/icons.js";
import { share } from "./parts/share.js";
import "./parts/sign-in.js";
import { themes } from "./parts/themes.js";
import "./parts/time-range.js";
import "./parts/toasts.js";
import { REFRESH, refreshAll } from "./question.js";
import { SESSION, currentCaller, may, resume } from "./session.js";
import { tellProblem } from "./toast.js";

const ALERTS_MILLIS = 15_000;
const AWAY_MILLIS = 3_000;
const MOST_COUNTED = 100;

/** How often the page asks by itself, in seconds. */
const PAUSES = [0, 5, 30];

/** Everything around a page: navigation, time, who is signed in, and whether the server is there. */
class Shell extends LitElement {
  static properties = {
    known: { state: true },
    trouble: { state: true },
    reachable: { state: true },
    loaded: { state: true },
    firing: { state: true },
    pause: { state: true },
    navigating: { state: true },
  };

  constructor() {
    super();
    /** Whether it is known who is signed in. */
    this.known = false;
    /** Why that cannot be found out. */
    this.trouble = "";
    this.reachable = true;
    /** Names of pages whose code is here. */
    this.loaded = new Set();
    this.firing = "";
    /** @type {number} */
    this.pause = kept("refresh", 0);
    /** Whether the navigation is open, where it is not always. */
    this.navigating = false;
    this.shownPage = "";
    new AddressWatch(this);
    new Keys(this, () => this.bindings());
    new Every(this, () => (this.reachable && may("read") ? ALERTS_MILLIS : 0), () => this.countAlerts());
    this.knocking = new Every(this, () => (this.reachable && this.known ? 0 : AWAY_MILLIS), () => this.knock());
    this.refreshing = new Every(this, () => (this.refreshes ? this.pause * 1_000 : 0), refreshAll);
    window.addEventListener(SESSION, () => this.sessionChanged());
    window.addEventListener(REFRESH, () => this.countAlerts());
    window.addEventListener(REACHABLE, (event) => {
      this.reachable = /** @type {CustomEvent} */ (event).detail;
      this.knocking.restart();
    });
  }

  createRenderRoot() {
    return this;
  }

  get page() {
    return pageNamed(view());
  }

  /** Whether there can be anything new. */
  get refreshes() {
    return this.pause > 0 && currentCaller() !== null && isRelative(rangeOf(parameters(), Date.now()).to);
  }

  connectedCallback() {
    super.connectedCallback();
    this.knock();
  }

  /** Finds out who is signed in, or whether the server is back. */
  async knock() {
    try {
      await resume();
      this.known = true;
    } catch (problem) {
      this.trouble = problem instanceof Error ? problem.message : String(problem);
    }
  }

  sessionChanged() {
    this.requestUpdate();
    refreshAll();
    this.refreshing.restart();
  }

  async countAlerts() {
    if (!may("read")) {
      this.firing = "";
      return;
    }
    try {
      const { items, nextCursor } = await get("alerts", { status: "OPEN", limit: MOST_COUNTED });
      this.firing = items.length ? `${items.length}${nextCursor ? "+" : ""}` : "";
    } catch {
      this.firing = ""; // the banner says that the server is away
    }
  }

  /** @returns {import("./keyboard.js").Bindings} */
  bindings() {
    /** @type {import("./keyboard.js").Bindings} */
    const keys = { "?": showHelp, r: refreshAll, Escape: () => (this.navigating = false) };
    for (const page of PAGES.filter((one) => one.key)) {
      keys[`g ${page.key}`] = () => go(this.addressOf(page));
    }
    return currentCaller() ? keys : {};
  }

  willUpdate() {
    if (currentCaller() && !this.loaded.has(this.page.name)) {
      this.load(this.page);
    }
    document.title = this.firing ? `(${this.firing}) ${this.page.title}` : this.page.title;
  }

  updated() {
    if (this.shownPage && this.shownPage !== this.page.name) {
      this.navigating = false;
      this.querySelector("main")?.focus();
    }
    this.shownPage = this.page.name;
  }

  /** @param {import("./pages.js").Page} page */
  async load(page) {
    try {
      await page.load();
      this.loaded = new Set([...this.loaded, page.name]);
    } catch (problem) {
      tellProblem(problem);
    }
  }

  /** The time goes along to other pages. @param {import("./pages.js").Page} page */
  addressOf(page) {
    return addressOf(page.name, { from: parameters().get("from") ?? "", to: parameters().get("to") ?? "" });
  }

  render() {
    if (!this.known) {
      return html`<main class="waiting">${this.trouble ? this.banner(this.trouble) : nothing}</main>`;
    }
    return html`${currentCaller() ? this.frame() : html`<la-sign-in></la-sign-in>`}<la-toasts></la-toasts>${help()}`;
  }

  frame() {
    return html`
      <a class="skip" href="#main" data-elsewhere @click=${this.skip}>To the content</a>
      <div class="shell ${this.navigating ? "navigating" : ""}">
        <div class="veil" @click=${() => (this.navigating = false)}></div>
        ${this.navigation()} ${this.topBar()}
        <main id="main" tabindex="0">
          ${this.reachable ? nothing : this.banner("The server cannot be reached.")}
          ${may(this.page.scope) ? (this.loaded.has(this.page.name) ? this.page.show() : nothing) : this.forbidden()}
        </main>
      </div>`;
  }

  /** @param {Event} event */
  skip(event) {
    event.preventDefault();
    this.querySelector("main")?.focus();
  }

  /** @param {string} trouble */
  banner(trouble) {
    return html`<div class="notice bad" role="alert">${trouble} It is asked again every ${AWAY_MILLIS / 1_000} seconds.</div>`;
  }

  forbidden() {
    return html`
      <div class="state">
        <p class="title">This key may not see this page</p>
        <p>It needs the scope <code>${this.page.scope}</code>. ${currentCaller()?.name} has ${currentCaller()?.scopes.join(", ").toLowerCase()}.</p>
      </div>`;
  }

  navigation() {
    return html`
      <nav class="navigation" aria-label="Pages">
        <a class="brand" href=${this.addressOf(PAGES[0])} title="Log Aggregator"><img src="app/icon.svg" alt="" width="20" height="20" /><span>Log Aggregator</span></a>
        <ul>
          ${PAGES.filter((page) => !page.within && may(page.scope)).map((page) => this.link(page))}
        </ul>
        <div class="foot">
          <a href="docs" target="_blank" title="The API, to be tried">${icon("code")}<span>API</span></a>
          <button title="Shortcuts ( ? )" @click=${showHelp}>${icon("help")}<span>Shortcuts</span></button>
          ${themes(() => this.requestUpdate())} ${account()}
        </div>
      </nav>`;
  }

  /** @param {import("./pages.js").Page} page */
  link(page) {
    const current = this.page.name === page.name || this.page.within === page.name;
    return html`
      <li>
        <a href=${this.addressOf(page)} aria-current=${current ? "page" : nothing} title=${page.title}>
          ${icon(page.name)}<span>${page.title}</span>
          ${page.name === "alerts" && this.firing
            ? html`<strong class="badge" aria-label="${this.firing} firing">${this.firing}</strong>`
            : nothing}
        </a>
      </li>`;
  }

  topBar() {
    return html`
      <header class="top">
        <button class="plain narrow-only" aria-label="Pages" aria-expanded=${this.navigating} @click=${() => (this.navigating = !this.navigating)}>
          ${icon("menu")}
        </button>
        <h1>${this.page.title}</h1>
        <span class="spring"></span>
        ${this.page.timed ? html`${share()}<la-time-range></la-time-range>` : nothing} ${this.refresher()}
      </header>`;
  }

  refresher() {
    /** @param {Event} event */
    const chosen = (event) => {
      this.pause = Number(/** @type {HTMLSelectElement} */ (event.target).value);
      keep("refresh", this.pause);
      this.refreshing.restart();
    };
    return html`
      <div class="joined">
        <button class="button" title="Ask again ( r )" aria-label="Ask again" @click=${refreshAll}>${icon("refresh")}</button>
        <select class="button not-on-phone" aria-label="Ask again every" @change=${chosen}>
          ${PAUSES.map((pause) => html`<option value=${pause} ?selected=${pause === this.pause}>${pause ? `${pause} s` : "Off"}</option>`)}
        </select>
      </div>`;
  }
}

customElements.define("la-app", Shell);
