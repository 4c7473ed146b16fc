import { html } from "lit";
import { keep, kept } from "../kept.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const POPUP = "themes";

/** @type {Record<string, {text: string, icon: string}>} */
const THEMES = {
  system: { text: "As the system", icon: "screen" },
  light: { text: "Light", icon: "sun" },
  dark: { text: "Dark", icon: "moon" },
};

/**
 * Chooses the theme, which theme.js applies.
 *
 * @param {() => void} changed
 */
export function themes(changed) {
  const chosen = /** @type {string} */ (kept("theme", "system"));
  /** @param {string} theme */
  const choose = (theme) => {
    keep("theme", theme);
    window.dispatchEvent(new Event("la-theme"));
    closePopup(POPUP);
    changed();
  };
  return popup({
    id: POPUP,
    title: "Theme",
    className: "",
    side: "above",
    label: html`${icon(THEMES[chosen]?.icon ?? "screen")}<span>Theme</span>`,
    content: html`
      <div class="menu">
        ${Object.entries(THEMES).map(([theme, { text }]) => html`<button aria-pressed=${theme === chosen} @click=${() => choose(theme)}>${text}</button>`)}
      </div>`,
  });
}
