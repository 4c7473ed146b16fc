/**
 * JSON with numbers as sent: one that a double would change, such as 9007199254740993 or 0.10, is read as raw JSON, which
 * `JSON.stringify` writes unchanged. Browsers without raw JSON (before 2025) read doubles.
 *
 * @see "JSON.parse source text access" (ECMAScript proposal)
 */
const json = /** @type {any} */ (JSON);

/** @param {string} text @returns {any} */
export const parseExact = (text) =>
  json.parse(text, (/** @type {string} */ _name, /** @type {unknown} */ value, /** @type {{source?: string} | undefined} */ context) =>
    typeof value === "number" && json.rawJSON && context?.source !== undefined && context.source !== String(value)
      ? json.rawJSON(context.source)
      : value,
  );

/** Whether a value is null, a text, a boolean or a number, also a raw one. @param {unknown} value */
export const isScalar = (value) => value === null || typeof value !== "object" || Boolean(json.isRawJSON?.(value));
