import { html } from "lit";
import { readStored, writeStored } from "../storage.js";
import { words } from "../words.js";

const STORED = "drawer-width";
const PROPERTY = "--drawer-width";
const MIN_WIDTH = 320;
const KEY_STEP = 24;

/** @param {number} width */
function apply(width) {
  document.documentElement.style.setProperty(PROPERTY, `${Math.round(width)}px`);
}

const stored = readStored(STORED, 0);
if (stored >= MIN_WIDTH) {
  apply(stored);
}

/** @param {Event} event */
const drawerOf = (event) => /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.currentTarget).parentElement);

/** The limits of the style sheet apply. @param {HTMLElement} drawer @param {number} width */
function resize(drawer, width) {
  apply(Math.max(MIN_WIDTH, width));
  writeStored(STORED, drawer.offsetWidth);
}

/** @param {PointerEvent} event */
function drag(event) {
  event.preventDefault();
  const handle = /** @type {HTMLElement} */ (event.currentTarget);
  const drawer = drawerOf(event);
  const { offsetWidth } = drawer;
  handle.setPointerCapture(event.pointerId);
  handle.onpointermove = ({ clientX }) => resize(drawer, offsetWidth + event.clientX - clientX);
  handle.onlostpointercapture = () => {
    handle.onpointermove = null;
    handle.onlostpointercapture = null;
  };
}

/** @param {KeyboardEvent} event */
function press(event) {
  const step = { ArrowLeft: KEY_STEP, ArrowRight: -KEY_STEP }[event.key];
  if (step) {
    event.preventDefault();
    event.stopPropagation();
    const drawer = drawerOf(event);
    resize(drawer, drawer.offsetWidth + step);
  }
}

/** The left edge of a drawer, by which its width can be changed. The width is the same for all drawers, and kept in the browser. */
export const drawerResizer = () => html`
  <div class="drawer-resizer" role="separator" aria-orientation="vertical" aria-label=${words.common.widthOfTheDetails} aria-valuenow="50" tabindex="0"
    title=${words.common.resizeHint} @pointerdown=${drag} @keydown=${press}></div>`;
