// Patterns of rules and keys: * and ?, whatever the case. No rendering in here.

/**
 * @param {string} pattern
 * @param {string} text
 */
export function matches(pattern, text) {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "is").test(text);
}
