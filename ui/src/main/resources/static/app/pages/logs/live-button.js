import { html } from "lit";
import { icon } from "../../parts/icons.js";
import { words } from "../../words.js";

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
    return html`<button class="button" title=${words.logs.liveTailL} @click=${toggle}>${icon("play")} ${words.logs.live}</button>`;
  }
  return html`
    <div class="button-group">
      <button class="button live" aria-pressed="true" title=${words.logs.stopLiveTail} @click=${stop}>
        <span class="dot ${paused ? "" : "pulsing"}"></span> ${words.logs.live}
      </button>
      <button class="button" aria-label=${paused ? words.logs.resume : words.logs.pause} title=${paused ? words.logs.resumeHint : words.logs.pauseHint} @click=${toggle}>
        ${icon(paused ? "play" : "pause")}
      </button>
    </div>`;
}
