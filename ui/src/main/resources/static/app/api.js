// HTTP requests to the server.

import { parseExact } from "./logic/exact-json.js";
import { words } from "./words.js";

const BASE = "api/v1/";

/** Dispatched on window when the session has ended. */
export const SIGNED_OUT = "la-signed-out";

/** Dispatched on window when the server becomes unreachable or reachable; detail: whether it is reachable. */
export const REACHABLE = "la-reachable";

let reachable = true;

/** An error response with problem details (RFC 9457), or no response. */
export class Problem extends Error {
  /**
   * @param {number} status 0: no response
   * @param {string} detail
   * @param {Record<string, any>} [members] of the response
   */
  constructor(status, detail, members = {}) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    /** @type {string} */
    this.requestId = members.requestId ?? "";
    /** The invalid member of the body, such as severities.HIGH. @type {string} */
    this.field = members.field ?? "";
    /** The invalid parameter. @type {string} */
    this.parameter = members.parameter ?? "";
    /** The position of the error in the query. @type {number | undefined} */
    this.position = members.position;
  }
}

/** @typedef {Record<string, string | number | boolean | string[] | null | undefined>} Parameters */

/**
 * @param {string} path below /api/v1
 * @param {Parameters} [parameters]
 */
export function urlOf(path, parameters = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") {
        search.append(name, String(one));
      }
    }
  }
  return BASE + path + (search.size ? `?${search}` : "");
}

/** The URL of the latest GET request by path. @type {Map<string, string>} */
const latestUrls = new Map();

/** @param {string} path @param {Parameters} [parameters] */
function latest(path, parameters) {
  const url = urlOf(path, parameters);
  latestUrls.set(path, url);
  return url;
}

/** The absolute URL of the latest GET request to a path; undefined if there was none. @param {string} path */
export function latestUrl(path) {
  const url = latestUrls.get(path);
  return url === undefined ? undefined : new URL(url, location.href).href;
}

/**
 * @param {string} path
 * @param {Parameters} [parameters]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export const get = (path, parameters, signal) => call("GET", latest(path, parameters), { signal });

/**
 * Requests log events, with the numbers in their attributes as sent.
 *
 * @param {string} path
 * @param {Parameters} [parameters]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export const getEvents = (path, parameters, signal) => call("GET", latest(path, parameters), { signal, parse: parseExact });

/**
 * @param {string} path
 * @param {unknown} [body]
 * @param {{signal?: AbortSignal, keepalive?: boolean, headers?: Record<string, string>}} [options]
 * @returns {Promise<any>}
 */
export const post = (path, body, options) => call("POST", urlOf(path), { ...options, body });

/** @param {string} path @param {unknown} body @returns {Promise<any>} */
export const put = (path, body) => call("PUT", urlOf(path), { body });

/** @param {string} path @param {Parameters} [parameters] @returns {Promise<any>} */
export const remove = (path, parameters) => call("DELETE", urlOf(path, parameters), {});

/**
 * Requests a URL outside /api/v1, such as health. Every status is a response.
 *
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function getUrl(url, signal) {
  const response = await send(url, { signal });
  return (response.headers.get("Content-Type") ?? "").includes("json") ? response.json() : response.text();
}

/**
 * @param {string} method
 * @param {string} url
 * @param {{body?: unknown, signal?: AbortSignal, keepalive?: boolean, headers?: Record<string, string>, parse?: (text: string) => any}} options
 */
async function call(method, url, { body, headers, parse = JSON.parse, ...options }) {
  const response = await send(url, {
    method,
    headers: headersOf(method, body, headers),
    body: body === undefined ? undefined : JSON.stringify(body),
    ...options,
  });
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response.status === 204 ? null : parse(await response.text());
}

/**
 * @param {string} method
 * @param {unknown} body
 * @param {Record<string, string>} [extra]
 */
function headersOf(method, body, extra) {
  const headers = new Headers({ Accept: "application/json", ...extra });
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
  }
  const token = csrfToken();
  if (method !== "GET" && token) {
    headers.set("X-XSRF-TOKEN", decodeURIComponent(token));
  }
  return headers;
}

/** The CSRF token from its cookie. */
const csrfToken = () => /(?:^|;\s*)XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1];

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function send(url, options) {
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options });
    setReachable(![502, 503].includes(response.status) || isProblem(response));
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      throw error;
    }
    setReachable(false);
    throw new Problem(0, words.common.serverUnreachable);
  }
}

/** @param {boolean} next */
function setReachable(next) {
  if (next !== reachable) {
    reachable = next;
    window.dispatchEvent(new CustomEvent(REACHABLE, { detail: next }));
  }
}

/** @param {Response} response */
const isProblem = (response) => (response.headers.get("Content-Type") ?? "").includes("application/problem+json");

/** @param {Response} response */
async function problemOf(response) {
  const members = isProblem(response) ? await response.json() : {};
  if (response.status === 401) {
    window.dispatchEvent(new Event(SIGNED_OUT));
  }
  return new Problem(response.status, members.detail ?? members.title ?? words.api.statusWithoutDetails(response.status), {
    requestId: response.headers.get("X-Request-Id"),
    ...members,
  });
}
