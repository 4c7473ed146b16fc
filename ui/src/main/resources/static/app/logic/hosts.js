// Filters and sort order of the host list.

import { MINUTE, millisOf } from "./times.js";

/** Hosts without a message for this time are in state "no data". */
export const NO_DATA_MILLIS = 2 * MINUTE;

/** @typedef {any} Host of the API */

/** @param {Host} host @param {number} now */
export const hasNoData = ({ lastSeenAt }, now) => now - millisOf(lastSeenAt) > NO_DATA_MILLIS;

/** Sort keys by column. @type {Record<string, (host: Host) => string | number>} */
export const SORT_KEYS = {
  name: ({ name }) => name,
  cpu: ({ cpuUtilization }) => -(cpuUtilization ?? -1),
  memory: ({ memoryUtilization }) => -(memoryUtilization ?? -1),
  disk: ({ metrics }) => -(metrics["system.filesystem.utilization"] ?? -1),
  processes: ({ processCount }) => -(processCount ?? -1),
  alerts: ({ openAlerts }) => -openAlerts,
  seen: ({ lastSeenAt }) => -millisOf(lastSeenAt),
};

/**
 * @param {Host[]} hosts
 * @param {object} filter
 * @param {string} filter.find a part of the name
 * @param {string} filter.only "up", "no-data", "alert", or empty
 * @param {string} filter.sort
 * @param {number} now
 */
export function filteredHosts(hosts, { find, only, sort }, now) {
  const key = SORT_KEYS[sort] ?? SORT_KEYS.name;
  return hosts
    .filter((host) => host.name.toLowerCase().includes(find.toLowerCase()))
    .filter((host) => !only || isInState(host, only, now))
    .sort((one, other) => compare(key(one), key(other)) || compare(one.name, other.name));
}

/** @param {Host} host @param {string} kind @param {number} now */
export function isInState(host, kind, now) {
  return kind === "alert" ? host.openAlerts > 0 : hasNoData(host, now) === (kind === "no-data");
}

/** @param {string | number} one @param {string | number} other */
const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
