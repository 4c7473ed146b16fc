import { html } from "lit";

/**
 * A button and what it opens. The browser closes it by Escape and by a click elsewhere, and puts the focus back.
 *
 * @param {object} popup
 * @param {string} popup.id
 * @param {unknown} popup.label of the button
 * @param {string} popup.title of what opens
 * @param {unknown} popup.content
 * @param {string} [popup.className] of the button
 * @param {string} [popup.side] "start" where the edges at the left shall meet, not those at the right
 * @param {(open: boolean) => void} [popup.toggled]
 */
export const popup = ({ id, label, title, content, className = "button", side = "end", toggled }) => html`
  <button class=${className} popovertarget=${id} aria-label=${title} title=${title}>${label}</button>
  <div
    class="popup ${side}"
    id=${id}
    popover
    role="group"
    aria-label=${title}
    @toggle=${(/** @type {ToggleEvent} */ event) => toggled?.(event.newState === "open")}
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
