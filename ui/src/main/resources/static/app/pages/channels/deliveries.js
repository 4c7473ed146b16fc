import { LitElement, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { addressOf } from "../../address.js";
import { get, post } from "../../api.js";
import { STATUSES, boundedCount } from "../../logic/channels.js";
import { SECOND } from "../../logic/times.js";
import { confirm } from "../../parts/confirm.js";
import { severity } from "../../parts/severity.js";
import { emptyState, loadingOrError, staleNotice } from "../../parts/states.js";
import { time } from "../../parts/time.js";
import { Polling } from "../../polling.js";
import { Query } from "../../query.js";
import { hasScope } from "../../session.js";
import { showProblem, showToast } from "../../toast.js";
import { words } from "../../words.js";
import { notificationStatus, reason, resendButton, transition } from "../alerts/notifications.js";

const POLL_INTERVAL = 15 * SECOND;
const PAGE_SIZE = 50;
const MAX_ITEMS = 1_000;

/** The notifications of a channel, newest first. Fires filter (detail: a status, or empty) and change. */
class Deliveries extends LitElement {
  static properties = { channel: { attribute: false }, status: {}, limit: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.channel = null;
    this.status = "";
    this.limit = PAGE_SIZE;
    this.list = new Query(
      this,
      () => this.channel && { channel: this.channel.id, status: this.status, limit: this.limit },
      (key, signal) => get("notifications", key, signal),
    );
    new Polling(this, () => POLL_INTERVAL, () => this.list.refresh());
  }

  createRenderRoot() {
    return this;
  }

  async resendAll() {
    const { id, name, deliveries } = this.channel;
    const confirmed = await confirm({
      title: words.channels.sendFailedNotificationsAgain,
      text: words.channels.resendWarning(boundedCount(deliveries.failed), name),
      action: words.common.sendAgain,
    });
    if (confirmed) {
      try {
        const { resent } = await post(`channels/${id}/retry`, { status: "FAILED" });
        showToast({ text: words.channels.resent(resent) });
      } catch (problem) {
        showProblem(problem);
      }
      this.list.refresh();
      this.dispatchEvent(new Event("change"));
    }
  }

  /** @param {Event} event */
  select(event) {
    this.limit = PAGE_SIZE;
    this.dispatchEvent(new CustomEvent("filter", { detail: /** @type {HTMLSelectElement} */ (event.target).value }));
  }

  render() {
    const { data, loading } = this.list;
    return html`
      <header class="card-head">
        <h2>${words.channels.deliveries}</h2>
        <select class="button" aria-label=${words.common.status} @change=${this.select}>
          ${[["", words.channels.allStatuses], ...STATUSES].map(([status, label]) => html`<option value=${status} .selected=${live(status === this.status)}>${label[0].toUpperCase()}${label.slice(1)}</option>`)}
        </select>
        <span class="spacer"></span>
        ${this.channel?.deliveries.failed && hasScope("operate") ? html`<button class="button small" @click=${this.resendAll}>${words.channels.sendAllFailedAgain}</button>` : nothing}
      </header>
      ${staleNotice(this.list)}
      <div class=${loading && data ? "refreshing" : ""}>
        ${data ? (data.items.length ? this.table(data) : emptyState(this.status ? words.channels.noSuchNotifications : words.channels.noNotificationsYet, nothing)) : loadingOrError(this.list)}
      </div>`;
  }

  /** @param {any} page */
  table({ items, nextCursor }) {
    return html`
      <ul class="notifications deliveries">${repeat(items, (/** @type {any} */ one) => one.id, row)}</ul>
      ${nextCursor
        ? html`<footer class="under">
            <span class="muted">${words.channels.newest(items.length)}</span>
            ${this.limit < MAX_ITEMS ? html`<button class="link" @click=${() => (this.limit = Math.min(MAX_ITEMS, this.limit * 4))}>${words.common.loadMore}</button>` : nothing}
          </footer>`
        : nothing}`;
  }
}

/** @param {any} one */
const row = (one) => html`
  <li>
    <div class="one">
      ${notificationStatus(one)} ${severity(one.severity)}
      <a href=${addressOf("alerts", { status: "ALL", selected: one.alertId })}>${one.host ? words.alerts.ruleOnHost(html`<bdi>${one.rule}</bdi>`, html`<bdi>${one.host}</bdi>`) : html`<bdi>${one.rule}</bdi>`}</a>
      ${transition(one)} ${resendButton(one)}
    </div>
    <div class="caption">${time(one.sentAt ?? one.createdAt)} ${reason(one)}</div>
  </li>`;

customElements.define("la-deliveries", Deliveries);
