import { LitElement, html, nothing } from "lit";
import { AddressController, addressOf, navigate, parameters, setParameters } from "../address.js";
import { Problem, get, post, put, remove } from "../api.js";
import { NEW_DRAFT, STATUSES, toDraft, toForm } from "../logic/channels.js";
import { SECOND } from "../logic/times.js";
import { confirm } from "../parts/confirm.js";
import { icon } from "../parts/icons.js";
import { loadingOrError } from "../parts/states.js";
import { Polling } from "../polling.js";
import { Query } from "../query.js";
import { SESSION, hasScope } from "../session.js";
import { showProblem, showToast } from "../toast.js";
import { words } from "../words.js";
import { channelState } from "./channels.js";
import "./channels/deliveries.js";
import { channelForm } from "./channels/form.js";

/** @typedef {import("../logic/channels.js").Draft} Draft */

const POLL_INTERVAL = 15 * SECOND;

/**
 * Unsaved forms by channel, kept until the page is reloaded and not in the storage of the browser: they may have secrets.
 *
 * @type {Map<string, {base: string, draft: Draft}>}
 */
const unsavedForms = new Map();

window.addEventListener(SESSION, () => unsavedForms.clear());

/** The editor of a channel, with a test and its deliveries. */
class Channel extends LitElement {
  static properties = { draft: { state: true }, problem: { state: true }, busy: { state: true }, test: { state: true }, testing: { state: true } };

  constructor() {
    super();
    /** @type {Draft | null} */
    this.draft = null;
    /** The form without changes, as JSON. */
    this.base = "";
    /** The time of the last change of the stored channel that the form is based on. */
    this.baseUpdatedAt = "";
    /** @type {Problem | null} */
    this.problem = null;
    this.busy = false;
    /** The result of the last test. @type {any} */
    this.test = null;
    this.testing = false;
    /** The ID of the channel of the draft. @type {string | null} */
    this.draftId = null;
    new AddressController(this);
    this.stored = new Query(this, () => this.channelId || null, (id, signal) => get(`channels/${id}`, {}, signal));
    this.kinds = new Query(this, () => "kinds", (_, signal) => get("channels/kinds", {}, signal));
    this.intervals = new Query(this, () => "intervals", (_, signal) => get("mute-intervals", {}, signal));
    new Polling(this, () => (this.channelId ? POLL_INTERVAL : 0), () => this.stored.refresh());
  }

  createRenderRoot() {
    return this;
  }

  /** The ID of the channel; empty for a new channel. */
  get channelId() {
    return parameters().get("id") ?? "";
  }

  get channel() {
    return this.channelId && this.stored.data?.id === this.channelId ? this.stored.data : null;
  }

  /** @returns {import("../logic/channels.js").Kind[]} */
  get allKinds() {
    return this.kinds.data?.items ?? [];
  }

  get kind() {
    return this.allKinds.find(({ type }) => type === this.draft?.type);
  }

  /** Whether the form has changes that are not saved. */
  get unsaved() {
    return JSON.stringify(this.draft) !== this.base;
  }

  /** Whether the stored channel was changed by another caller since the form was filled. */
  get outdated() {
    return this.channel !== null && this.channel.updatedAt !== this.baseUpdatedAt;
  }

  willUpdate() {
    if (this.draftId !== this.channelId) {
      this.draft = null;
      this.problem = null;
      this.test = null;
    }
    const known = this.kinds.data && (!this.channelId || this.channel);
    if (known && (!this.draft || (this.outdated && !this.unsaved && !this.busy))) {
      this.fill();
    }
  }

  /** Fills the form from the stored channel, and from changes that were not saved. @private */
  fill() {
    const stored = this.channel ? toDraft(this.channel, this.allKinds.find(({ type }) => type === this.channel.type)) : NEW_DRAFT;
    this.base = JSON.stringify(stored);
    this.baseUpdatedAt = this.channel?.updatedAt ?? "";
    const unsaved = unsavedForms.get(this.channelId);
    this.draft = unsaved?.base === this.base ? unsaved.draft : stored;
    this.draftId = this.channelId;
  }

  discard() {
    unsavedForms.delete(this.channelId);
    this.problem = null;
    this.fill();
  }

