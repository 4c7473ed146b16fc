// Saved views: addresses of pages with their parameters.

/** Parameters that are no part of a view. */
const TRANSIENT = ["selected", "live"];

/** The name of the default views of this browser in its storage. */
export const DEFAULT_VIEWS = "default-views";

/** @typedef {{id: string, owner: string, shared: boolean, name: string, address: string}} SavedView of the API */

/**
 * The address of a view.
 *
 * @param {string} page
 * @param {URLSearchParams} parameters of the page
 */
export function viewAddress(page, parameters) {
  const kept = new URLSearchParams([...parameters].filter(([name]) => !TRANSIENT.includes(name)));
  return kept.size ? `${page}?${kept}` : page;
}

/** The page of a view, and its parameters. @param {{address: string}} view */
export function partsOf({ address }) {
  const [page, ...search] = address.split("?");
  return { page, parameters: new URLSearchParams(search.join("?")) };
}

/** Parameters that links between pages carry, which are no view of their own. */
const CARRIED = ["from", "to", "tz", "refresh"];

/**
 * The address of the default view of a page, if it is opened without parameters of its own. Carried parameters stay.
 *
 * @param {{address: string} | undefined} view the default view
 * @param {URLSearchParams} parameters of the page
 * @returns {string | null} null: the page is opened as it is
 */
export function defaultAddress(view, parameters) {
  if (!view || [...parameters.keys()].some((name) => !CARRIED.includes(name))) {
    return null;
  }
  const { page, parameters: own } = partsOf(view);
  parameters.forEach((value, name) => own.set(name, value));
  return own.size ? `${page}?${own}` : page;
}

/**
 * The default views of pages with the present addresses of these views, and without those that no longer exist.
 *
 * @param {Record<string, {id: string, address: string}>} defaults by page
 * @param {SavedView[]} views
 */
export const presentDefaults = (defaults, views) =>
  Object.fromEntries(
    Object.entries(defaults).flatMap(([page, { id }]) => views.filter((view) => view.id === id).map(({ address }) => [page, { id, address }])),
  );

/**
 * The view that is replaced when another one is saved with the same name.
 *
 * @param {SavedView[]} views
 * @param {{name: string, shared: boolean}} saved
 */
export const replacedBy = (views, { name, shared }) => views.find((view) => view.shared === shared && view.name.toLowerCase() === name.toLowerCase());
