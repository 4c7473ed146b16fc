// Sizes and steps of chart axes.

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

/** 1, 2, 2.5 and 5 with any power of ten: the labels of values in these steps are short and differ. */
export const STEPS = Array.from({ length: 28 }, (_, index) => index - 9).flatMap((power) => [1, 2, 2.5, 5].map((digits) => Number(`${digits}e${power}`)));

/** Steps for whole numbers. */
export const WHOLE_STEPS = STEPS.filter(Number.isInteger);
