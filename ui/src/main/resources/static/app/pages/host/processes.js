import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { parameters, setParameters } from "../../address.js";
import { get } from "../../api.js";
import { countText, memoryText, percentText } from "../../logic/numbers.js";
import { SECOND } from "../../logic/times.js";
import { icon } from "../../parts/icons.js";
import { emptyState, loadingOrError, staleNotice } from "../../parts/states.js";
import { time } from "../../parts/time.js";
import { Query } from "../../query.js";
import { words } from "../../words.js";

const MAX_PROCESSES = 1_000;
const MAX_ROWS = 100;

/** The instants of snapshots while the cursor moves. */
const TIME_STEP = 15 * SECOND;
const DEBOUNCE_MILLIS = 120;

/** The processes of a host at the cursor of the charts, else at the end of the time range. */
class Processes extends LitElement {
  static properties = {
    host: {},
    at: { attribute: false },
    end: {},
    find: { state: true },
    settledAt: { state: true },
  };

  constructor() {
    super();
    this.host = "";
    /** @type {number | null} milliseconds */
    this.at = null;
    /** The end of the time range; empty: now. */
    this.end = "";
    this.find = "";
    /** @type {number | null} the instant of a resting cursor */
    this.settledAt = null;
    const key = () => ({ host: this.host, at: this.instant, sort: this.sort });
    this.list = new Query(this, key, ({ host, ...rest }, signal) => get("host/processes", { name: host, ...rest, limit: MAX_PROCESSES }, signal));
  }

  createRenderRoot() {
    return this;
  }

  get sort() {
    return parameters().get("sort") === "memory" ? "memory" : "cpu";
  }

  get instant() {
    return this.settledAt === null ? this.end : new Date(Math.ceil(this.settledAt / TIME_STEP) * TIME_STEP).toISOString();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("at")) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.settledAt = this.at), DEBOUNCE_MILLIS);
    }
  }

  render() {
    const { data, problem } = this.list;
    const items = (data?.items ?? []).filter((/** @type {any} */ { name, pid }) => `${name} ${pid}`.toLowerCase().includes(this.find.toLowerCase()));
    return html`
      <section class="card results" aria-label=${words.common.processes}>
        <header class="card-head">
          <h2>${words.common.processes}</h2>
          <span class="caption">${data ? words.hosts.processesAt(data.processCount, time(data.observedAt)) : nothing}</span>
          <span class="spacer"></span>
          <label class="search small">
            ${icon("search")}
            <input type="search" placeholder=${words.hosts.searchProcesses} aria-label=${words.hosts.searchProcesses} @input=${(/** @type {Event} */ event) => (this.find = /** @type {HTMLInputElement} */ (event.target).value)} />
          </label>
        </header>
        ${problem?.status === 404
          ? emptyState(words.hosts.noProcessSnapshotInHour, "")
          : data
            ? html`${staleNotice(this.list)} ${this.table(items)}`
            : loadingOrError(this.list)}
      </section>`;
  }

  /** @param {any[]} items */
  table(items) {
    return html`
      <div class="scroll">
        <table class="list">
          <thead>
            <tr>
              <th class="number">${words.common.pid}</th><th>${words.common.name}</th>${this.head("cpu", words.common.cpuOfOneCore)}${this.head("memory", words.common.memory)}<th>${words.common.status}</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              items.slice(0, MAX_ROWS),
              ({ pid }) => pid,
              ({ pid, name, cpuRatio, memoryBytes, status }) => html`
                <tr>
                  <td class="number">${pid}</td><td class="main"><bdi>${name}</bdi></td><td class="number">${percentText(cpuRatio)}</td>
                  <td class="number">${memoryText(memoryBytes)}</td><td class="muted">${status.toLowerCase()}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${items.length > MAX_ROWS ? html`<footer>${words.hosts.firstProcesses(MAX_ROWS, countText(items.length))}</footer>` : nothing}`;
  }

  /** @param {"cpu" | "memory"} sort @param {string} title */
  head(sort, title) {
    const sorted = sort === this.sort;
    return html`
      <th class="number" aria-sort=${sorted ? "descending" : nothing}>
        <button @click=${() => (setParameters({ sort: sort === "cpu" ? "" : sort }, { replace: true }), this.requestUpdate())}>${title}${sorted ? icon("down") : nothing}</button>
      </th>`;
  }
}

customElements.define("la-processes", Processes);
