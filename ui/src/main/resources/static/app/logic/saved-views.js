// Saved views: addresses of pages with their parameters.

/** Parameters that are no part of a view. */
const TRANSIENT = ["selected", "live"];

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

/**
 * The view that is replaced when another one is saved with the same name.
 *
 * @param {SavedView[]} views
 * @param {{name: string, shared: boolean}} saved
 */
export const replacedBy = (views, { name, shared }) => views.find((view) => view.shared === shared && view.name.toLowerCase() === name.toLowerCase());
