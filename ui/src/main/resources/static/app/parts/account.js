import { html } from "lit";
import { currentCaller, signOut } from "../session.js";
import { showProblem } from "../toast.js";
import { words } from "../words.js";
import { icon } from "./icons.js";
import { popup } from "./popup.js";

/** The signed-in key, its scopes, and sign-out. */
export function account() {
  const caller = currentCaller();
  return popup({
    id: "account",
    title: words.session.account(caller?.name),
    className: "",
    side: "above",
    label: html`${icon("person")}<span>${caller?.name}</span>`,
    content: html`
      <p class="caption">${words.session.signedInAs(html`<strong>${caller?.name}</strong>`, caller?.scopes.join(", ").toLowerCase())}</p>
      <div class="menu"><button @click=${() => signOut().catch(showProblem)}>${icon("signout")} ${words.common.signOut}</button></div>`,
  });
}
