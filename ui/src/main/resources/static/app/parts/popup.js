import { html } from "lit";

/**
 * A button and its popup. The browser closes it on Escape or a click outside, and restores the focus.
 *
 * @param {object} popup
 * @param {string} popup.id
 * @param {unknown} popup.label of the button
 * @param {string} popup.title
 * @param {string} [popup.text] of the label, if it is not part of the title; the name of the button contains it
 * @param {unknown} popup.content
 * @param {string} [popup.className] of the button
 * @param {string} [popup.side] the alignment: "start", "end" or "above"
 * @param {(open: boolean) => void} [popup.onToggle]
 */
export const popup = ({ id, label, title, text, content, className = "button", side = "end", onToggle }) => html`
  <button class=${className} popovertarget=${id} aria-label=${text ? `${title}: ${text}` : title} title=${title}>${label}</button>
  <div
    class="popup ${side}"
    id=${id}
    popover
    role="group"
    aria-label=${title}
    @toggle=${(/** @type {ToggleEvent} */ event) => onToggle?.(event.newState === "open")}
  >
    ${content}
  </div>`;

/** @param {string} id */
export function closePopup(id) {
  const element = document.getElementById(id);
  if (element?.matches(":popover-open")) {
    element.hidePopover();
  }
}
