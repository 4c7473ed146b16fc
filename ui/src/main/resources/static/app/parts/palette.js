import { LitElement, html, nothing } from "lit";
import { addressOf, navigate, pageName, parameters } from "../address.js";
import { get } from "../api.js";
import { fixed, rangeOf } from "../logic/range.js";
import { found, searchOf } from "../logic/palette.js";
import { PAGES, pageNamed } from "../pages.js";
import { refreshAll } from "../query.js";
import { hasScope, signOut } from "../session.js";
import { readStored, writeStored } from "../storage.js";
import { chooseZone } from "../time-zone.js";
import { copy, showProblem } from "../toast.js";
import { words } from "../words.js";
import { showHelp } from "./help.js";
import { icon } from "./icons.js";
import { savedViews } from "./saved-views.js";
import { copyCurl, copyLink } from "./share.js";

const MAX_ENTRIES = 12;
const MAX_HOSTS = 8;

/**
 * An entry: a link, or an action.
 *
 * @typedef {import("../logic/palette.js").Entry & {note?: string, icon: string, address?: string, run?: () => void}} Entry
 */

/** The search over pages, hosts, rules, channels, views, queries and actions. */
class Palette extends LitElement {
  static properties = { typed: { state: true }, active: { state: true }, hosts: { state: true }, rules: { state: true } };

  constructor() {
    super();
    this.typed = "";
    this.active = 0;
    /** @type {Entry[]} */
    this.hosts = [];
    /** @type {Entry[]} */
    this.rules = [];
    /** @private @type {AbortController | undefined} */
    this.abort = undefined;
  }

  createRenderRoot() {
    return this;
  }

  get dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  async open() {
    this.typed = "";
    this.active = 0;
    await this.updateComplete;
    this.dialog.showModal();
    this.findHosts("");
    this.findRules();
  }

  /** Finds rules, channels and saved views. @private */
  async findRules() {
    if (hasScope("read")) {
      /** @param {"rule" | "channel"} kind */
      const find = async (kind) => {
        const { items } = await get(`${kind}s`).catch(() => ({ items: [] }));
        return items.map((/** @type {any} */ { id, name }) => ({ kind, text: name, icon: `${kind}s`, address: addressOf(kind, { id }) }));
      };
      const views = async () => (await savedViews().catch(() => [])).map(({ name, address }) => ({ kind: "view", text: name, icon: "star", address }));
      this.rules = (await Promise.all([find("rule"), find("channel"), views()])).flat();
    }
  }

  /** @private @param {string} name part of the name */
  async findHosts(name) {
    this.abort?.abort();
    this.abort = new AbortController();
    if (hasScope("read")) {
      try {
        const { items } = await get("hosts", { name, limit: MAX_HOSTS }, this.abort.signal);
        this.hosts = items.map((/** @type {any} */ host) => ({ kind: "host", text: host.name, icon: "hosts", address: addressOf("host", { name: host.name, ...rangeParameters() }) }));
      } catch {
        // a later request replaces this one, or the banner reports that the server is unreachable
      }
    }
  }

  /** @returns {Entry[]} */
  get entries() {
    const pages = PAGES.filter(({ parent, scope }) => hasScope(scope) && !parent).map(({ name, title, key }) => ({
      kind: "page", text: title, icon: name, note: key ? `g ${key}` : "", address: addressOf(name, rangeParameters()),
    }));
    const queries = readStored("queries", /** @type {string[]} */ ([])).map((query) => ({ kind: "query", text: query, icon: "search", address: addressOf("logs", { query, ...rangeParameters() }) }));
    return [...pages, ...this.hosts, ...this.rules, ...queries, ...actions()];
  }

