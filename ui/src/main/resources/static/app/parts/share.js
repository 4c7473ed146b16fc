import { html, nothing } from "lit";
import { parameters } from "../address.js";
import { fixed, isRelative, rangeOf, rangeText } from "../logic/range.js";
import { copy } from "../toast.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const POPUP = "share";

/** Copies a link to the view, with relative or absolute times. */
export function share() {
  const now = Date.now();
  const range = rangeOf(parameters(), now);
  const relative = isRelative(range.from) || isRelative(range.to);
  const text = rangeText(range, now);
  return popup({
    id: POPUP,
    title: "Share",
    className: "button not-on-phone",
    label: icon("link"),
    content: html`
      <div class="menu">
        ${relative ? html`<button @click=${() => copyLink(range)}>Copy link (relative: ${text[0].toLowerCase()}${text.slice(1)})</button>` : nothing}
        <button @click=${() => copyLink(fixed(range, Date.now()))}>Copy link (absolute time)</button>
      </div>`,
  });
}

/** @param {import("../logic/range.js").Range} range */
function copyLink(range) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(range)) {
    value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
  }
  url.searchParams.delete("live");
  closePopup(POPUP);
  copy(url.href, "Link copied");
}
