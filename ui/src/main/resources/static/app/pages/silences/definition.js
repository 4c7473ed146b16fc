import { LitElement, html, nothing } from "lit";
import { Problem, post, put, remove } from "../../api.js";
import { fieldMessage, namesIn } from "../../logic/channels.js";
import { TIME_MEMBERS, concerns, linesIn, timesDraft, timesForm } from "../../logic/silences.js";
import { confirm } from "../../parts/confirm.js";
import { field, formError } from "../../parts/form.js";
import { icon } from "../../parts/icons.js";
import { showToast } from "../../toast.js";
import { words } from "../../words.js";

const MAX_TIMES = 50;

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/** The dialog of a mute interval or an inhibition. Fires change. */
class Definition extends LitElement {
  static properties = { draft: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** The path of the API. @type {"mute-intervals" | "inhibitions"} */
    this.kind = "mute-intervals";
    /** The stored definition; null for a new one. @type {any} */
    this.stored = null;
    /** @type {{name: string, intervals: Record<string, string>[], source: string, target: string, equal: string} | null} */
    this.draft = null;
    /** @type {Problem | null} */
    this.problem = null;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {"mute-intervals" | "inhibitions"} kind @param {any} [stored] */
  async open(kind, stored = null) {
    this.kind = kind;
    this.stored = stored;
    this.problem = null;
    this.draft = {
      name: stored?.name ?? "",
      intervals: (stored?.intervals ?? [{}]).map(timesDraft),
      source: (stored?.source ?? []).join("\n"),
      target: (stored?.target ?? []).join("\n"),
      equal: (stored?.equal ?? []).join(", "),
    };
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }

  close() {
    this.querySelector("dialog")?.close();
  }

  /** The name of the kind in a sentence. */
  get noun() {
    return this.kind === "inhibitions" ? "inhibition" : words.silences.muteInterval;
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    const { name, intervals, source, target, equal } = /** @type {NonNullable<Definition["draft"]>} */ (this.draft);
    const form = this.kind === "inhibitions" ? { name, source: linesIn(source), target: linesIn(target), equal: namesIn(equal) } : { name, intervals: intervals.map(timesForm) };
    await this.run(() => (this.stored ? put(`${this.kind}/${this.stored.id}`, form) : post(this.kind, form)), words.silences.saved(name));
  }

  async delete() {
    const { id, name } = this.stored;
    if (await confirm({ title: words.silences.deleteQuestion(this.noun), text: words.silences.deleteWarning(name), action: words.common.delete })) {
      await this.run(() => remove(`${this.kind}/${id}`), words.silences.deleted(name));
    }
  }

  /** @param {() => Promise<unknown>} request @param {string} done @private */
  async run(request, done) {
    try {
      await request();
      this.problem = null;
      showToast({ text: done });
      this.close();
      this.dispatchEvent(new Event("change"));
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, String(problem));
    }
  }

  /** @param {Partial<NonNullable<Definition["draft"]>>} parts */
  edit(parts) {
    this.draft = { .../** @type {NonNullable<Definition["draft"]>} */ (this.draft), ...parts };
  }

  render() {
    const { draft } = this;
    if (!draft) {
      return nothing;
    }
    const problem = this.problem && /** @type {Problem} */ ({ ...this.problem, message: fieldMessage(this.problem), field: this.problem.field });
    return html`
      <dialog class="dialog" aria-labelledby="definition-title" @close=${() => (this.draft = null)}>
        <header>
          <h2 id="definition-title">${words.silences[this.stored ? "editDefinition" : "newDefinition"](this.noun)}</h2>
          <button class="plain" aria-label=${words.common.close} @click=${this.close}>${icon("close")}</button>
        </header>
        <form class="stack" @submit=${this.save} novalidate>
          ${field({ name: "name", label: words.common.name, problem, input: html`<input maxlength="200" autocomplete="off" .value=${draft.name} @input=${(/** @type {Event} */ event) => this.edit({ name: valueOf(event) })} />` })}
          ${this.kind === "inhibitions" ? this.inhibition(draft, problem) : this.times(draft, problem)}
          ${formError(problem, ["name", ...(this.kind === "inhibitions" ? ["source", "target", "equal"] : TIME_MEMBERS.map(([name]) => name))])}
          <div class="buttons end">
            ${this.stored ? html`<button class="button danger" type="button" @click=${this.delete}>${icon("trash")} ${words.common.delete}</button>` : nothing}
            <button class="button" type="button" @click=${this.close}>${words.common.cancel}</button>
            <button class="button primary">${words.common.save}</button>
          </div>
        </form>
      </dialog>`;
  }

  /** @param {NonNullable<Definition["draft"]>} draft @param {Problem | null} problem */
  inhibition(draft, problem) {
    /** @param {"source" | "target"} name @param {string} label @param {string} example */
    const matchers = (name, label, example) =>
      field({
        name,
        label,
        problem,
        hint: words.silences.matchersHint(example),
        input: html`<textarea class="code" rows="3" spellcheck="false" .value=${draft[name]} @input=${(/** @type {Event} */ event) => this.edit({ [name]: valueOf(event) })}></textarea>`,
      });
    return html`
      ${matchers("source", words.silences.whileThisAlertFires, 'alertname="Host down"')} ${matchers("target", words.silences.theseAlertsAreMuted, 'severity!="critical"')}
      ${field({
        name: "equal",
        label: words.silences.ifTheseLabelsEqual,
        problem,
        hint: words.silences.equalHint,
        input: html`<input spellcheck="false" autocomplete="off" .value=${draft.equal} @input=${(/** @type {Event} */ event) => this.edit({ equal: valueOf(event) })} />`,
      })}`;
  }

  /** @param {NonNullable<Definition["draft"]>} draft @param {Problem | null} problem */
  times({ intervals }, problem) {
    /** @param {number} index @param {string} name @param {string} value */
    const change = (index, name, value) => this.edit({ intervals: intervals.map((times, other) => (other === index ? { ...times, [name]: value } : times)) });
    return html`
      <p class="caption">${words.silences.timesHint}</p>
      ${intervals.map(
        (times, index) => html`
          <fieldset class="times">
            <legend>
              ${index ? words.silences.or : words.silences.times}
              ${intervals.length > 1
                ? html`<button class="plain small" type="button" aria-label=${words.silences.removeTimes(index + 1)} @click=${() => this.edit({ intervals: intervals.filter((_, other) => other !== index) })}>${icon("close")}</button>`
                : nothing}
            </legend>
            <div class="time-members">
              ${TIME_MEMBERS.map(([name, label, example]) =>
                field({
                  name,
                  label,
                  problem: problem && (intervals.length === 1 || concerns(problem.message, times[name])) ? problem : null,
                  input: html`<input placeholder=${example} spellcheck="false" autocomplete="off" .value=${times[name]} @input=${(/** @type {Event} */ event) => change(index, name, valueOf(event))} />`,
                }),
              )}
            </div>
          </fieldset>`,
      )}
      ${intervals.length < MAX_TIMES ? html`<div><button class="button small" type="button" @click=${() => this.edit({ intervals: [...intervals, timesDraft({ location: intervals.at(-1)?.location })] })}>${icon("plus")} ${words.silences.addTimes}</button></div>` : nothing}`;
  }
}

customElements.define("la-definition", Definition);
