// Which rows of a long list are on the screen. No rendering in here.

/** Rows beyond the edges, so that a short move shows no gap. */
const MARGIN = 12;

/**
 * @param {number} rows how many there are
 * @param {number} height of each
 * @param {number} scrolled how far
 * @param {number} visible how high what one sees of the list is
 * @returns {{first: number, end: number}} from the first row up to but not including the end
 */
export function windowOf(rows, height, scrolled, visible) {
  const first = Math.max(0, Math.min(rows, Math.floor(scrolled / height)) - MARGIN);
  const end = Math.min(rows, Math.ceil((scrolled + visible) / height) + MARGIN);
  return { first, end };
}

/**
 * How far to scroll so that a row is seen, as little as that takes.
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
