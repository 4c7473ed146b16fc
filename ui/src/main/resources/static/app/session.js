// Who is signed in, and what he may do.

import { keep, kept } from "./kept.js";
import { SIGNED_OUT, Problem, get, post, remove } from "./api.js";

/** @typedef {{name: string, scopes: string[]}} Caller */

/** Heard on window when somebody signed in or out. */
export const SESSION = "la-session";

/** @type {Caller | null} */
let caller = null;

export const currentCaller = () => caller;

/**
 * Whether he may; who may not is not shown what he cannot do.
 *
 * @param {"read" | "operate" | "admin" | "metrics"} scope
 */
export const may = (scope) => caller?.scopes.some((one) => one.toLowerCase() === scope) ?? false;

/** Whether this browser has signed in: no script sees the cookie by which it is known. */
const SIGNED_IN = "signedIn";

/** @param {Caller | null} next */
function become(next) {
  caller = next;
  keep(SIGNED_IN, next !== null);
  window.dispatchEvent(new Event(SESSION));
}

/** Asks who is signed in; nobody is no problem. */
export async function resume() {
  try {
    become(kept(SIGNED_IN, false) ? await get("session") : null);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) {
      throw problem;
    }
    become(null);
  }
}

/** @param {string} key */
export async function signIn(key) {
  become(await post("session", undefined, { headers: { "X-API-Key": key } }));
}

export async function signOut() {
  await remove("session");
  become(null);
}

window.addEventListener(SIGNED_OUT, () => caller && become(null));
