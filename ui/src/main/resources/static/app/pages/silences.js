import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { AddressController, addressOf, parameters, setParameters } from "../address.js";
import { get, post, remove } from "../api.js";
import { STATES, fromApi, inState, matcherText, recurringText } from "../logic/silences.js";
import { HOUR, SECOND, millisOf, spanText } from "../logic/times.js";
import { confirm } from "../parts/confirm.js";
import { icon } from "../parts/icons.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { ago, time } from "../parts/time.js";
import { Polling } from "../polling.js";
import { Query, refreshAll } from "../query.js";
import { hasScope } from "../session.js";
import { showProblem, showToast } from "../toast.js";
import "./silences/definition.js";

const POLL_INTERVAL = 15 * SECOND;
const PAGE_SIZE = 100;

/** Views besides the states of silences. @type {[string, string][]} */
const OTHERS = [
  ["intervals", "Mute intervals"],
  ["inhibitions", "Inhibitions"],
];

/** The Silences page: silences by state, mute intervals and inhibitions. */
class Silences extends LitElement {
  static properties = { limit: { state: true } };

  constructor() {
    super();
    this.limit = PAGE_SIZE;
    new AddressController(this);
    this.silences = new Query(this, () => "silences", (_, signal) => get("silences", {}, signal));
    this.intervals = new Query(this, () => "intervals", (_, signal) => get("mute-intervals", {}, signal));
    this.inhibitions = new Query(this, () => "inhibitions", (_, signal) => get("inhibitions", {}, signal));
    this.channels = new Query(this, () => (this.view === "intervals" ? "channels" : null), (_, signal) => get("channels", {}, signal));
    new Polling(this, () => POLL_INTERVAL, () => this.poll());
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    const view = parameters().get("view") ?? "";
    return [...STATES, ...OTHERS].some(([one]) => one === view) ? view : STATES[0][0];
  }

  poll() {
    (this.view === "intervals" ? this.intervals : this.view === "inhibitions" ? this.inhibitions : this.silences).refresh();
  }

  render() {
    const { view } = this;
    const query = view === "intervals" ? this.intervals : view === "inhibitions" ? this.inhibitions : this.silences;
    return html`
      <div class="page">
        <div class="tools">
          <div class="tabs" role="tablist" aria-label="View">
            ${STATES.map(([state, title]) => this.tab(state, title, this.silences.data && inState(this.silences.data.items, state).length))}
            ${OTHERS.map(([name, title]) => this.tab(name, title, (name === "intervals" ? this.intervals : this.inhibitions).data?.items.length))}
          </div>
          <span class="spacer"></span>
          ${hasScope("operate") ? this.newButton(view) : nothing}
        </div>
        ${staleNotice(query)}
        <section class="card results ${query.loading && query.data ? "refreshing" : ""}" aria-label=${[...STATES, ...OTHERS].find(([one]) => one === view)?.[1] ?? nothing}>
          ${query.data ? this.results(view, query.data.items) : loadingOrError(query)}
        </section>
        <la-definition @change=${() => query.refresh()}></la-definition>
      </div>`;
  }

  /** @param {string} view */
  newButton(view) {
    return view === "intervals" || view === "inhibitions"
      ? html`<button class="button primary" @click=${() => this.define(view)}>${icon("plus")} New ${view === "intervals" ? "mute interval" : "inhibition"}</button>`
      : html`<a class="button primary" href="silence">${icon("plus")} New silence</a>`;
  }

  /** Opens the dialog of a mute interval or an inhibition. @param {string} view @param {any} [stored] */
  define(view, stored) {
    /** @type {any} */ (this.querySelector("la-definition")).open(view === "intervals" ? "mute-intervals" : "inhibitions", stored);
  }

  /** The name of a definition, which opens it. @param {string} view @param {any} stored */
  definitionName(view, stored) {
    return hasScope("operate") && !stored.readOnly
      ? html`<button class="name" title="Edit" @click=${() => this.define(view, stored)}><bdi>${stored.name}</bdi></button>`
      : html`<strong><bdi>${stored.name}</bdi></strong>${stored.readOnly ? html` <span class="tag">provisioned</span>` : nothing}`;
  }

  /** @param {string} name @param {string} title @param {number | undefined} count */
  tab(name, title, count) {
    const open = () => {
      this.limit = PAGE_SIZE;
      setParameters({ view: name === STATES[0][0] ? "" : name });
    };
    return html`<button role="tab" aria-selected=${name === this.view} @click=${open}>${title} <span class="count">${count ?? ""}</span></button>`;
  }

  /** @param {string} view @param {any[]} items */
  results(view, items) {
    if (view === "intervals") {
      return items.length ? this.intervalTable(items) : emptyState("No mute intervals", html`<p>A mute interval is a recurring time in which channels are silent.</p>`);
    }
    if (view === "inhibitions") {
      return items.length ? this.inhibitionTable(items) : emptyState("No inhibitions", html`<p>An inhibition mutes alerts while another alert fires.</p>`);
    }
    const found = inState(items, view);
    if (!found.length) {
      return view === "active"
        ? emptyState("No active silences", html`<p>A silence mutes the notifications of matching alerts for a time. The alerts stay visible.</p>`)
        : emptyState(`No ${view} silences`, view === "expired" ? html`<p>Expired silences are kept for 5 days.</p>` : nothing);
    }
    const shown = found.slice(0, this.limit);
    return html`
      ${this.table(shown, view)}
      ${found.length > shown.length
        ? html`<footer><span>${shown.length} of ${found.length}</span><button class="link" @click=${() => (this.limit += PAGE_SIZE)}>Load more</button></footer>`
        : nothing}`;
  }

