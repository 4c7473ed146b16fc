// Sizes of chart axes.

const MIN_WIDTH = 48;
const GAP = 6;

/** Of the widest digit in the font of the axes, in pixels. */
const CHARACTER_WIDTH = 7;

/**
 * The width of a value axis that its labels fit in, in pixels.
 *
 * @param {(string | null)[] | null} labels null before they are known
 */
export const axisWidth = (labels) => Math.max(MIN_WIDTH, ...(labels ?? []).map((label) => (label?.length ?? 0) * CHARACTER_WIDTH + GAP));
