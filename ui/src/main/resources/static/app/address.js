// The URL carries the whole view: pages read from here what they show, and change it here. It has one level of path, so
// that relative addresses hold and the page works below any prefix that a proxy may put in front of it.

/** @import { ReactiveController, ReactiveControllerHost } from "lit" */

/** Heard on window whenever the URL changes, whoever changed it. */
const CHANGED = "la-address";

/** The view's name: the last part of the path. */
export const view = () => location.pathname.slice(location.pathname.lastIndexOf("/") + 1);

export const parameters = () => new URLSearchParams(location.search);

/**
 * An address within the page, for links.
 *
 * @param {string} name of a view
 * @param {Record<string, string | string[] | undefined>} [values] what is empty is left out
 */
export function addressOf(name, values = {}) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one) {
        search.append(key, one);
      }
    }
  }
  return search.size ? `${name}?${search}` : name;
}

/**
 * Goes to another address of the page.
 *
 * @param {string} address
 * @param {{replace?: boolean}} [how] replace: "back" shall not lead here
 */
export function go(address, { replace = false } = {}) {
  const target = new URL(address, location.href);
  if (target.href === location.href) {
    return;
  }
  history[replace ? "replaceState" : "pushState"](null, "", target);
  window.dispatchEvent(new Event(CHANGED));
}

/**
 * Changes some parameters of the URL and leaves the others.
 *
 * @param {Record<string, string | string[] | null | undefined>} changes what is empty is removed
 * @param {{replace?: boolean}} [how]
 */
export function change(changes, how) {
  const search = parameters();
  for (const [key, value] of Object.entries(changes)) {
    search.delete(key);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one) {
        search.append(key, one);
      }
    }
  }
  go(search.size ? `?${search}` : location.pathname, how);
}

/** Follows links of the page without loading it anew. */
export function followLinks() {
  window.addEventListener("popstate", () => window.dispatchEvent(new Event(CHANGED)));
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link instanceof HTMLAnchorElement && plain && isOfPage(link) && !event.defaultPrevented) {
      event.preventDefault();
      go(link.href);
    }
  });
}

/** @param {HTMLAnchorElement} link */
const isOfPage = (link) =>
  link.origin === location.origin && !link.target && !link.hasAttribute("download") && link.dataset.elsewhere === undefined;

/**
 * Has an element render again when the URL changes.
 *
 * @implements {ReactiveController}
 */
export class AddressWatch {
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
