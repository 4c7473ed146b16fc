// The list of log events, while a request and live tail both add to it.

/**
 * The list after a refresh. A page that reaches the known events continues the list; otherwise it replaces it, so that the list has
 * no gap.
 *
 * @template {{id: string}} E
 * @param {E[]} known the events of the same query before the request
 * @param {E[]} page the newest events in the response, up to a second old: it may lack the newest of the known events
 * @param {E[]} received events that live tail received during the request, which the response may lack
 * @returns {{items: E[], replaced: boolean}}
 */
export function refreshed(known, page, received) {
  const ids = new Set(page.map(({ id }) => id));
  const newer = received.filter(({ id }) => !ids.has(id));
  const knownIds = new Set(known.map(({ id }) => id));
  const overlap = page.findIndex(({ id }) => knownIds.has(id));
  return overlap < 0
    ? { items: [...newer, ...page], replaced: true }
    : { items: [...newer, ...page.slice(0, overlap), ...known], replaced: false };
}

/**
 * The list after a refresh with the oldest events first: the loaded pages stay, unless their first one has changed or there were no
 * more events after them.
 *
 * @template {{id: string}} E
 * @param {E[]} known the events of the same query before the request
 * @param {E[]} page the oldest events in the response
 * @param {boolean} hasMore whether events after the known ones remain to be loaded
 * @returns {{items: E[], replaced: boolean}}
 */
export function refreshedOldest(known, page, hasMore) {
  const isSame = known.length >= page.length && page.every(({ id }, index) => known[index].id === id);
  return isSame && hasMore ? { items: known, replaced: false } : { items: page, replaced: true };
}
