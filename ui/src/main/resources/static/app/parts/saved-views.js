import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { navigate, pageName, parameters } from "../address.js";
import { get, post, put, remove } from "../api.js";
import { rangeOf, rangeText } from "../logic/range.js";
import { DEFAULT_VIEWS, partsOf, presentDefaults, replacedBy, viewAddress } from "../logic/saved-views.js";
import { currentCaller, hasScope } from "../session.js";
import { readStored, writeStored } from "../storage.js";
import { showProblem, showToast } from "../toast.js";
import { words } from "../words.js";
import { confirm } from "./confirm.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

/** @typedef {import("../logic/saved-views.js").SavedView} SavedView */

const POPUP = "saved";

/** The name of the views that earlier versions stored in this browser. */
const LOCAL = "saved";

/** The views that the key sees, by name. Adds those that earlier versions stored in this browser, once. @returns {Promise<SavedView[]>} */
export async function savedViews() {
  const { items } = await get("views");
  const local = readStored(LOCAL, /** @type {{name: string, address: string}[]} */ ([])).filter(({ name }) => !replacedBy(items, { name, shared: false }));
  const added = await Promise.allSettled(local.map(({ name, address }) => post("views", { name, address })));
  writeStored(LOCAL, local.filter((_, index) => added[index].status === "rejected"));
  return [...items, ...added.flatMap((result) => (result.status === "fulfilled" ? result.value : []))];
}

/** The saved views of the page: open, save, share, delete. */
class SavedViews extends LitElement {
  static properties = { views: { state: true } };

  constructor() {
    super();
    /** Undefined until the popup is opened. @type {SavedView[] | undefined} */
    this.views = undefined;
  }

  createRenderRoot() {
    return this;
  }

  async load() {
    try {
      this.views = await savedViews();
      writeStored(DEFAULT_VIEWS, presentDefaults(readStored(DEFAULT_VIEWS, {}), this.views));
    } catch (problem) {
      showProblem(problem);
    }
  }

  render() {
    const views = this.views?.filter((view) => partsOf(view).page === pageName());
    return popup({
      id: POPUP,
      title: words.views.savedViews,
      label: html`${icon("star")}<span class="wide-only">${words.views.saved}</span>`,
      onToggle: (open) => open && this.load(),
      content: html`
        ${views?.length
          ? html`<ul class="menu saved">${repeat(views, ({ id }) => id, (view) => this.row(view))}</ul>`
          : html`<p class="caption">${views ? words.views.none : words.logs.loading}</p>`}
        <form class="stack" @submit=${this.save}>
          <div class="one-line">
            <input name="name" placeholder=${words.common.name} aria-label=${words.common.name} required maxlength="80" />
            <button class="button primary">${words.common.save}</button>
          </div>
          ${hasScope("operate") ? html`<label class="check"><input type="checkbox" name="shared" /> ${words.views.shareWithAll}</label>` : nothing}
        </form>`,
    });
  }

  /** @param {SavedView} view */
  row(view) {
    const { name, owner, shared } = view;
    const search = partsOf(view).parameters;
    const query = search.get("query");
    const now = Date.now();
    const isDefault = readStored(DEFAULT_VIEWS, /** @type {Record<string, {id: string}>} */ ({}))[pageName()]?.id === view.id;
    const isOwner = owner.toLowerCase() === currentCaller()?.name.toLowerCase();
    return html`
      <li>
        <button @click=${() => (closePopup(POPUP), navigate(view.address))}>
          <span><bdi>${name}</bdi></span>
          <span class="caption">
            ${query ? html`<code>${query}</code>` : nothing} ${search.has("from") ? rangeText(rangeOf(search, now), now) : nothing}
            ${shared ? html`<span class="tag">${isOwner ? words.views.shared : words.views.sharedBy(html`<bdi>${owner}</bdi>`)}</span>` : nothing}
          </span>
        </button>
        <button class="plain small" aria-pressed=${isDefault} aria-label=${words.views.default(name)} title=${isDefault ? words.views.noDefaultHint : words.views.defaultHint} @click=${() => this.toggleDefault(view)}>${icon("pin")}</button>
        ${isOwner && hasScope("operate")
          ? html`<button class="plain small" aria-pressed=${shared} aria-label=${words.views.share(name)} title=${shared ? words.views.unshareHint : words.views.shareHint} @click=${() => this.change({ ...view, shared: !shared })}>
              ${icon("link")}
            </button>`
          : nothing}
        ${shared && !hasScope("operate")
          ? nothing
          : html`<button class="plain small" aria-label=${words.views.delete(name)} title=${words.common.delete} @click=${() => this.delete(view)}>${icon("trash")}</button>`}
      </li>`;
  }

  /** Makes a view the default of the page in this browser, or no longer. @param {SavedView} view */
  toggleDefault({ id, address }) {
    const { [pageName()]: current, ...others } = readStored(DEFAULT_VIEWS, /** @type {Record<string, {id: string}>} */ ({}));
    writeStored(DEFAULT_VIEWS, current?.id === id ? others : { ...others, [pageName()]: { id, address } });
    this.requestUpdate();
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    const view = { name: String(data.get("name")).trim(), shared: data.has("shared"), address: viewAddress(pageName(), parameters()) };
    const replaced = replacedBy(this.views ?? [], view);
    if (await this.change({ ...view, id: replaced?.id ?? "" })) {
      form.reset();
      closePopup(POPUP);
      showToast({ text: words.views.savedView(view.name) });
    }
  }

  /** Saves a view; returns whether it succeeded. @param {{id: string, name: string, shared: boolean, address: string}} view an empty ID: a new one */
  async change({ id, ...view }) {
    try {
      await (id ? put(`views/${id}`, view) : post("views", view));
      await this.load();
      return true;
    } catch (problem) {
      showProblem(problem);
      return false;
    }
  }

  /** @param {SavedView} view */
  async delete({ id, name, shared }) {
    const confirmed = !shared || (await confirm({ title: words.views.deleteShared, text: words.views.deleteSharedHint(name), action: words.common.delete }));
    if (confirmed) {
      await remove(`views/${id}`).catch(showProblem);
      await this.load();
    }
  }
}

customElements.define("la-saved-views", SavedViews);
