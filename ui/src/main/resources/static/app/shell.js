import { LitElement, html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { AddressController, addressOf, navigate, pageName, parameters, setParameters } from "./address.js";
import { REACHABLE, get } from "./api.js";
import { KeyBindings } from "./keyboard.js";
import { isInvalidRange, isRelative, rangeOf } from "./logic/range.js";
import { DEFAULT_VIEWS, defaultAddress } from "./logic/saved-views.js";
import { durationText, parseDuration, spanText } from "./logic/times.js";
import { zoneName } from "./logic/zone.js";
import { PAGES, pageNamed } from "./pages.js";
import { account } from "./parts/account.js";
import { icon } from "./parts/icons.js";
import { closePopup, popup } from "./parts/popup.js";
import { share, shareMenu } from "./parts/share.js";
import { skeleton } from "./parts/states.js";
import { themes } from "./parts/themes.js";
import "./parts/time-range.js";
import "./parts/toasts.js";
import { Polling } from "./polling.js";
import { REFRESH, refreshAll } from "./query.js";
import { SESSION, currentCaller, hasScope, restoreSession } from "./session.js";
import { readStored, writeStored } from "./storage.js";
import { applyZone } from "./time-zone.js";
import { showProblem, showToast } from "./toast.js";
import { words } from "./words.js";

const ALERTS_INTERVAL = 15_000;
const CHANNELS_INTERVAL = 60_000;
const RETRY_INTERVAL = 3_000;

/** Choices for auto-refresh, in seconds. */
const REFRESH_INTERVALS = [0, 5, 10, 30, 60, 300, 900];

/** Loaded on first use. */
const showHelp = () => import("./parts/help.js").then((help) => help.showHelp(), showProblem);
const loadSignIn = () => import("./parts/sign-in.js");
const openPalette = () => import("./parts/palette.js").then(({ showPalette }) => showPalette(), showProblem);

/** Refreshes the data, unless a popup or a dialog is open. */
const refreshUnlessBusy = () => document.querySelector(":popover-open, dialog[open]") || refreshAll();

/** The frame around a page: navigation, time range, session and connection state. */
class Shell extends LitElement {
  static properties = {
    sessionKnown: { state: true },
    startError: { state: true },
    reachable: { state: true },
    loaded: { state: true },
    firing: { state: true },
    failingChannels: { state: true },
    navigating: { state: true },
  };

  constructor() {
    super();
    /** Whether the session has been loaded, or is likely to be that of the last visit. */
    this.sessionKnown = currentCaller() !== null;
    /** Why the session could not be loaded. */
    this.startError = "";
    this.reachable = true;
    /** The names of loaded pages. */
    this.loaded = new Set();
    this.firing = "";
    /** The number of channels that cannot deliver. */
    this.failingChannels = 0;
    /** Whether the navigation is open on a narrow screen. */
    this.navigating = false;
    this.shownPage = "";
    new AddressController(this);
    new KeyBindings(this, () => this.bindings());
    new Polling(this, () => (this.reachable && hasScope("read") ? ALERTS_INTERVAL : 0), () => this.countAlerts());
    new Polling(this, () => (this.reachable && hasScope("read") ? CHANNELS_INTERVAL : 0), () => this.countChannels());
    new Polling(this, () => (this.reachable && this.sessionKnown && !this.startError ? 0 : RETRY_INTERVAL), () => this.checkSession());
    new Polling(this, () => (this.refreshes ? this.refreshSeconds * 1_000 : 0), refreshUnlessBusy);
    window.addEventListener(SESSION, () => this.sessionChanged());
    window.addEventListener(REFRESH, () => this.countAlerts());
    window.addEventListener(REACHABLE, (event) => (this.reachable = /** @type {CustomEvent} */ (event).detail));
  }

  createRenderRoot() {
    return this;
  }

  get page() {
    return pageNamed(pageName());
  }

  /** The interval of auto-refresh: that of the URL, or the stored one; 0: off. @returns {number} */
  get refreshSeconds() {
    const seconds = (parseDuration(parameters().get("refresh") ?? "") ?? -1) / 1_000;
    return REFRESH_INTERVALS.includes(seconds) ? seconds : readStored("refresh", 0);
  }

  /** Whether auto-refresh can show new data. */
  get refreshes() {
    return this.refreshSeconds > 0 && currentCaller() !== null && isRelative(rangeOf(parameters(), Date.now()).to);
  }

  connectedCallback() {
    super.connectedCallback();
    this.checkSession();
    this.countAlerts();
    this.countChannels();
  }

  /** Loads the session, which also detects that the server is reachable again. */
  async checkSession() {
    try {
      await restoreSession();
      this.sessionKnown = true;
      this.startError = "";
    } catch (problem) {
      this.startError = problem instanceof Error ? problem.message : String(problem);
    }
  }

  sessionChanged() {
    this.requestUpdate();
    this.countChannels();
    refreshAll();
  }

  async countAlerts() {
    if (!hasScope("read")) {
      this.firing = "";
      return;
    }
    try {
      const { items } = await get("alerts/counts", { status: "OPEN" });
      const count = items.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.count, 0);
      this.firing = count ? String(count) : "";
    } catch {
      this.firing = ""; // the banner reports that the server is unreachable
    }
  }

  async countChannels() {
    try {
      const { items } = hasScope("read") ? await get("channels") : { items: [] };
      this.failingChannels = items.filter((/** @type {any} */ { enabled, failure }) => enabled && failure).length;
    } catch {
      this.failingChannels = 0; // the banner reports that the server is unreachable
    }
  }

  /** @returns {import("./keyboard.js").Bindings} */
  bindings() {
    /** @type {import("./keyboard.js").Bindings} */
    const keys = { "?": showHelp, r: refreshAll, "Ctrl+k": openPalette, Escape: () => (this.navigating = false) };
    for (const page of PAGES.filter((one) => one.key)) {
      keys[`g ${page.key}`] = () => navigate(this.addressOf(page));
    }
    return currentCaller() ? keys : {};
  }

  willUpdate() {
    if (this.shownPage !== this.page.name) {
      this.openDefaultView();
    }
    applyZone();
    if (this.sessionKnown && !currentCaller()) {
      loadSignIn().catch(showProblem);
    }
    if (currentCaller() && !this.loaded.has(this.page.name)) {
      this.load(this.page);
    }
    document.title = this.firing ? `(${this.firing}) ${this.page.title}` : this.page.title;
  }

  /** @private Replaces the address of a page without parameters by that of its default view. */
  openDefaultView() {
    const defaults = readStored(DEFAULT_VIEWS, /** @type {Record<string, {address: string}>} */ ({}));
    const address = defaultAddress(defaults[this.page.name], parameters());
    if (address !== null) {
      navigate(address, { replace: true });
    }
  }

  updated() {
    if (this.shownPage && this.shownPage !== this.page.name) {
      this.navigating = false;
      this.querySelector("main")?.focus();
    }
    this.shownPage = this.page.name;
    if (currentCaller() && this.page.hasRange && isInvalidRange(parameters(), Date.now())) {
      setParameters({ from: "", to: "" }, { replace: true });
      showToast({ text: words.shell.invalidRange });
    }
  }

  /** @param {import("./pages.js").Page} page */
  async load(page) {
    try {
      await page.load();
      this.loaded = new Set([...this.loaded, page.name]);
    } catch (problem) {
      showProblem(problem);
    }
  }

  /** Links keep the time range. @param {import("./pages.js").Page} page */
  addressOf(page) {
    return addressOf(page.name, { from: parameters().get("from") ?? "", to: parameters().get("to") ?? "" });
  }

  render() {
    if (!this.sessionKnown) {
      return html`<main class="waiting">${this.startError ? this.banner(this.startError) : nothing}</main>`;
    }
    return html`${currentCaller() ? this.frame() : html`<la-sign-in></la-sign-in>`}<la-toasts></la-toasts>`;
  }

  frame() {
    return html`
      <a class="skip" href="#main" data-external @click=${this.skip}>${words.shell.skipToContent}</a>
      <div class="shell ${this.navigating ? "navigating" : ""}">
        <div class="backdrop" @click=${() => (this.navigating = false)}></div>
        ${this.navigation()} ${this.topBar()}
        <main id="main" tabindex="-1">
          ${this.reachable ? nothing : this.banner(words.common.serverUnreachable)}
          ${hasScope(this.page.scope) ? (this.loaded.has(this.page.name) ? keyed(zoneName(), this.page.show()) : skeleton(8)) : this.forbidden()}
        </main>
      </div>`;
  }

  /** @param {Event} event */
  skip(event) {
    event.preventDefault();
    this.querySelector("main")?.focus();
  }

  /** @param {string} text */
  banner(text) {
    return html`<div class="notice bad" role="alert">${words.shell.retrying(text, RETRY_INTERVAL / 1_000)}</div>`;
  }

  forbidden() {
    return html`
      <div class="state">
        <p class="title">${words.shell.accessDenied}</p>
        <p>${words.shell.scopeRequired(html`<code>${this.page.scope}</code>`, currentCaller()?.name, currentCaller()?.scopes.join(", ").toLowerCase())}</p>
      </div>`;
  }

  navigation() {
    return html`
      <nav class="navigation" aria-label=${words.shell.mainNavigation}>
        <a class="brand" href=${this.addressOf(PAGES[0])} title=${words.common.logAggregator}><img src="app/icon.svg" alt="" width="20" height="20" /><span>${words.common.logAggregator}</span></a>
        <ul>
          ${PAGES.filter((page) => !page.parent && hasScope(page.scope)).map((page) => this.link(page))}
        </ul>
        <div class="foot">
          <a href="docs" target="_blank" title=${words.shell.apiReference}>${icon("code")}<span>${words.shell.api}</span></a>
          <button title=${words.shell.shortcutsHint} @click=${showHelp}>${icon("help")}<span>${words.shell.shortcuts}</span></button>
          ${themes(() => this.requestUpdate())} ${account()}
        </div>
      </nav>`;
  }

  /** @param {import("./pages.js").Page} page */
  link(page) {
    const current = this.page.name === page.name || this.page.parent === page.name;
    return html`
      <li>
        <a href=${this.addressOf(page)} aria-current=${current ? "page" : nothing} title=${page.title}>
          ${icon(page.name)}<span>${page.title}</span>
          ${page.name === "alerts" && this.firing
            ? html`<strong class="badge" aria-label=${this.firingText}>${this.firing}</strong>`
            : nothing}
          ${page.name === "channels" && this.failingChannels
            ? html`<strong class="badge" aria-label=${words.shell.failingChannels(this.failingChannels)}>${this.failingChannels}</strong>`
            : nothing}
        </a>
      </li>`;
  }

  topBar() {
    return html`
      <header class="top">
        <button class="plain narrow-only menu-button" aria-label=${this.firing ? words.shell.mainNavigationWithAlerts(this.firingText) : words.shell.mainNavigation} aria-expanded=${this.navigating} @click=${() => (this.navigating = !this.navigating)}>
          ${icon("menu")}${this.firing ? html`<strong class="badge">${this.firing}</strong>` : nothing}
        </button>
        <h1>${this.page.title}</h1>
        <span class="spacer"></span>
        <button class="button palette-button not-on-phone" title=${words.shell.searchHint} @click=${openPalette}>${icon("search")}<span class="wide-only">${words.shell.searchKey(html`<kbd>Ctrl+K</kbd>`)}</span></button>
        ${this.page.hasRange ? html`${share(this.page.request)}<la-time-range></la-time-range>` : nothing} ${this.refresher()} ${this.overflow()}
      </header>`;
  }

  /** Controls of the top bar without room on a phone. */
  overflow() {
    return popup({
      id: "more",
      title: words.shell.more,
      className: "button narrow-only",
      label: icon("more"),
      content: html`
        <div class="menu"><button @click=${() => (closePopup("more"), openPalette())}>${words.common.search}</button></div>
        ${this.page.hasRange ? shareMenu("more", this.page.request) : nothing}
        <label class="inline">${words.shell.autoRefresh} ${this.intervals()}</label>`,
    });
  }

  get firingText() {
    return words.shell.firingAlerts(Number(this.firing));
  }

  refresher() {
    return html`
      <div class="button-group">
        <button class="button" title=${words.shell.refreshHint} aria-label=${words.common.refresh} @click=${refreshAll}>${icon("refresh")}</button>
        ${this.intervals("button not-on-phone")}
      </div>`;
  }

  /** @param {string} [className] */
  intervals(className = "") {
    /** @param {Event} event */
    const select = (event) => {
      const seconds = Number(/** @type {HTMLSelectElement} */ (event.target).value);
      writeStored("refresh", seconds);
      setParameters({ refresh: seconds ? durationText(seconds * 1_000) : "" }, { replace: true });
    };
    return html`
      <select class=${className} aria-label=${words.shell.autoRefresh} title=${words.shell.autoRefresh} @change=${select}>
        ${REFRESH_INTERVALS.map((seconds) => html`<option value=${seconds} ?selected=${seconds === this.refreshSeconds}>${seconds ? spanText(seconds * 1_000) : words.shell.off}</option>`)}
      </select>`;
  }
}

customElements.define("la-app", Shell);
