import { LitElement, html, nothing } from "lit";
import { AddressController, addressOf, navigate, parameters } from "../address.js";
import { Problem, get, post } from "../api.js";
import { INVALID_TIME, completeMatchers, copyOf, knownLabels, newDraft, parseMatcher, timesOf, toDraft } from "../logic/silences.js";
import { icon } from "../parts/icons.js";
import { loadingOrError } from "../parts/states.js";
import { time } from "../parts/time.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { showToast } from "../toast.js";
import { words } from "../words.js";
import { expire } from "./silences.js";
import { silenceForm } from "./silences/form.js";
import "./silences/preview.js";

/** @typedef {import("../logic/silences.js").Draft} Draft */

const SUGGESTED = 500;

/**
 * The editor of a silence, with the alerts that it matches. The address has the ID of a silence to change, the ID of one to
 * copy, or the matchers of a new one.
 */
class SilencePage extends LitElement {
  static properties = { draft: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {Draft | null} */
    this.draft = null;
    /** @type {Problem | null} */
    this.problem = null;
    this.busy = false;
    /** The address that the draft belongs to. @type {string | null} */
    this.draftOf = null;
    new AddressController(this);
    this.stored = new Query(this, () => this.silenceId || this.copyId || null, (id, signal) => get(`silences/${id}`, {}, signal));
    this.alerts = new Query(this, () => "alerts", (_, signal) => get("alerts", { status: ["OPEN", "ACKNOWLEDGED"], limit: SUGGESTED }, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** The ID of the silence to change; empty for a new one. */
  get silenceId() {
    return parameters().get("id") ?? "";
  }

  /** The ID of the silence to copy, or empty. */
  get copyId() {
    return parameters().get("copy") ?? "";
  }

  get silence() {
    const id = this.silenceId || this.copyId;
    return id && this.stored.data?.id === id ? this.stored.data : null;
  }

  willUpdate() {
    const address = parameters().toString();
    if (this.draftOf !== address) {
      this.draft = null;
      this.problem = null;
    }
    if (!this.draft && (this.silence || !(this.silenceId || this.copyId))) {
      this.draft = !this.silence
        ? newDraft(parameters().getAll("matcher").flatMap((text) => parseMatcher(text) ?? []))
        : this.silenceId
          ? toDraft(this.silence)
          : copyOf(this.silence);
      this.draftOf = address;
    }
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    if (this.busy) {
      return;
    }
    const draft = /** @type {Draft} */ (this.draft);
    const { start, end } = timesOf(draft, Date.now());
    const invalid = start === null ? "startsAt" : end === null ? "endsAt" : "";
    if (invalid) {
      this.fail(new Problem(0, INVALID_TIME, { field: invalid }));
      return;
    }
    this.busy = true;
    try {
      const saved = await post("silences", {
        id: this.silenceId || null,
        matchers: completeMatchers(draft),
        startsAt: this.hasStarted ? this.silence.startsAt : draft.start.trim() ? new Date(Number(start)).toISOString() : null,
        endsAt: new Date(Number(end)).toISOString(),
        createdBy: this.silenceId ? this.silence.createdBy : null,
        comment: draft.comment.trim(),
      });
      this.problem = null;
      showToast({ text: this.silenceId === saved.id ? words.silences.silenceChanged : words.silences.silenceCreated });
      navigate(addressOf("silences", { view: saved.status.state === "active" ? "" : saved.status.state }));
    } catch (problem) {
      this.fail(problem instanceof Problem ? problem : new Problem(0, String(problem)));
    } finally {
      this.busy = false;
    }
  }

  /** @param {Problem} problem */
  fail(problem) {
    this.problem = problem;
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(".invalid :is(input, textarea)"))?.focus());
  }

  async end() {
    if (await expire(this.silence)) {
      navigate("silences");
    }
  }

  get hasStarted() {
    return this.silenceId !== "" && this.silence?.status.state !== "pending";
  }

  render() {
    const { draft } = this;
    if (!draft) {
      return html`<section class="card">${loadingOrError(this.stored)}</section>`;
    }
    const silence = this.silenceId ? this.silence : null;
    const state = silence?.status.state;
    const readOnly = !hasScope("operate") || state === "expired";
    return html`
      <div class="page">
        <header class="page-header">
          <a class="button small" href="silences">${icon("left")} ${words.silences.silences}</a>
          <h2>${silence ? words.common.silence : words.common.newSilence}</h2>
          ${silence ? html`<span class="status silence-${state}">${words.silences.states[state]}</span> <span class="caption">${words.silences.createdAndChanged(html`<bdi>${silence.createdBy}</bdi>`, time(silence.updatedAt))}</span>` : nothing}
          <span class="spacer"></span>
          ${silence && hasScope("operate")
            ? state === "expired"
              ? html`<a class="button small" href=${addressOf("silence", { copy: silence.id })}>${words.silences.reCreate}</a>`
              : html`<button class="button small danger" @click=${this.end}>${words.silences.expire}</button>`
            : nothing}
        </header>
        ${hasScope("operate") ? nothing : html`<p class="notice">${words.common.readOnly(html`<code>operate</code>`)}</p>`}
        ${state === "active" && !readOnly ? html`<p class="caption">${words.silences.changeHint}</p>` : nothing}
        <div class="rule-editor">
          <form class="card stack" @submit=${this.save} novalidate>
            ${silenceForm({
              draft,
              known: knownLabels(this.alerts.data?.items ?? []),
              problem: this.problem,
              startFixed: this.hasStarted,
              readOnly,
              edit: (parts) => (this.draft = { ...draft, ...parts }),
            })}
            ${readOnly ? nothing : html`<div class="buttons end"><a class="button" href="silences">${words.common.cancel}</a><button class="button primary" ?disabled=${this.busy}>${silence ? words.common.save : words.silences.createSilence}</button></div>`}
          </form>
          <la-silence-preview class="card" role="region" aria-label=${words.silences.alertsThatMatchNow} .matchers=${completeMatchers(draft)}></la-silence-preview>
        </div>
      </div>`;
  }
}

customElements.define("la-silence", SilencePage);
