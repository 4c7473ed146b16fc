// Visible rows of a virtual list, of which one may be followed by its details.

/** Additional rows above and below, so that scrolling shows no gap. */
const MARGIN = 12;

/**
 * Details between two rows.
 *
 * @typedef {object} Details
 * @property {number} row the row that they follow; negative: none
 * @property {number} height
 */

/** @type {Details} */
const NONE = { row: -1, height: 0 };

/**
 * @param {number} rows
 * @param {number} height of a row
 * @param {number} scrolled the scroll position
 * @param {number} visible the height of the viewport
 * @param {Details} [details]
 * @returns {{first: number, end: number}} end is exclusive
 */
export function windowOf(rows, height, scrolled, visible, details = NONE) {
  const bottom = scrolled + visible;
  const begin = (details.row + 1) * height; // of the details
  const isAbove = details.row < 0 || scrolled < begin;
  const endsAbove = details.row < 0 || bottom <= begin;
  const top = isAbove ? Math.floor(scrolled / height) : Math.max(details.row, Math.floor((scrolled - details.height) / height));
  const end = endsAbove ? Math.ceil(bottom / height) : Math.max(details.row + 1, Math.ceil((bottom - details.height) / height));
  return { first: Math.max(0, Math.min(rows, top) - MARGIN), end: Math.min(rows, end + MARGIN) };
}

/**
 * The position of a row.
 *
 * @param {number} row
 * @param {number} height of a row
 * @param {Details} [details]
 */
export const topOf = (row, height, details = NONE) => row * height + (details.row >= 0 && row > details.row ? details.height : 0);

/**
 * The nearest scroll position that shows a row.
 *
 * @param {number} row
 * @param {number} height
 * @param {number} scrolled
 * @param {number} visible
 * @param {Details} [details]
 */
export function scrolledTo(row, height, scrolled, visible, details = NONE) {
  const top = topOf(row, height, details);
  return Math.min(top, Math.max(scrolled, top + height - visible));
}
