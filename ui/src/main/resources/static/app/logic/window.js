// Visible rows of a virtual list.

/** Additional rows above and below, so that scrolling shows no gap. */
const MARGIN = 12;

/**
 * @param {number} rows
 * @param {number} height of a row
 * @param {number} scrolled the scroll position
 * @param {number} visible the height of the viewport
 * @returns {{first: number, end: number}} end is exclusive
 */
export function windowOf(rows, height, scrolled, visible) {
  const first = Math.max(0, Math.min(rows, Math.floor(scrolled / height)) - MARGIN);
  const end = Math.min(rows, Math.ceil((scrolled + visible) / height) + MARGIN);
  return { first, end };
}

/**
 * The nearest scroll position that shows a row.
 *
 * @param {number} row
 * @param {number} height
 * @param {number} scrolled
 * @param {number} visible
 */
export function scrolledTo(row, height, scrolled, visible) {
  const top = row * height;
  return Math.min(top, Math.max(scrolled, top + height - visible));
}
