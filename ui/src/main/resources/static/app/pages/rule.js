import { LitElement, html, nothing } from "lit";
import { AddressController, addressOf, navigate, parameters } from "../address.js";
import { Problem, get, post, put, remove } from "../api.js";
import { draftFrom, thresholdUnit, toDraft, toRule, withThreshold, withoutThresholds } from "../logic/rule-draft.js";
import { confirm } from "../parts/confirm.js";
import { icon } from "../parts/icons.js";
import { loadingOrError } from "../parts/states.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { readStored, writeStored } from "../storage.js";
import { showProblem, showToast } from "../toast.js";
import { words } from "../words.js";
import { origin } from "./rules.js";
import { ruleForm } from "./rule/form.js";
import "./rule/preview.js";

/** An unsaved draft, and the draft of the stored rule that it changes, as JSON. @typedef {{base: string, draft: any}} Unsaved */

/** The name of the unsaved draft in the storage of the session. @param {string} ruleId */
const unsavedName = (ruleId) => `rule.${ruleId || "new"}`;

/** The editor of a rule, with a backtest. Unsaved changes are kept for the session. */
class Rule extends LitElement {
  static properties = { draft: { state: true }, problem: { state: true }, previewProblem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {import("../logic/rule-draft.js").Draft | null} */
    this.draft = null;
    /** @type {Problem | null} */
    this.problem = null;
    /** The problem of the backtest. @type {Problem | null} */
    this.previewProblem = null;
    this.busy = false;
    /** @private The unit of the thresholds in the draft; empty without a draft. */
    this.unit = "";
    /** @private The parameters of the draft in the address. @type {string | null} */
    this.draftAddress = null;
    new AddressController(this);
    this.stored = new Query(this, () => this.ruleId || null, (id, signal) => get(`rules/${id}`, {}, signal));
    this.metrics = new Query(this, () => "metrics", (_, signal) => get("metrics", {}, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** The ID of the rule; empty for a new rule. */
  get ruleId() {
    return parameters().get("id") ?? "";
  }

  get rule() {
    return this.ruleId && this.stored.data?.id === this.ruleId ? this.stored.data : null;
  }

  willUpdate() {
    if (this.draftAddress !== location.search) {
      this.draft = null;
      this.problem = null;
      this.previewProblem = null;
    }
    if (!this.draft && (!this.ruleId || this.rule)) {
      const unsaved = readStored(unsavedName(this.ruleId), /** @type {Unsaved | null} */ (null), sessionStorage);
      this.draft = unsaved?.base === this.base ? unsaved.draft : this.storedDraft;
      this.draftAddress = location.search;
      this.unit = this.draft ? thresholdUnit(this.draft) : "";
    }
  }

  get storedDraft() {
    return this.ruleId ? toDraft(this.rule) : draftFrom(parameters());
  }

  /** @private */
  get base() {
    return JSON.stringify(this.storedDraft);
  }

  /** Whether the draft has changes that are not saved. */
  get unsaved() {
    return JSON.stringify(this.draft) !== this.base;
  }

  /** Forgets the unsaved changes. */
  discard() {
    writeStored(unsavedName(this.ruleId), null, sessionStorage);
    this.draft = this.storedDraft;
    this.problem = null;
  }

  /** @param {Partial<import("../logic/rule-draft.js").Draft>} parts */
  edit(parts) {
    const edited = { .../** @type {import("../logic/rule-draft.js").Draft} */ (this.draft), ...parts };
    this.problem = null;
    this.draft = "metric" in parts ? edited : this.inItsUnit(edited);
    writeStored(unsavedName(this.ruleId), this.unsaved ? { base: this.base, draft: this.draft } : null, sessionStorage);
  }

  /** Removes thresholds that were entered in another unit. @private @param {import("../logic/rule-draft.js").Draft} draft */
  inItsUnit(draft) {
    const unit = thresholdUnit(draft);
    const changed = this.unit !== "" && this.unit !== unit;
    this.unit = unit;
    return changed ? withoutThresholds(draft) : draft;
  }

  /** The name of a metric is complete, which is typed in steps. */
  completeMetric() {
    this.edit({});
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    this.busy = true;
    try {
      const rule = toRule(/** @type {import("../logic/rule-draft.js").Draft} */ (this.draft));
      const saved = this.ruleId ? await put(`rules/${this.ruleId}`, rule) : await post("rules", rule);
      this.problem = null;
      writeStored(unsavedName(this.ruleId), null, sessionStorage);
      showToast({ text: words.rules.saved(saved.name) });
      navigate("rules");
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, String(problem));
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(".field.invalid input, .field.invalid select"))?.focus());
    } finally {
      this.busy = false;
    }
  }

  async delete() {
    const { name } = this.rule;
    const confirmed = await confirm({ title: words.rules.deleteThisRule, text: words.rules.deleteWarning, action: words.common.delete, typed: name });
    if (confirmed) {
      try {
        await remove(`rules/${this.ruleId}`);
        showToast({ text: words.rules.deleted(name) });
        navigate("rules");
      } catch (problem) {
        showProblem(problem);
      }
    }
  }

  render() {
    const { draft, rule } = this;
    if (!draft) {
      return html`<section class="card">${loadingOrError(this.stored)}</section>`;
    }
    const readOnly = !hasScope("operate") || (rule?.readOnly ?? false);
    return html`
      <div class="page">
        <header class="page-header">
          <a class="button small" href="rules">${icon("left")} ${words.common.rules}</a>
          <h2>${rule ? rule.name : words.common.newRule}</h2>
          ${rule ? origin(rule) : nothing}
          <span class="spacer"></span>
          ${rule ? html`<a class="button small" href=${addressOf("alerts", { rule: rule.name, status: "ALL" })}>${icon("alerts")} ${words.rules.viewAlerts}</a>` : nothing}
          ${rule && rule.origin === "API" && !readOnly ? html`<button class="button small danger" @click=${this.delete}>${icon("trash")} ${words.common.delete}</button>` : nothing}
        </header>
        ${hasScope("operate") ? nothing : html`<p class="notice">${words.common.readOnly(html`<code>operate</code>`)}</p>`}
        ${rule?.readOnly ? html`<p class="notice">${words.rules.provisionedHint}</p>` : nothing}
        ${!readOnly && this.unsaved
          ? html`<p class="notice"><span>${words.rules.unsavedChanges}</span> <button class="button small" @click=${this.discard}>${words.common.discardChanges}</button></p>`
          : nothing}
        <div class="rule-editor">
          <form class="card stack" @submit=${this.save} novalidate>
            ${ruleForm({
              draft,
              problem: this.problem ?? (this.previewProblem?.field ? this.previewProblem : null),
              metrics: this.metrics.data?.items ?? [],
              builtIn: rule?.origin === "BUILT_IN",
              readOnly,
              edit: (parts) => this.edit(parts),
              completeMetric: () => this.completeMetric(),
            })}
            ${readOnly ? nothing : html`<div class="buttons end"><a class="button" href="rules" @click=${this.discard}>${words.common.cancel}</a><button class="button primary" ?disabled=${this.busy}>${words.common.save}</button></div>`}
          </form>
          <la-rule-preview class="card" .draft=${draft} @threshold=${(/** @type {CustomEvent} */ { detail }) => this.edit(withThreshold(draft, detail.id, detail.value))}
            @problem=${(/** @type {CustomEvent} */ { detail }) => (this.previewProblem = detail)}></la-rule-preview>
        </div>
      </div>`;
  }
}

customElements.define("la-rule", Rule);
