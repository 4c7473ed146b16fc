import { html } from "lit";
import { PAGES } from "../pages.js";
import { icon } from "./icons.js";

/** @type {[string, [string, string][]][]} */
const KEYS = [
  [
    "Everywhere",
    [
      ["?", "this list"],
      ["[  ]", "earlier, later"],
      ["-", "twice as long a time"],
      ["r", "ask again"],
      ["Esc", "close what is open"],
    ],
  ],
  [
    "In lists",
    [
      ["/", "to the query"],
      ["j  k", "next, previous (or the arrows)"],
      ["Enter", "open"],
      ["x", "choose, where several can be"],
      ["e", "copy the line as JSON"],
      ["c", "the lines around it"],
      ["l", "follow live, or pause"],
    ],
  ],
];

/** The keys, for who asks. Opened with showModal(). */
export const help = () => html`
  <dialog class="dialog" id="help" aria-labelledby="help-title" closedby="any">
    <header>
      <h2 id="help-title">Shortcuts</h2>
      <form method="dialog"><button class="plain" aria-label="Close">${icon("close")}</button></form>
    </header>
    <div class="key-lists">
      ${[...KEYS, pagesByKey()].map(
        ([title, keys]) => html`
          <section>
            <h3>${title}</h3>
            <dl class="key-list">
              ${keys.map(([key, meaning]) => html`<dt>${key.split(/ +/).map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${meaning}</dd>`)}
            </dl>
          </section>`,
      )}
    </div>
  </dialog>`;

/** @returns {[string, [string, string][]]} */
const pagesByKey = () => [
  "To the pages",
  PAGES.flatMap((page) => (page.key ? [/** @type {[string, string]} */ ([`g ${page.key}`, page.title])] : [])),
];

export const showHelp = () => /** @type {HTMLDialogElement} */ (document.getElementById("help")).showModal();
