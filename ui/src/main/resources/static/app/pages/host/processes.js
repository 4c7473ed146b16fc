import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { change, parameters } from "../../address.js";
import { get } from "../../api.js";
import { bytesText, countText, percentText } from "../../logic/numbers.js";
import { SECOND } from "../../logic/times.js";
import { icon } from "../../parts/icons.js";
import { empty, staleness, whileAsked } from "../../parts/states.js";
import { time } from "../../parts/time.js";
import { Question } from "../../question.js";

const MOST = 1_000;
const SHOWN = 100;

/** The cursor passes by more instants than anybody wants lists of. */
const EACH = 15 * SECOND;
const REST_MILLIS = 120;

/** What ran on a host: at the time under the mouse, else at the end of what is shown. */
class Processes extends LitElement {
  static properties = {
    host: {},
    at: { attribute: false },
    end: {},
    find: { state: true },
    resting: { state: true },
  };

  constructor() {
    super();
    this.host = "";
    /** @type {number | null} milliseconds */
    this.at = null;
    /** The end of what is shown; empty: now. */
    this.end = "";
    this.find = "";
    /** @type {number | null} where the mouse rests */
    this.resting = null;
    const about = () => ({ host: this.host, at: this.instant, sort: this.sort });
    this.list = new Question(this, about, ({ host, ...rest }, signal) => get(`hosts/${encodeURIComponent(host)}/processes`, { ...rest, limit: MOST }, signal));
  }

  createRenderRoot() {
    return this;
  }

  get sort() {
    return parameters().get("sort") === "memory" ? "memory" : "cpu";
  }

  get instant() {
    return this.resting === null ? this.end : new Date(Math.ceil(this.resting / EACH) * EACH).toISOString();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("at")) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.resting = this.at), REST_MILLIS);
    }
  }

  render() {
    const { answer, problem } = this.list;
    const items = (answer?.items ?? []).filter((/** @type {any} */ { name, pid }) => `${name} ${pid}`.toLowerCase().includes(this.find.toLowerCase()));
    return html`
      <section class="card found" aria-label="Processes">
        <header class="card-head">
          <h2>Processes</h2>
          <span class="caption">${answer ? html`${countText(answer.processCount)} at ${time(answer.observedAt)}` : nothing}</span>
          <span class="spring"></span>
          <label class="search small">
            ${icon("search")}
            <input type="search" placeholder="Find a process" aria-label="Find a process" @input=${(/** @type {Event} */ event) => (this.find = /** @type {HTMLInputElement} */ (event.target).value)} />
          </label>
        </header>
        ${problem?.status === 404
          ? empty("No list of processes", html`<p>None was sent in the hour before this time.</p>`)
          : answer
            ? html`${staleness(this.list)} ${this.table(items)}`
            : whileAsked(this.list)}
      </section>`;
  }

  /** @param {any[]} items */
  table(items) {
    return html`
      <div class="scroll">
        <table class="list">
          <thead>
            <tr>
              <th class="number">Pid</th><th>Name</th>${this.head("cpu", "CPU of a core")}${this.head("memory", "Memory")}<th>Status</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              items.slice(0, SHOWN),
              ({ pid }) => pid,
              ({ pid, name, cpuRatio, memoryBytes, status }) => html`
                <tr>
                  <td class="number">${pid}</td><td class="main">${name}</td><td class="number">${percentText(cpuRatio)}</td>
                  <td class="number">${bytesText(memoryBytes)}</td><td class="muted">${status.toLowerCase()}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${items.length > SHOWN ? html`<footer>The first ${SHOWN} of ${countText(items.length)}: find one by its name or pid.</footer>` : nothing}`;
  }

  /** @param {"cpu" | "memory"} sort @param {string} title */
  head(sort, title) {
    const sorted = sort === this.sort;
    return html`
      <th class="number" aria-sort=${sorted ? "descending" : nothing}>
        <button @click=${() => (change({ sort: sort === "cpu" ? "" : sort }, { replace: true }), this.requestUpdate())}>${title}${sorted ? icon("down") : nothing}</button>
      </th>`;
  }
}

customElements.define("la-processes", Processes);
