import { html, render } from "lit";
import { PAGES } from "../pages.js";
import { words } from "../words.js";
import { icon } from "./icons.js";

/** @type {[string, [string, string][]][]} */
const KEYS = [
  [
    words.help.global,
    [
      ["?", words.help.showShortcuts],
      ["[  ]", words.help.earlierLater],
      ["-", words.common.zoomOut],
      ["r", words.common.refresh],
      ["Ctrl+K", words.common.searchEverything],
      ["Esc", words.help.closePopupOrPanel],
    ],
  ],
  [
    words.help.lists,
    [
      ["/", words.help.focusQuery],
      ["j  k", words.help.nextPreviousOrArrowKeys],
      ["Enter", words.help.open],
      ["x", words.help.select],
      ["e", words.common.copyJson],
      ["c", words.common.surroundingLogs],
      ["l", words.help.liveTailPause],
      ["f", words.help.detailsAtFullWidth],
      ["→  ←", words.help.detailsInPlace],
      ["w", words.help.wrap],
      ["o", words.help.order],
    ],
  ],
];

/** The dialog of keyboard shortcuts. */
const help = () => html`
  <dialog class="dialog" id="help" aria-labelledby="help-title" closedby="any">
    <header>
      <h2 id="help-title">${words.common.keyboardShortcuts}</h2>
      <form method="dialog"><button class="plain" aria-label=${words.common.close}>${icon("close")}</button></form>
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
  words.help.goTo,
  PAGES.flatMap((page) => (page.key ? [/** @type {[string, string]} */ ([`g ${page.key}`, page.title])] : [])),
];

/** Opens the dialog; the focus returns when it closes. */
export function showHelp() {
  if (!document.getElementById("help")) {
    const place = document.createElement("div");
    document.body.append(place);
    render(help(), place);
  }
  /** @type {HTMLDialogElement} */ (document.getElementById("help")).showModal();
}
