// Requests to the API as commands.

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A curl command for a GET request; the key is taken from the environment.
 *
 * @param {string} url absolute
 */
export function curlOf(url) {
  const { origin, pathname, searchParams } = new URL(url);
  const parameters = [...searchParams].map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`);
  return ['curl -G -H "X-API-Key: $API_KEY"', quoted(origin + pathname), ...parameters].join(" \\\n  ");
}