  /** @param {Partial<Draft>} parts */
  edit(parts) {
    this.draft = { .../** @type {Draft} */ (this.draft), ...parts };
    if (this.unsaved) {
      unsavedForms.set(this.channelId, { base: this.base, draft: this.draft });
    } else {
      unsavedForms.delete(this.channelId);
    }
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      const form = toForm(/** @type {Draft} */ (this.draft), this.kind);
      const saved = this.channelId ? await put(`channels/${this.channelId}`, form) : await post("channels", form);
      unsavedForms.delete(this.channelId);
      this.problem = null;
      this.test = null;
      this.stored.data = saved;
      showToast({ text: words.channels.saved(saved.name) });
      if (this.channelId === saved.id) {
        this.fill();
      } else {
        navigate(addressOf("channel", { id: saved.id }), { replace: true });
      }
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, String(problem));
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(".invalid :is(input, select, textarea)"))?.focus());
    } finally {
      this.busy = false;
    }
  }

  async sendTest() {
    const id = this.channelId;
    this.testing = true;
    this.test = null;
    try {
      const result = await post(`channels/${id}/test`);
      this.test = this.channelId === id ? result : null;
    } catch (problem) {
      showProblem(problem);
    } finally {
      this.testing = false;
    }
  }

  async delete() {
    const { name } = this.channel;
    let closeAlerts = false;
    const confirmed = await confirm({
      title: words.channels.deleteThisChannel,
      text: html`${words.channels.deleteWarning}
        <label class="check"><input type="checkbox" @change=${(/** @type {Event} */ event) => (closeAlerts = /** @type {HTMLInputElement} */ (event.target).checked)} /> ${words.channels.sendEndFirst}</label>`,
      action: words.common.delete,
      typed: name,
    });
    if (confirmed) {
      try {
        await remove(`channels/${this.channelId}`, { closeAlerts });
        unsavedForms.delete(this.channelId);
        showToast({ text: words.channels.deleted(name) });
        navigate("channels");
      } catch (problem) {
        showProblem(problem);
      }
    }
  }

  render() {
    const { draft, channel } = this;
    if (!draft) {
      return html`<section class="card">${loadingOrError(this.stored.problem ? this.stored : this.kinds)}</section>`;
    }
    const canChange = hasScope("operate");
    const readOnly = !canChange || (channel?.readOnly ?? false);
    return html`
      <div class="page">
        <header class="page-header">
          <a class="button small" href="channels">${icon("left")} ${words.common.channels}</a>
          <h2><bdi>${channel ? channel.name : words.common.newChannel}</bdi></h2>
          ${channel ? html`<div class="channel-state">${channelState(channel)}</div>` : nothing}
          <span class="spacer"></span>
          ${channel && canChange
            ? html`<button class="button small" ?disabled=${this.testing || this.unsaved} title=${this.unsaved ? words.channels.saveTheChangesFirst : words.channels.sendTestHint} @click=${this.sendTest}>${icon("send")} ${this.testing ? words.channels.sending : words.channels.sendTest}</button>`
            : nothing}
          ${channel && !readOnly ? html`<button class="button small danger" @click=${this.delete}>${icon("trash")} ${words.common.delete}</button>` : nothing}
        </header>
        ${canChange ? nothing : html`<p class="notice">${words.common.readOnly(html`<code>operate</code>`)}</p>`}
        ${channel?.readOnly ? html`<p class="notice">${words.channels.provisionedHint}</p>` : nothing}
        ${!readOnly && this.outdated && this.unsaved
          ? html`<p class="notice"><span>${words.channels.changedElsewhere}</span> <button class="button small" @click=${this.discard}>${words.channels.loadTheStoredChannel}</button></p>`
          : !readOnly && this.unsaved && channel
            ? html`<p class="notice"><span>${words.channels.unsavedChanges}</span> <button class="button small" @click=${this.discard}>${words.common.discardChanges}</button></p>`
            : nothing}
        ${this.test ? testResult(this.test) : nothing}
        <div class="rule-editor">
          <form class="card stack" @submit=${this.save} novalidate>
            ${channelForm({
              draft,
              kinds: this.allKinds,
              stored: channel,
              intervals: this.intervals.data?.items ?? [],
              problem: this.problem,
              readOnly,
              edit: (parts) => this.edit(parts),
            })}
            ${readOnly
              ? nothing
              : html`<div class="buttons end"><a class="button" href="channels" @click=${this.discard}>${words.common.cancel}</a><button class="button primary" ?disabled=${this.busy}>${words.common.save}</button></div>`}
          </form>
          ${channel
            ? html`<la-deliveries class="card" role="region" aria-label=${words.channels.deliveries} .channel=${channel} .status=${this.status}
                @filter=${(/** @type {CustomEvent} */ { detail }) => setParameters({ status: detail }, { replace: true })}
                @change=${() => this.stored.refresh()}></la-deliveries>`
            : html`<div class="card stack hint-card"><h2>${words.channels.afterSaving}</h2><p>${words.channels.afterSavingHint}</p></div>`}
        </div>
      </div>`;
  }

  /** The filter of the deliveries. */
  get status() {
    const status = parameters().get("status") ?? "";
    return STATUSES.some(([one]) => one === status) ? status : "";
  }
}

/** @param {{outcome: string, reason: string, durationMillis: number, body: string | null}} result */
const testResult = ({ outcome, reason, durationMillis, body }) => html`
  <div class="notice ${outcome === "DELIVERED" ? "good" : "bad"}" role="status">
    <span>
      ${outcome === "DELIVERED"
        ? words.channels.testDelivered(html`<strong>${words.channels.testDeliveredTitle}</strong>`, durationMillis)
        : words.channels[outcome === "RETRY" ? "testFailedRetry" : "testRefused"](html`<strong>${words.channels.testFailedTitle}</strong>`, durationMillis, reason)}
    </span>
    ${body ? html`<details><summary>${words.channels.bodyThatWasSent}</summary><pre class="command" tabindex="0" aria-label=${words.channels.body}>${body}</pre></details>` : nothing}
  </div>`;

customElements.define("la-channel", Channel);
