import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { fieldMessage } from "../../logic/channels.js";
import { OPERATORS, PRESETS, timeHints } from "../../logic/silences.js";
import { field, fieldError, formError, matchesField } from "../../parts/form.js";
import { icon } from "../../parts/icons.js";
import { words } from "../../words.js";

/** @typedef {import("../../logic/silences.js").Draft} Draft */
/** @typedef {import("../../logic/silences.js").Matcher} Matcher */

const MAX_MATCHERS = 20;

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/**
 * The form fields of a silence.
 *
 * @param {object} form
 * @param {Draft} form.draft
 * @param {Map<string, string[]>} form.known names and values of labels
 * @param {import("../../api.js").Problem | null} form.problem
 * @param {boolean} form.startFixed whether it has started
 * @param {boolean} form.readOnly
 * @param {(parts: Partial<Draft>) => void} form.edit
 */
export function silenceForm({ draft, known, problem: raw, startFixed, readOnly, edit }) {
  const problem = raw && /** @type {import("../../api.js").Problem} */ ({ ...raw, message: fieldMessage(raw), field: raw.field });
  const hints = timeHints(draft, Date.now());

  /** @param {number} index @param {Partial<Matcher>} parts */
  const change = (index, parts) => edit({ matchers: draft.matchers.map((matcher, other) => (other === index ? { ...matcher, ...parts } : matcher)) });

  /** @param {Matcher} matcher @param {number} index */
  const row = (matcher, index) => html`
    <li class="matcher">
      <input aria-label=${words.silences.labelOfMatcher(index + 1)} list="label-names" placeholder=${words.silences.labelPlaceholder} maxlength="200" spellcheck="false" autocomplete="off" .value=${matcher.name} ?disabled=${readOnly}
        @input=${(/** @type {Event} */ event) => change(index, { name: valueOf(event) })} />
      <select aria-label=${words.silences.operatorOfMatcher(index + 1)} ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => change(index, { operator: valueOf(event) })}>
        ${OPERATORS.map(([operator, meaning]) => html`<option value=${operator} .selected=${live(operator === matcher.operator)}>${operator} ${meaning}</option>`)}
      </select>
      <input aria-label=${words.silences.valueOfMatcher(index + 1)} list="label-values-${index}" placeholder=${matcher.operator.includes("~") ? "web-.*" : words.silences.valuePlaceholder} maxlength="2000" spellcheck="false" autocomplete="off" .value=${matcher.value} ?disabled=${readOnly}
        @input=${(/** @type {Event} */ event) => change(index, { value: valueOf(event) })} />
      <datalist id="label-values-${index}">${(known.get(matcher.name) ?? []).slice(0, 100).map((value) => html`<option value=${value}></option>`)}</datalist>
      <button class="plain" type="button" aria-label=${words.silences.removeMatcher(index + 1)} ?disabled=${readOnly || draft.matchers.length === 1} @click=${() => edit({ matchers: draft.matchers.filter((_, other) => other !== index) })}>${icon("close")}</button>
    </li>`;

  /** @param {"start" | "end"} name @param {string} api @param {string} label @param {string} placeholder @param {boolean} disabled */
  const moment = (name, api, label, placeholder, disabled) =>
    field({
      name: api,
      label,
      problem,
      hint: hints[name],
      input: html`<input .value=${draft[name]} placeholder=${placeholder} ?disabled=${disabled} spellcheck="false" autocomplete="off" @input=${(/** @type {Event} */ event) => edit({ [name]: valueOf(event) })} />`,
    });

  return html`
    <fieldset class=${matchesField(problem, "matchers") ? "invalid" : ""}>
      <legend>${words.silences.matchers} <span class="caption">${words.silences.allMustMatch}</span></legend>
      <ul class="matcher-rows">${draft.matchers.map(row)}</ul>
      <datalist id="label-names">${[...known.keys()].map((name) => html`<option value=${name}></option>`)}</datalist>
      ${problem && matchesField(problem, "matchers") ? fieldError(problem) : nothing}
      ${readOnly || draft.matchers.length >= MAX_MATCHERS
        ? nothing
        : html`<button class="button small" type="button" @click=${() => edit({ matchers: [...draft.matchers, { name: "", operator: "=", value: "" }] })}>${icon("plus")} ${words.silences.addMatcher}</button>`}
    </fieldset>
    <div class="pair">
      ${moment("start", "startsAt", words.silences.start, "now", readOnly || startFixed)} ${moment("end", "endsAt", words.silences.end, "+2h", readOnly)}
    </div>
    ${readOnly
      ? nothing
      : html`<div class="chips" role="group" aria-label=${words.silences.durations}>
          ${PRESETS.map(([end, label]) => html`<button class="chip" type="button" aria-pressed=${draft.end === end} @click=${() => edit({ end })}>${label}</button>`)}
        </div>`}
    ${field({
      name: "comment",
      label: words.common.comment,
      problem,
      input: html`<textarea rows="2" maxlength="2000" .value=${draft.comment} ?disabled=${readOnly} @input=${(/** @type {Event} */ event) => edit({ comment: valueOf(event) })}></textarea>`,
    })}
    ${formError(problem, ["matchers", "startsAt", "endsAt", "comment"])}`;
}
