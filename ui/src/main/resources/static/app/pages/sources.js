import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { AddressController, addressOf, parameters, setParameters } from "../address.js";
import { get, getEvents } from "../api.js";
import { WITHOUT_CANARY } from "../logic/logs-view.js";
import { SOURCES, configured, sourcesFor } from "../logic/sources.js";
import { SECOND } from "../logic/times.js";
import { command } from "../parts/command.js";
import { icon } from "../parts/icons.js";
import { ago, preciseTime } from "../parts/time.js";
import { Polling } from "../polling.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { words } from "../words.js";

const POLL_INTERVAL = 3 * SECOND;
const LATEST = 10;

/** The Sources page: configurations of programs that send data, and the data that arrive while it is open. */
class Sources extends LitElement {
  static properties = { typed: { state: true }, key: { state: true } };

  constructor() {
    super();
    this.typed = "";
    /** The secret for the configurations; it is not stored. */
    this.key = "";
    /** When the page was opened. */
    this.since = new Date().toISOString();
    new AddressController(this);
    this.events = new Query(this, () => this.since, (from, signal) => getEvents("logs", { query: WITHOUT_CANARY, from, limit: LATEST }, signal));
    this.hosts = new Query(this, () => "hosts", (_, signal) => get("hosts", { sort: "SEEN", limit: LATEST }, signal));
    new Polling(this, () => POLL_INTERVAL, () => (this.events.refresh(), this.hosts.refresh()));
  }

  createRenderRoot() {
    return this;
  }

  get source() {
    return SOURCES.find(({ id }) => id === parameters().get("source")) ?? SOURCES[0];
  }

  render() {
    const { source } = this;
    return html`
      <div class="page sources">
        <section class="card" aria-label=${words.sources.programs}>
          <label class="search">
            ${icon("search")}
            <input type="search" placeholder=${words.sources.searchPrograms} aria-label=${words.sources.searchPrograms} .value=${this.typed}
              @input=${(/** @type {Event} */ { target }) => (this.typed = /** @type {HTMLInputElement} */ (target).value)} />
          </label>
          <ul class="menu">
            ${repeat(
              sourcesFor(this.typed),
              ({ id }) => id,
              ({ id, title, protocol }) => html`
                <li><button aria-pressed=${id === source.id} @click=${() => setParameters({ source: id }, { replace: true })}>
                  <span>${title}</span><span class="caption">${protocol}</span>
                </button></li>`,
            )}
          </ul>
        </section>
        <div class="page">
          <section class="card stack" aria-label=${words.sources.configuration}>
            <h2>${source.title}</h2>
            <p class="muted">${words.sources.sends(words.sources.signals[source.signals], source.protocol, html`<code>${source.place}</code>`)}</p>
            <label class="field"><span>${words.sources.keyWithScopeIngest}</span>
              <input type="password" autocomplete="off" spellcheck="false" .value=${this.key}
                @input=${(/** @type {Event} */ { target }) => (this.key = /** @type {HTMLInputElement} */ (target).value.trim())} />
              <span class="caption">${hasScope("admin") ? words.sources.keyHintAdmin(html`<a href="keys">${words.pages.keys}</a>`) : words.sources.keyHint}</span>
            </label>
            ${command(configured(source.text, location.origin, this.key))}
          </section>
          ${hasScope("read") ? this.received() : nothing}
        </div>
      </div>`;
  }

  received() {
    const events = this.events.data?.items ?? [];
    const hosts = this.hosts.data?.items ?? [];
    return html`
      <section class="card stack" aria-label=${words.sources.receivedData} aria-live="polite">
        <h2>${words.sources.receivedSince(preciseTime(this.since))}</h2>
        ${events.length
          ? html`
              <ol class="context">
                ${repeat(
                  /** @type {any[]} */ (events),
                  ({ id }) => id,
                  ({ id, host, application, level, message, observedAt }) => html`
                    <li class="level-${level.toLowerCase()}">
                      <a href=${addressOf("logs", { from: this.since, selected: id })}>
                        <span class="at">${preciseTime(observedAt)}</span> <span class="level">${level}</span> <bdi>${host}</bdi> <bdi>${application}</bdi>
                        <span class="message"><bdi>${message}</bdi></span>
                      </a>
                    </li>`,
                )}
              </ol>`
          : html`<p class="waiting-for"><span class="dot pulsing"></span> ${words.sources.waitingForFirstLogEvent}</p>`}
        ${hosts.length
          ? html`<p>${words.sources.newestHosts(hosts.map((/** @type {any} */ { name, lastSeenAt }, /** @type {number} */ index) => html`${index ? ", " : ""}<a href=${addressOf("host", { name })}><bdi>${name}</bdi></a> ${ago(lastSeenAt)}`))}</p>`
          : nothing}
      </section>`;
  }
}

customElements.define("la-sources", Sources);
