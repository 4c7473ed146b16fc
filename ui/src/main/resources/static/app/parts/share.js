import { html, nothing } from "lit";
import { parameters } from "../address.js";
import { fixed, isRelative, rangeOf, rangeText } from "../logic/range.js";
import { copy } from "../toast.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const POPUP = "share";

/** The view as a link: with a time that moves along, or with the one that is on the screen. */
export function share() {
  const now = Date.now();
  const range = rangeOf(parameters(), now);
  const moves = isRelative(range.from) || isRelative(range.to);
  return popup({
    id: POPUP,
    title: "Link to this view",
    className: "button not-on-phone",
    label: icon("link"),
    content: html`
      <div class="menu">
        ${moves ? html`<button @click=${() => copyLink(range)}>With the time as it is: ${rangeText(range, now)}</button>` : nothing}
        <button @click=${() => copyLink(fixed(range, Date.now()))}>With the time on the screen</button>
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
  copy(url.href, "The link");
}
