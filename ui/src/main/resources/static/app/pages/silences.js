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
import { words } from "../words.js";
import "./silences/definition.js";

const POLL_INTERVAL = 15 * SECOND;
const PAGE_SIZE = 100;

/** Views besides the states of silences. @type {[string, string][]} */
const OTHERS = [
  ["intervals", words.common.muteIntervals],
  ["inhibitions", words.silences.inhibitions],
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
          <div class="tabs" role="tablist" aria-label=${words.silences.view}>
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
      ? html`<button class="button primary" @click=${() => this.define(view)}>${icon("plus")} ${view === "intervals" ? words.silences.newMuteInterval : words.silences.newInhibition}</button>`
      : html`<a class="button primary" href="silence">${icon("plus")} ${words.common.newSilence}</a>`;
  }

  /** Opens the dialog of a mute interval or an inhibition. @param {string} view @param {any} [stored] */
  define(view, stored) {
    /** @type {any} */ (this.querySelector("la-definition")).open(view === "intervals" ? "mute-intervals" : "inhibitions", stored);
  }

  /** The name of a definition, which opens it. @param {string} view @param {any} stored */
  definitionName(view, stored) {
    return hasScope("operate") && !stored.readOnly
      ? html`<button class="name" title=${words.silences.edit} @click=${() => this.define(view, stored)}><bdi>${stored.name}</bdi></button>`
      : html`<strong><bdi>${stored.name}</bdi></strong>${stored.readOnly ? html` <span class="tag">${words.common.provisioned}</span>` : nothing}`;
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
      return items.length ? this.intervalTable(items) : emptyState(words.silences.noMuteIntervals, html`<p>${words.silences.noMuteIntervalsHint}</p>`);
    }
    if (view === "inhibitions") {
      return items.length ? this.inhibitionTable(items) : emptyState(words.silences.noInhibitions, html`<p>${words.silences.noInhibitionsHint}</p>`);
    }
    const found = inState(items, view);
    if (!found.length) {
      return view === "active"
        ? emptyState(words.silences.noActiveSilences, html`<p>${words.silences.noActiveHint}</p>`)
        : emptyState(view === "expired" ? words.silences.noExpired : words.silences.noPending, view === "expired" ? html`<p>${words.silences.expiredHint}</p>` : nothing);
    }
    const shown = found.slice(0, this.limit);
    return html`
      ${this.table(shown, view)}
      ${found.length > shown.length
        ? html`<footer><span>${words.silences.shownOfFound(shown.length, found.length)}</span><button class="link" @click=${() => (this.limit += PAGE_SIZE)}>${words.common.loadMore}</button></footer>`
        : nothing}`;
  }

  /** @param {any[]} silences @param {string} view */
  table(silences, view) {
    return html`
      <div class="scroll">
        <table class="list silences">
          <thead>
            <tr>
              <th>${words.silences.matchers}</th><th>${words.common.comment}</th><th>${view === "pending" ? words.silences.starts : view === "expired" ? words.silences.ended : words.silences.ends}</th><th>${words.silences.createdBy}</th>
              <th><span class="visually-hidden">${words.silences.actions}</span></th>
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
          ${view === "expired" ? ago(endsAt) : view === "pending" ? html`${time(startsAt)}<div class="caption">${words.silences.forSpan(spanText(millisOf(endsAt) - millisOf(startsAt)))}</div>` : html`${time(endsAt)}<div class="caption">${words.silences.inSpan(spanText(millisOf(endsAt) - now))}</div>`}
        </td>
        <td><bdi>${createdBy}</bdi></td>
        <td class="number">${hasScope("operate") ? this.actions(silence, view) : nothing}</td>
      </tr>`;
  }

  /** @param {any} silence @param {string} view */
  actions(silence, view) {
    const { id } = silence;
    return view === "expired"
      ? html`<a class="button small" href=${addressOf("silence", { copy: id })}>${words.silences.reCreate}</a>`
      : html`
          <button class="button small" title=${words.silences.ends1HourLater} @click=${() => extend(silence)}>${words.silences.extend1H}</button>
          <a class="button small" href=${addressOf("silence", { id })}>${words.silences.edit}</a>
          <button class="button small danger" @click=${() => expire(silence)}>${words.silences.expire}</button>`;
  }

  /** @param {any[]} intervals */
  intervalTable(intervals) {
    /** @param {string} name */
    const users = (name) => (this.channels.data?.items ?? []).filter((/** @type {any} */ one) => [...one.mute, ...one.active].includes(name));
    return html`
      <div class="scroll">
        <table class="list">
          <thead><tr><th>${words.silences.muteInterval2}</th><th>${words.silences.now}</th><th>${words.silences.times}</th><th>${words.common.channels}</th></tr></thead>
          <tbody>
            ${repeat(
              intervals,
              ({ id }) => id,
              (one) => html`
                <tr>
                  <td class="main">${this.definitionName("intervals", one)}</td>
                  <td><span class="status ${one.running ? "acknowledged" : "resolved"}">${one.running ? words.silences.running : words.silences.notRunning}</span></td>
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
          <thead><tr><th>${words.silences.inhibition}</th><th>${words.silences.whileTheseFire}</th><th>${words.silences.theseAreMuted}</th><th>${words.silences.equalLabels}</th></tr></thead>
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
    showToast({ text: words.silences.extended });
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
  const confirmed = await confirm({ title: words.silences.expireThisSilence, text: words.silences.expireWarning, action: words.silences.expire });
  if (!confirmed) {
    return false;
  }
  try {
    await remove(`silences/${id}`);
    showToast({ text: words.silences.silenceExpired });
  } catch (problem) {
    showProblem(problem);
    return false;
  } finally {
    refreshAll();
  }
  return true;
}

customElements.define("la-silences", Silences);
