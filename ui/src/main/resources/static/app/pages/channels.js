import { LitElement, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { addressOf } from "../address.js";
import { get, put } from "../api.js";
import { STATE_LABELS, boundedCount, filterText, stateOf, typeName } from "../logic/channels.js";
import { SECOND } from "../logic/times.js";
import { icon } from "../parts/icons.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { age, ago } from "../parts/time.js";
import { Polling } from "../polling.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { showProblem, showToast } from "../toast.js";
import { words } from "../words.js";

const POLL_INTERVAL = 15 * SECOND;
const PAGE_SIZE = 100;

/** The Channels page: receivers of notifications with their state. */
class Channels extends LitElement {
  static properties = { search: { state: true }, limit: { state: true } };

  constructor() {
    super();
    this.search = "";
    this.limit = PAGE_SIZE;
    this.channels = new Query(this, () => "channels", (_, signal) => get("channels", {}, signal));
    new Polling(this, () => POLL_INTERVAL, () => this.channels.refresh());
  }

  createRenderRoot() {
    return this;
  }

  /** @param {any} channel */
  async toggle(channel) {
    try {
      await put(`channels/${channel.id}`, { ...channel, enabled: !channel.enabled });
      showToast({ text: `${channel.name} ${channel.enabled ? "disabled" : "enabled"}` });
    } catch (problem) {
      showProblem(problem);
    }
    this.channels.refresh();
  }

  render() {
    const { data } = this.channels;
    return html`
      <div class="page">
        ${staleNotice(this.channels)}
        <section class="card results ${this.channels.loading && data ? "refreshing" : ""}" aria-label=${words.common.channels}>
          <header class="card-head">
            <h2>${words.common.channels}</h2>
            ${data?.items.length > 1
              ? html`<label class="search">
                  ${icon("search")}
                  <input type="search" aria-label=${words.channels.searchChannels} placeholder=${words.channels.searchChannels} .value=${this.search}
                    @input=${(/** @type {Event} */ event) => (this.search = /** @type {HTMLInputElement} */ (event.target).value)} />
                </label>`
              : nothing}
            <span class="spacer"></span>
            ${hasScope("operate") ? html`<a class="button" href="channel">${icon("plus")} ${words.common.newChannel}</a>` : nothing}
          </header>
          ${data ? this.results(data.items) : loadingOrError(this.channels)}
        </section>
      </div>`;
  }

  /** @param {any[]} channels */
  results(channels) {
    if (!channels.length) {
      return emptyState(words.channels.noChannels, html`<p>${words.channels.noChannelsHint}</p>${hasScope("operate") ? html`<a class="button primary" href="channel">${icon("plus")} ${words.common.newChannel}</a>` : nothing}`);
    }
    const text = this.search.trim().toLowerCase();
    const found = channels.filter(({ name, type }) => `${name} ${type} ${typeName(type)}`.toLowerCase().includes(text));
    const shown = found.slice(0, this.limit);
    return html`
      ${shown.length ? this.table(shown) : emptyState(words.channels.noChannelsMatch, nothing)}
      ${found.length > shown.length
        ? html`<footer><span>${words.channels.shownOfFound(shown.length, found.length)}</span><button class="link" @click=${() => (this.limit += PAGE_SIZE)}>${words.common.loadMore}</button></footer>`
        : nothing}`;
  }

  /** @param {any[]} channels */
  table(channels) {
    return html`
      <div class="scroll">
        <table class="list channels">
          <thead>
            <tr><th class="mark">${words.common.enabled}</th><th>${words.channels.channel}</th><th>${words.common.state}</th><th>${words.channels.notifiedOf}</th><th class="number">${words.common.pending}</th><th class="number">${words.channels.failed}</th><th>${words.channels.lastDelivery}</th></tr>
          </thead>
          <tbody>${repeat(channels, ({ id }) => id, (channel) => this.row(channel))}</tbody>
        </table>
      </div>`;
  }

  /** @param {any} channel */
  row(channel) {
    const { pending, failed, lastSentAt } = channel.deliveries;
    /** @param {number} count @param {string} status */
    const count = (count, status) =>
      count ? html`<a href=${addressOf("channel", { id: channel.id, status })}>${boundedCount(count)}</a>` : html`<span class="muted">0</span>`;
    return html`
      <tr class=${channel.enabled ? "" : "inactive"}>
        <td class="mark">
          <input type="checkbox" role="switch" aria-label=${words.channels.enabled(channel.name)} .checked=${live(channel.enabled)} ?disabled=${channel.readOnly || !hasScope("operate")} @change=${() => this.toggle(channel)} />
        </td>
        <td class="main two-lines">
          <a class="name" href=${addressOf("channel", { id: channel.id })}><bdi>${channel.name}</bdi></a>
          ${channel.readOnly ? html`<span class="tag">${words.common.provisioned}</span>` : nothing}
          <div class="caption">${typeName(channel.type)}</div>
        </td>
        <td class="state-cell">${channelState(channel)}</td>
        <td>${filterText(channel)}</td>
        <td class="number">${count(pending, "PENDING")}</td>
        <td class="number">${count(failed, "FAILED")}</td>
        <td class="when">${lastSentAt ? ago(lastSentAt) : html`<span class="muted">${words.common.never}</span>`}</td>
      </tr>`;
  }
}

/** The state of a channel, with the reason of its failure. @param {any} channel */
export function channelState(channel) {
  const state = stateOf(channel);
  const { failure } = channel;
  return html`
    <span class="status channel-${state}">${STATE_LABELS[state]}</span>
    ${state === "failing" || state === "error"
      ? html`<div class="caption">${words.channels.failingFor(age(failure.since), failure.count, failure.reason)}</div>`
      : nothing}`;
}

customElements.define("la-channels", Channels);
