import { html } from "lit";
import { icon } from "../../parts/icons.js";

/**
 * Begins to follow; then pauses, and stops.
 *
 * @param {object} button
 * @param {boolean} button.live
 * @param {boolean} button.paused
 * @param {() => void} button.follow begins, pauses, and goes on
 * @param {() => void} button.stop
 */
export function liveButton({ live, paused, follow, stop }) {
  if (!live) {
    return html`<button class="button" title="Follow what comes (l)" @click=${follow}>${icon("play")} Live</button>`;
  }
  return html`
    <div class="joined">
      <button class="button live" aria-pressed="true" title="Stop following" @click=${stop}>
        <span class="dot ${paused ? "" : "beating"}"></span> Live
      </button>
      <button class="button" aria-label=${paused ? "Go on" : "Pause"} title="${paused ? "Go on" : "Pause"} (l)" @click=${follow}>
        ${icon(paused ? "play" : "pause")}
      </button>
    </div>`;
}
