// Hosts, as they stand in a list. No rendering in here.

import { MINUTE, millisOf } from "./times.js";

/** Of whom nothing was heard for so long, is not there, or cannot be heard. */
export const SILENT_MILLIS = 2 * MINUTE;

/** @typedef {any} Host as the API tells it */

/** @param {Host} host @param {number} now */
export const isSilent = ({ lastSeenAt }, now) => now - millisOf(lastSeenAt) > SILENT_MILLIS;

/** What a list can be sorted by. @type {Record<string, (host: Host) => string | number>} */
export const SORTED_BY = {
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
 * @param {object} wanted
 * @param {string} wanted.find a part of the name
 * @param {string} wanted.only "up", "silent", "alert", or empty
 * @param {string} wanted.sort
 * @param {number} now
 */
export function chosenHosts(hosts, { find, only, sort }, now) {
  const key = SORTED_BY[sort] ?? SORTED_BY.name;
  return hosts
    .filter((host) => host.name.toLowerCase().includes(find.toLowerCase()))
    .filter((host) => !only || isOf(host, only, now))
    .sort((one, other) => compare(key(one), key(other)) || compare(one.name, other.name));
}

/** @param {Host} host @param {string} kind @param {number} now */
export function isOf(host, kind, now) {
  return kind === "alert" ? host.openAlerts > 0 : isSilent(host, now) === (kind === "silent");
}

/** @param {string | number} one @param {string | number} other */
const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
