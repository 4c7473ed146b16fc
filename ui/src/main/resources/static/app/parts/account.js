import { html } from "lit";
import { currentCaller, signOut } from "../session.js";
import { showProblem } from "../toast.js";
import { icon } from "./icons.js";
import { popup } from "./popup.js";

/** The signed-in key, its scopes, and sign-out. */
export function account() {
  const caller = currentCaller();
  return popup({
    id: "account",
    title: `Account: ${caller?.name}`,
    className: "",
    side: "above",
    label: html`${icon("person")}<span>${caller?.name}</span>`,
    content: html`
      <p class="caption">Signed in as <strong>${caller?.name}</strong>. Scopes: ${caller?.scopes.join(", ").toLowerCase()}.</p>
      <div class="menu"><button @click=${() => signOut().catch(showProblem)}>${icon("signout")} Sign out</button></div>`,
  });
}
