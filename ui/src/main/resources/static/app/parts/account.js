import { html } from "lit";
import { currentCaller, signOut } from "../session.js";
import { tellProblem } from "../toast.js";
import { icon } from "./icons.js";
import { popup } from "./popup.js";

/** Who is signed in, what he may do, and the way out. */
export function account() {
  const caller = currentCaller();
  return popup({
    id: "account",
    title: "Account",
    className: "",
    side: "above",
    label: html`${icon("person")}<span>${caller?.name}</span>`,
    content: html`
      <p class="caption">Signed in with the key <strong>${caller?.name}</strong>, which may ${caller?.scopes.join(", ").toLowerCase()}.</p>
      <div class="menu"><button @click=${() => signOut().catch(tellProblem)}>${icon("out")} Sign out</button></div>`,
  });
}
