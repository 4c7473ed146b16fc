// The signed-in API key and its scopes.

import { readStored, writeStored } from "./storage.js";
import { SIGNED_OUT, Problem, get, post, remove } from "./api.js";

/** @typedef {{name: string, scopes: string[]}} Caller */

/** Dispatched on window after sign-in and sign-out. */
export const SESSION = "la-session";

/** @type {Caller | null} */
let caller = null;

export const currentCaller = () => caller;

/**
 * Whether the caller has a scope. Actions without their scope are hidden.
 *
 * @param {"read" | "operate" | "admin" | "metrics"} scope
 */
export const hasScope = (scope) => caller?.scopes.some((one) => one.toLowerCase() === scope) ?? false;

/** Whether this browser has signed in. Scripts cannot read the session cookie. */
const SIGNED_IN = "signedIn";

/** @param {Caller | null} next */
function setCaller(next) {
  caller = next;
  writeStored(SIGNED_IN, next !== null);
  window.dispatchEvent(new Event(SESSION));
}

/** Loads the session. Status 401 means signed out. */
export async function restoreSession() {
  try {
    setCaller(readStored(SIGNED_IN, false) ? await get("session") : null);
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

window.addEventListener(SIGNED_OUT, () => caller && setCaller(null));
