import { html, nothing } from "lit";
import { parameters } from "../address.js";
import { latestUrl } from "../api.js";
import { curlOf } from "../logic/curl.js";
import { fixed, isRelative, rangeOf, rangeText } from "../logic/range.js";
import { copy, showToast } from "../toast.js";
import { words } from "../words.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const POPUP = "share";

/** Copies a link to the view, or its request to the API. @param {string} [request] the path of the request */
export const share = (request) =>
  popup({
    id: POPUP,
    title: words.share.share,
    className: "button not-on-phone",
    label: icon("link"),
    content: shareMenu(POPUP, request),
  });

/** @param {string} id of the popup @param {string} [request] the path of the request to the API */
export function shareMenu(id, request) {
  const now = Date.now();
  const range = rangeOf(parameters(), now);
  const relative = isRelative(range.from) || isRelative(range.to);
  const text = rangeText(range, now);
  /** @param {() => void} run */
  const closing = (run) => () => (closePopup(id), run());
  return html`
    <div class="menu">
      ${relative ? html`<button @click=${closing(() => copyLink(range))}>${words.share.copyLinkRelative(text)}</button>` : nothing}
      <button @click=${closing(() => copyLink(fixed(range, Date.now())))}>${words.common.copyLinkAbsoluteTime}</button>
      ${request ? html`<button @click=${closing(() => copyCurl(request))}>${words.common.copyAsCurl}</button>` : nothing}
    </div>`;
}

/** Copies the latest request to a path of the API as a command. @param {string} path */
export function copyCurl(path) {
  const url = latestUrl(path);
  if (url) {
    copy(curlOf(url), "curl command copied; set API_KEY");
  } else {
    showToast({ text: words.share.noRequestHasBeenSent, kind: "bad" });
  }
}

/** @param {import("../logic/range.js").Range} range */
export function copyLink(range) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(range)) {
    value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
  }
  url.searchParams.delete("live");
  copy(url.href, words.common.linkCopied);
}
