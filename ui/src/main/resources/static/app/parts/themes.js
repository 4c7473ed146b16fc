import { html } from "lit";
import { readStored, writeStored } from "../storage.js";
import { words } from "../words.js";
import { icon } from "./icons.js";
import { closePopup, popup } from "./popup.js";

const POPUP = "themes";

/** @type {Record<string, {text: string, icon: string}>} */
const THEMES = {
  system: { text: words.themes.system, icon: "screen" },
  light: { text: words.themes.light, icon: "sun" },
  dark: { text: words.themes.dark, icon: "moon" },
};

/**
 * The choice of a theme, which theme.js applies.
 *
 * @param {() => void} changed
 */
export function themes(changed) {
  const current = /** @type {string} */ (readStored("theme", "system"));
  /** @param {string} theme */
  const select = (theme) => {
    writeStored("theme", theme);
    window.dispatchEvent(new Event("la-theme"));
    closePopup(POPUP);
    changed();
  };
  return popup({
    id: POPUP,
    title: words.themes.theme,
    className: "",
    side: "above",
    label: html`${icon(THEMES[current]?.icon ?? "screen")}<span>${words.themes.theme}</span>`,
    content: html`
      <div class="menu">
        ${Object.entries(THEMES).map(([theme, { text }]) => html`<button aria-pressed=${theme === current} @click=${() => select(theme)}>${text}</button>`)}
      </div>`,
  });
}
