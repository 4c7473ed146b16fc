// The URL holds the whole state of a view. Paths have one level, so that relative addresses work below any proxy prefix.

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** Dispatched on window after each change of the URL. */
const CHANGED = "la-address";

/** The last segment of the path. */
export const pageName = () => location.pathname.slice(location.pathname.lastIndexOf("/") + 1);

export const parameters = () => new URLSearchParams(location.search);

/** Parameters that belong to the whole page: its time zone, and its interval of refresh. Links keep them. */
const GLOBAL = ["tz", "refresh"];

/**
 * A link to a page.
 *
 * @param {string} name of the page
 * @param {Record<string, string | string[] | undefined>} [values] empty values are omitted
 */
export function addressOf(name, values = {}) {
  const search = new URLSearchParams();
  const current = parameters();
  const kept = Object.fromEntries(GLOBAL.map((key) => [key, current.get(key) ?? ""]));
  for (const [key, value] of Object.entries({ ...values, ...kept })) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one) {
        search.append(key, one);
      }
    }
  }
  return search.size ? `${name}?${search}` : name;
}

/**
 * Navigates to another address of the page.
 *
 * @param {string} address
 * @param {{replace?: boolean, state?: unknown}} [options] replace: without a new history entry; state: of the entry
 */
export function navigate(address, { replace = false, state = null } = {}) {
  const target = new URL(address, location.href);
  if (target.href === location.href) {
    return;
  }
  history[replace ? "replaceState" : "pushState"](state, "", target);
  window.dispatchEvent(new Event(CHANGED));
}

/**
 * Sets some parameters of the URL and keeps the others, with the state of the history entry.
 *
 * @param {Record<string, string | string[] | null | undefined>} changes empty values are removed
 * @param {{replace?: boolean, state?: unknown}} [options]
 */
export function setParameters(changes, { state = history.state, ...options } = {}) {
  const search = parameters();
  for (const [key, value] of Object.entries(changes)) {
    search.delete(key);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one) {
        search.append(key, one);
      }
    }
  }
  navigate(search.size ? `?${search}` : location.pathname, { ...options, state });
}

/** Updates the elements that depend on the URL, or on what its parameters default to. */
export const updateViews = () => window.dispatchEvent(new Event(CHANGED));

/** Handles links within the page without a reload. */
export function followLinks() {
  window.addEventListener("popstate", () => window.dispatchEvent(new Event(CHANGED)));
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link instanceof HTMLAnchorElement && plain && isInternal(link) && !event.defaultPrevented) {
      event.preventDefault();
      navigate(withGlobals(link.href));
    }
  });
}

/** A link with the parameters of the whole page. @param {string} href */
function withGlobals(href) {
  const target = new URL(href);
  for (const key of GLOBAL) {
    const value = parameters().get(key);
    if (value && !target.searchParams.has(key)) {
      target.searchParams.set(key, value);
    }
  }
  return target.href;
}

/** @param {HTMLAnchorElement} link */
const isInternal = (link) =>
  link.origin === location.origin && !link.target && !link.hasAttribute("download") && link.dataset.external === undefined;

/**
 * Updates an element when the URL changes.
 *
 * @implements {ReactiveController}
 */
export class AddressController {
  /** @param {ReactiveControllerHost} host */
  constructor(host) {
    /** @private */
    this.changed = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    window.addEventListener(CHANGED, this.changed);
  }

  hostDisconnected() {
    window.removeEventListener(CHANGED, this.changed);
  }
}
