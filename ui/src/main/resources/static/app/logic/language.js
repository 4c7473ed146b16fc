// The language of the page: numbers and plural forms.

/** The language of the texts in words.js. */
export const LANGUAGE = "en";

const NUMBERS = new Intl.NumberFormat(LANGUAGE);
const PLURALS = new Intl.PluralRules(LANGUAGE);

/** @param {number} value 48211 -> 48,211 */
export const countText = (value) => NUMBERS.format(value);

/**
 * The form of a text for a count.
 *
 * @param {number} count
 * @param {{other: string} & Partial<Record<Intl.LDMLPluralRule, string>>} forms
 */
export const plural = (count, forms) => forms[PLURALS.select(count)] ?? forms.other;