  /** @param {any[]} silences @param {string} view */
  table(silences, view) {
    return html`
      <div class="scroll">
        <table class="list silences">
          <thead>
            <tr>
              <th>Matchers</th><th>Comment</th><th>${view === "pending" ? "Starts" : view === "expired" ? "Ended" : "Ends"}</th><th>Created by</th>
              <th><span class="visually-hidden">Actions</span></th>
            </tr>
          </thead>
          <tbody>${repeat(silences, ({ id }) => id, (silence) => this.row(silence, view))}</tbody>
        </table>
      </div>`;
  }

  /** @param {any} silence @param {string} view */
  row(silence, view) {
    const { id, matchers, comment, createdBy, startsAt, endsAt } = silence;
    const now = Date.now();
    return html`
      <tr>
        <td class="main"><a class="matchers" href=${addressOf("silence", { id })}>${matchers.map((/** @type {any} */ one) => html`<code>${matcherText(fromApi(one))}</code> `)}</a></td>
        <td class="comment">${comment ? html`<bdi>${comment}</bdi>` : html`<span class="muted">–</span>`}</td>
        <td class="when">
          ${view === "expired" ? ago(endsAt) : view === "pending" ? html`${time(startsAt)}<div class="caption">for ${spanText(millisOf(endsAt) - millisOf(startsAt))}</div>` : html`${time(endsAt)}<div class="caption">in ${spanText(millisOf(endsAt) - now)}</div>`}
        </td>
        <td><bdi>${createdBy}</bdi></td>
        <td class="number">${hasScope("operate") ? this.actions(silence, view) : nothing}</td>
      </tr>`;
  }

  /** @param {any} silence @param {string} view */
  actions(silence, view) {
    const { id } = silence;
    return view === "expired"
      ? html`<a class="button small" href=${addressOf("silence", { copy: id })}>Re-create</a>`
      : html`
          <button class="button small" title="Ends 1 hour later" @click=${() => extend(silence)}>Extend 1 h</button>
          <a class="button small" href=${addressOf("silence", { id })}>Edit</a>
          <button class="button small danger" @click=${() => expire(silence)}>Expire</button>`;
  }

  /** @param {any[]} intervals */
  intervalTable(intervals) {
    /** @param {string} name */
    const users = (name) => (this.channels.data?.items ?? []).filter((/** @type {any} */ one) => [...one.mute, ...one.active].includes(name));
    return html`
      <div class="scroll">
        <table class="list">
          <thead><tr><th>Mute interval</th><th>Now</th><th>Times</th><th>Channels</th></tr></thead>
          <tbody>
            ${repeat(
              intervals,
              ({ id }) => id,
              (one) => html`
                <tr>
                  <td class="main">${this.definitionName("intervals", one)}</td>
                  <td><span class="status ${one.running ? "acknowledged" : "resolved"}">${one.running ? "running" : "not running"}</span></td>
                  <td>${one.intervals.map((/** @type {any} */ times) => html`<div>${recurringText(times)}</div>`)}</td>
                  <td>${users(one.name).map((/** @type {any} */ channel) => html`<a href=${addressOf("channel", { id: channel.id })}><bdi>${channel.name}</bdi></a> `)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }

  /** @param {any[]} inhibitions */
  inhibitionTable(inhibitions) {
    return html`
      <div class="scroll">
        <table class="list">
          <thead><tr><th>Inhibition</th><th>While these fire</th><th>These are muted</th><th>Equal labels</th></tr></thead>
          <tbody>
            ${repeat(
              inhibitions,
              ({ id }) => id,
              (one) => html`
                <tr>
                  <td class="main">${this.definitionName("inhibitions", one)}</td>
                  <td class="matchers">${one.source.map((/** @type {string} */ text) => html`<code>${text}</code> `)}</td>
                  <td class="matchers">${one.target.map((/** @type {string} */ text) => html`<code>${text}</code> `)}</td>
                  <td>${one.equal.join(", ") || html`<span class="muted">–</span>`}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

/** Ends a silence an hour later. @param {any} silence */
async function extend(silence) {
  try {
    const endsAt = new Date(millisOf(silence.endsAt) + HOUR).toISOString();
    await post("silences", { ...silence, endsAt });
    showToast({ text: "The silence ends 1 hour later" });
  } catch (problem) {
    showProblem(problem);
  }
  refreshAll();
}

/**
 * Expires a silence after a confirmation.
 *
 * @param {any} silence
 * @returns {Promise<boolean>} whether it was expired
 */
export async function expire({ id }) {
  const confirmed = await confirm({ title: "Expire this silence?", text: "Muted notifications of alerts that still fire are sent.", action: "Expire" });
  if (!confirmed) {
    return false;
  }
  try {
    await remove(`silences/${id}`);
    showToast({ text: "Silence expired" });
  } catch (problem) {
    showProblem(problem);
    return false;
  } finally {
    refreshAll();
  }
  return true;
}

customElements.define("la-silences", Silences);
