import { html, nothing } from "lit";
import { addressOf, navigate } from "../../address.js";
import { logsParameters, logsView } from "../../logic/logs-view.js";
import { rangeText } from "../../logic/range.js";
import { icon } from "../../parts/icons.js";
import { closePopup, popup } from "../../parts/popup.js";
import { readStored, writeStored } from "../../storage.js";
import { showToast } from "../../toast.js";
import { words } from "../../words.js";

const SAVED = "saved";
const POPUP = "saved";

/** A named view. @typedef {{name: string, address: string}} Saved */

/**
 * The saved views of this browser.
 *
 * @param {import("../../logic/logs-view.js").LogsView} view the current view
 * @param {() => void} changed
 */
export function saved(view, changed) {
  /** @type {Saved[]} */
  const all = readStored(SAVED, []);
  return popup({
    id: POPUP,
    title: words.logs.savedViews,
    label: html`${icon("star")}<span class="wide-only">${words.logs.saved}</span>`,
    content: html`
      ${all.length
        ? html`<ul class="menu saved">${all.map((one) => row(one, all, changed))}</ul>`
        : html`<p class="caption">${words.logs.noSavedViews}</p>`}
      <form class="one-line" @submit=${(/** @type {SubmitEvent} */ event) => save(event, view, all, changed)}>
        <input name="name" placeholder=${words.common.name} aria-label=${words.common.name} required maxlength="80" />
        <button class="button primary">${words.common.save}</button>
      </form>`,
  });
}

/** @param {Saved} one @param {Saved[]} all @param {() => void} changed */
function row(one, all, changed) {
  const remove = () => {
    writeStored(SAVED, all.filter((other) => other !== one));
    changed();
  };
  const search = new URLSearchParams(one.address.split("?")[1] ?? "");
  const { text, range } = logsView(search, Date.now());
  return html`
    <li>
      <button @click=${() => (closePopup(POPUP), navigate(one.address))}>
        <span><bdi>${one.name}</bdi></span>
        <span class="caption">${text ? html`<code>${text}</code>, ` : nothing}${rangeText(range, Date.now())}</span>
      </button>
      <button class="plain small" aria-label=${words.logs.deleteView(one.name)} title=${words.common.delete} @click=${remove}>${icon("trash")}</button>
    </li>`;
}

/** @param {SubmitEvent} event @param {import("../../logic/logs-view.js").LogsView} view @param {Saved[]} all @param {() => void} changed */
function save(event, view, all, changed) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const name = String(new FormData(form).get("name")).trim();
  const address = addressOf("logs", logsParameters({ ...view, selected: "" }));
  writeStored(SAVED, [...all.filter((one) => one.name !== name), { name, address }].sort((one, other) => one.name.localeCompare(other.name)));
  form.reset();
  closePopup(POPUP);
  showToast({ text: words.logs.savedView(name) });
  changed();
}
