import { LitElement, html, nothing } from "lit";
import { AddressWatch, addressOf, go, parameters } from "../address.js";
import { Problem, get, post, put, remove } from "../api.js";
import { NEW, draftOf, ruleOf, withFirstThreshold } from "../logic/rule-draft.js";
import { confirm } from "../parts/confirm.js";
import { icon } from "../parts/icons.js";
import { whileAsked } from "../parts/states.js";
import { Question } from "../question.js";
import { may } from "../session.js";
import { tell, tellProblem } from "../toast.js";
import { origin } from "./rules.js";
import { ruleForm } from "./rule/form.js";
import "./rule/preview.js";

/** Rule: written, with what it would have done beside it. */
class Rule extends LitElement {
  static properties = { draft: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {import("../logic/rule-draft.js").Draft | null} */
    this.draft = null;
    /** @type {Problem | null} */
    this.problem = null;
    this.busy = false;
    /** @private The id of the rule that the draft is of. @type {string | null} */
    this.drafted = null;
    new AddressWatch(this);
    this.stored = new Question(this, () => this.of || null, (id, signal) => get(`rules/${id}`, {}, signal));
    this.metrics = new Question(this, () => "metrics", (_, signal) => get("metrics", {}, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** The id of the rule; empty for one that is new. */
  get of() {
    return parameters().get("id") ?? "";
  }

  get rule() {
    return this.of && this.stored.answer?.id === this.of ? this.stored.answer : null;
  }

  willUpdate() {
    if (this.drafted !== this.of) {
      this.draft = null;
      this.problem = null;
    }
    if (!this.draft && (!this.of || this.rule)) {
      this.draft = this.of ? draftOf(this.rule) : NEW;
      this.drafted = this.of;
    }
  }

  /** @param {Partial<import("../logic/rule-draft.js").Draft>} parts */
  edit(parts) {
    this.draft = { .../** @type {import("../logic/rule-draft.js").Draft} */ (this.draft), ...parts };
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    this.busy = true;
    try {
      const rule = ruleOf(/** @type {import("../logic/rule-draft.js").Draft} */ (this.draft));
      const saved = this.of ? await put(`rules/${this.of}`, rule) : await post("rules", rule);
      this.problem = null;
      tell({ text: `The rule ${saved.name} is saved, and holds from now on.` });
      go("rules");
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, String(problem));
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(".field.wrong input, .field.wrong select"))?.focus());
    } finally {
      this.busy = false;
    }
  }

  async delete() {
    const { name } = this.rule;
    const sure = await confirm({ title: "Delete this rule?", text: "Its open alerts are resolved.", action: "Delete", typed: name });
    if (sure) {
      try {
        await remove(`rules/${this.of}`);
        tell({ text: `The rule ${name} is deleted.` });
        go("rules");
      } catch (problem) {
        tellProblem(problem);
      }
    }
  }

  render() {
    const { draft, rule } = this;
    if (!draft) {
      return html`<section class="card">${whileAsked(this.stored)}</section>`;
    }
    const readOnly = !may("operate") || (rule?.readOnly ?? false);
    return html`
      <div class="page">
        <header class="about">
          <a class="button small" href="rules">${icon("left")} Rules</a>
          <h2>${rule ? rule.name : "New rule"}</h2>
          ${rule ? origin(rule) : nothing}
          <span class="spring"></span>
          ${rule ? html`<a class="button small" href=${addressOf("alerts", { rule: rule.name, status: "ALL" })}>${icon("alerts")} Its alerts</a>` : nothing}
          ${rule && rule.origin === "API" && !readOnly ? html`<button class="button small danger" @click=${this.delete}>${icon("trash")} Delete</button>` : nothing}
        </header>
        ${rule?.readOnly ? html`<p class="notice">This rule comes from the configuration, and is changed there.</p>` : nothing}
        <div class="rule-editor">
          <form class="card stack" @submit=${this.save} novalidate>
            ${ruleForm({
              draft,
              problem: this.problem,
              metrics: (this.metrics.answer?.items ?? []).map((/** @type {any} */ { name }) => name),
              builtIn: rule?.origin === "BUILT_IN",
              readOnly,
              edit: (parts) => this.edit(parts),
            })}
            ${readOnly ? nothing : html`<div class="buttons end"><a class="button" href="rules">Cancel</a><button class="button primary" ?disabled=${this.busy}>Save</button></div>`}
          </form>
          <la-rule-preview class="card" .draft=${draft} @threshold=${(/** @type {CustomEvent} */ { detail }) => this.edit(withFirstThreshold(draft, detail))}></la-rule-preview>
        </div>
      </div>`;
  }
}

customElements.define("la-rule", Rule);
