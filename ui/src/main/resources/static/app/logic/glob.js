// Patterns of rules and API keys: * and ?, case-insensitive.

/**
 * @param {string} pattern
 * @param {string} text
 */
export function matches(pattern, text) {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "is").test(text);
}
