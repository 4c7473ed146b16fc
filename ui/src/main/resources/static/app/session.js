// The signed-in API key and its scopes.

import { SIGNED_OUT, Problem, get, post, remove } from "./api.js";
import { readStored, writeStored } from "./storage.js";

/** @typedef {{name: string, scopes: string[]}} Caller */

/** Dispatched on window after sign-in and sign-out. */
export const SESSION = "la-session";

const STORED = "caller";

/** The caller of the last visit, until the server answers, so that the page is shown without waiting for it. @type {Caller | null} */
let caller = readStored(STORED, /** @type {Caller | null} */ (null));

export const currentCaller = () => caller;

/**
 * Whether the caller has a scope. Actions without their scope are hidden.
 *
 * @param {"read" | "operate" | "admin" | "metrics"} scope
 */
export const hasScope = (scope) => caller?.scopes.some((one) => one.toLowerCase() === scope) ?? false;

/** @param {Caller | null} next */
function setCaller(next) {
  if (JSON.stringify(next) === JSON.stringify(caller)) {
    return;
  }
  caller = next;
  writeStored(STORED, next);
  window.dispatchEvent(new Event(SESSION));
}

/** Loads the session. Status 401 means signed out. */
export async function restoreSession() {
  try {
    setCaller(await get("session"));
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) {
      throw problem;
    }
    setCaller(null);
  }
}

/** @param {string} key */
export async function signIn(key) {
  setCaller(await post("session", undefined, { headers: { "X-API-Key": key } }));
}

export async function signOut() {
  await remove("session");
  setCaller(null);
}

let checking = false;

/** Asks the server once, since a single response may say 401 for another reason, such as a failed proxy. */
async function checkSession() {
  if (!caller || checking) {
    return;
  }
  checking = true;
  try {
    await get("session");
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) {
      setCaller(null);
    }
  } finally {
    checking = false;
  }
}

window.addEventListener(SIGNED_OUT, checkSession);