  render() {
    const shown = found(this.entries, this.typed, MAX_ENTRIES);
    const active = Math.min(this.active, shown.length - 1);
    return html`
      <dialog class="dialog palette" aria-label=${words.common.search} closedby="any">
        <div class="search">
          ${icon("search")}
          <input type="text" role="combobox" aria-label=${words.common.searchEverything} aria-expanded="true" aria-controls="palette-entries"
            aria-activedescendant=${active >= 0 ? `palette-${active}` : nothing} placeholder=${words.palette.placeholder} autocomplete="off" spellcheck="false" maxlength="200"
            .value=${this.typed} @input=${this.type} @keydown=${(/** @type {KeyboardEvent} */ event) => this.press(event, shown, active)} />
        </div>
        <ul id="palette-entries" role="listbox" aria-label=${words.palette.matches}>
          ${shown.map(
            (entry, index) => html`
              <li id="palette-${index}" role="option" aria-selected=${index === active} @click=${(/** @type {MouseEvent} */ event) => this.choose(entry, event.ctrlKey || event.metaKey)}>
                ${icon(entry.icon)}<span><bdi>${entry.text}</bdi></span><span class="caption">${entry.note || entry.kind}</span>
              </li>`,
          )}
        </ul>
        ${shown.length ? nothing : html`<p class="caption">${words.palette.noMatches}</p>`}
      </dialog>`;
  }

  /** @param {Event} event */
  type({ target }) {
    this.typed = /** @type {HTMLInputElement} */ (target).value;
    this.active = 0;
    this.findHosts(searchOf(this.typed).text);
  }

  /** @param {KeyboardEvent} event @param {Entry[]} shown @param {number} active */
  press(event, shown, active) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      this.active = (active + step + shown.length) % shown.length;
    } else if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      this.choose(shown[active], event.ctrlKey || event.metaKey);
    }
  }

  /** @param {Entry} entry @param {boolean} inNewTab */
  choose({ address, run }, inNewTab) {
    this.dialog.close();
    if (address && inNewTab) {
      window.open(address, "_blank");
    } else if (address) {
      navigate(address);
    } else {
      run?.();
    }
  }
}

const rangeParameters = () => ({ from: parameters().get("from") ?? "", to: parameters().get("to") ?? "" });

/** Pages that create something. @type {[string, string][]} */
const NEW = [
  [words.common.newRule, "rule"],
  [words.common.newChannel, "channel"],
  [words.common.newSilence, "silence"],
];

/** @returns {Entry[]} */
function actions() {
  const { hasRange, request } = pageNamed(pageName());
  /** @param {string} text @param {string} name of the icon @param {() => void} run @param {string} [note] */
  const action = (text, name, run, note) => ({ kind: "action", text, icon: name, run, note });
  /** @param {string} theme */
  const setTheme = (theme) => () => {
    writeStored("theme", theme);
    window.dispatchEvent(new Event("la-theme"));
  };
  return [
    action(words.common.refresh, "refresh", refreshAll, "r"),
    ...(hasScope("operate") ? NEW.map(([text, address]) => ({ kind: "action", text, icon: "plus", address })) : []),
    ...(hasScope("read") ? [{ kind: "action", text: words.palette.startLiveTail, icon: "play", address: addressOf("logs", { live: "true" }) }] : []),
    hasRange
      ? action(words.common.copyLinkAbsoluteTime, "link", () => copyLink(fixed(rangeOf(parameters(), Date.now()), Date.now())))
      : action(words.common.copyLink, "link", () => copy(location.href, words.common.linkCopied)),
    ...(request ? [action(words.common.copyAsCurl, "code", () => copyCurl(request))] : []),
    action(words.palette.zoneBrowser, "clock", () => chooseZone("")),
    action(words.palette.zoneUtc, "clock", () => chooseZone("UTC")),
    action(words.palette.themeLight, "sun", setTheme("light")),
    action(words.palette.themeDark, "moon", setTheme("dark")),
    action(words.palette.themeSystem, "screen", setTheme("system")),
    action(words.common.keyboardShortcuts, "help", showHelp, "?"),
    action(words.common.signOut, "signout", () => signOut().catch(showProblem)),
  ];
}

customElements.define("la-palette", Palette);

/** Opens the palette; the focus returns when it closes. */
export function showPalette() {
  let palette = /** @type {Palette | null} */ (document.querySelector("la-palette"));
  if (!palette) {
    palette = new Palette();
    document.body.append(palette);
  }
  palette.open();
}
