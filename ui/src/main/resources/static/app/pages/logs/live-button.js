import { html } from "lit";
import { icon } from "../../parts/icons.js";

/**
 * The buttons of live tail.
 *
 * @param {object} button
 * @param {boolean} button.live
 * @param {boolean} button.paused
 * @param {() => void} button.toggle starts, pauses and resumes
 * @param {() => void} button.stop
 */
export function liveButton({ live, paused, toggle, stop }) {
  if (!live) {
    return html`<button class="button" title="Live tail (l)" @click=${toggle}>${icon("play")} Live</button>`;
  }
  return html`
    <div class="button-group">
      <button class="button live" aria-pressed="true" title="Stop live tail" @click=${stop}>
        <span class="dot ${paused ? "" : "pulsing"}"></span> Live
      </button>
      <button class="button" aria-label=${paused ? "Resume" : "Pause"} title="${paused ? "Resume" : "Pause"} (l)" @click=${toggle}>
        ${icon(paused ? "play" : "pause")}
      </button>
    </div>`;
}
