import { html } from "lit";
import { PAGES } from "../pages.js";
import { icon } from "./icons.js";

/** @type {[string, [string, string][]][]} */
const KEYS = [
  [
    "Global",
    [
      ["?", "Show shortcuts"],
      ["[  ]", "Earlier, later"],
      ["-", "Zoom out"],
      ["r", "Refresh"],
      ["Ctrl+K", "Search pages, hosts, rules and actions"],
      ["Esc", "Close popup or panel"],
    ],
  ],
  [
    "Lists",
    [
      ["/", "Focus query"],
      ["j  k", "Next, previous (or arrow keys)"],
      ["Enter", "Open"],
      ["x", "Select"],
      ["e", "Copy JSON"],
      ["c", "Surrounding logs"],
      ["l", "Live tail, pause"],
      ["f", "Details at full width"],
    ],
  ],
];

/** The dialog of keyboard shortcuts. */
export const help = () => html`
  <dialog class="dialog" id="help" aria-labelledby="help-title" closedby="any">
    <header>
      <h2 id="help-title">Keyboard shortcuts</h2>
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
  "Go to",
  PAGES.flatMap((page) => (page.key ? [/** @type {[string, string]} */ ([`g ${page.key}`, page.title])] : [])),
];

export const showHelp = () => /** @type {HTMLDialogElement} */ (document.getElementById("help")).showModal();
