import { html, nothing } from "lit";
import { CONDITION_KINDS, FIELDS, hasAttributes, hasPendingPeriod, isRawCounter, memberOf, unitOfCondition } from "../../logic/conditions.js";
import { conditionOf, ownSeverities } from "../../logic/rule-draft.js";
import { SEVERITIES, severityName } from "../../logic/rules.js";
import { field, fieldError, formError, matchesField } from "../../parts/form.js";
import { severityIcon } from "../../parts/icons.js";
import { words } from "../../words.js";

/** @typedef {import("../../logic/rule-draft.js").Draft} Draft */

/** @type {[string, string][]} */
const TYPES = Object.entries(CONDITION_KINDS).map(([type, { title }]) => [type, title]);

const NAMES = [
  "name", "description", "condition.type", ...new Set(FIELDS.map((field) => `condition.${memberOf(field)}`)), "severities", "for",
  "recovery.threshold", "recovery.for", "matchers",
];

/**
 * The form fields of a rule.
 *
 * @param {object} form
 * @param {Draft} form.draft
 * @param {import("../../api.js").Problem | null} form.problem
 * @param {import("../../logic/conditions.js").Metric[]} form.metrics known metrics
 * @param {boolean} form.builtIn whether name and condition are fixed
 * @param {boolean} form.readOnly
 * @param {(parts: Partial<Draft>) => void} form.edit
 * @param {() => void} form.completeMetric called when the name of the metric has been entered
 */
export function ruleForm({ draft, problem, metrics, builtIn, readOnly, edit, completeMetric }) {
  const unit = unitOfCondition(conditionOf(draft));
  const fixed = readOnly || builtIn;

  /** @param {string} name @param {string} label @param {{field?: string, hint?: unknown, disabled?: boolean, list?: string, isThreshold?: boolean}} [options] */
  const text = (name, label, { field: path = name, hint, disabled = readOnly, list, isThreshold } = {}) =>
    field({
      name: path,
      label,
      problem,
      hint,
      unit: isThreshold ? unit : undefined,
      input: html`<input .value=${String(/** @type {any} */ (draft)[name])} ?disabled=${disabled} list=${list ?? nothing} spellcheck="false" autocomplete="off"
        @input=${(/** @type {Event} */ event) => edit({ [name]: valueOf(event) })} @change=${name === "metric" ? completeMetric : nothing} />`,
    });

  const description = () =>
    field({
      name: "description",
      label: words.rules.descriptionRunbook,
      problem,
      input: html`<textarea rows="3" .value=${draft.description} ?disabled=${readOnly}
        @input=${(/** @type {Event} */ event) => edit({ description: valueOf(event) })}></textarea>`,
    });

  /** @param {string} name @param {string} label @param {string} path @param {[string, string][]} choices @param {string} [hint] */
  const choice = (name, label, path, choices, hint) =>
    field({
      name: path,
      label,
      problem,
      hint,
      input: html`<select ?disabled=${fixed} @change=${(/** @type {Event} */ event) => edit({ [name]: valueOf(event) })}>
        ${choices.map(([value, title]) => html`<option value=${value} ?selected=${value === /** @type {any} */ (draft)[name]}>${title}</option>`)}
      </select>`,
    });

  /** @param {import("../../logic/conditions.js").Field} field */
  const member = ({ name, member: path = name, label, hint, choices, isMetric }) =>
    choices
      ? choice(name, label, `condition.${path}`, choices, name === "fn" && isRawCounter(conditionOf(draft), metrics) ? words.rules.counterHint : undefined)
      : text(name, label, { field: `condition.${path}`, disabled: fixed, hint, list: isMetric ? "metrics" : undefined });

  const kind = CONDITION_KINDS[draft.type];

  return html`
    ${text("name", words.common.name, { disabled: fixed })} ${description()}
    <label class="check"><input type="checkbox" .checked=${draft.enabled} ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => edit({ enabled: /** @type {HTMLInputElement} */ (event.target).checked })} /> ${words.common.enabled}</label>
    <label class="check"><input type="checkbox" .checked=${draft.notify} ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => edit({ notify: /** @type {HTMLInputElement} */ (event.target).checked })} /> ${words.rules.notifyChannels}</label>
    ${choice("type", words.rules.condition, "condition.type", TYPES)}
    ${kind.rows.map((row) => (row.length > 1 ? html`<div class="pair">${row.map(member)}</div>` : row.map(member)))}
    <datalist id="metrics">${metrics.map(({ name }) => html`<option value=${name}></option>`)}</datalist>
    ${ownSeverities(draft) ? nothing : html`<fieldset class="severities">
      <legend>${kind.legend(unit.symbol)}</legend>
      ${SEVERITIES.map((severity) =>
        field({
          name: `severities.${severity}`,
          label: html`<span class="severity">${severityIcon(severity)}${severityName(severity)}</span>`,
          problem,
          isMarkedOnly: true,
          input: html`<input inputmode="decimal" placeholder="–" .value=${draft.severities[severity]} ?disabled=${readOnly}
            @input=${(/** @type {Event} */ event) => edit({ severities: { ...draft.severities, [severity]: valueOf(event) } })} />`,
        }),
      )}
      <p>${problem && matchesField(problem, "severities") ? fieldError(problem, unit) : nothing}</p>
    </fieldset>`}
    ${hasPendingPeriod(kind) ? text("for", words.rules.pendingPeriodFor, { hint: words.rules.pendingHint }) : nothing}
    <div class="pair">
      ${text("recoveryThreshold", words.rules.recoveryThreshold(unit.symbol), { field: "recovery.threshold", hint: words.rules.recoveryThresholdHint, isThreshold: true })}
      ${text("recoveryFor", words.rules.recoveryPeriodKeepFiringFor, { field: "recovery.for", hint: words.rules.recoveryHint })}
    </div>
    <div class="pair">
      ${text("host", words.common.hosts, { field: problem?.field === "matchers" ? "matchers" : "matchers.host", hint: words.common.wildcardsHint })}
      ${text("environment", words.rules.environment, { field: "matchers.environment" })}
    </div>
    ${hasAttributes(kind) ? text("attributes", words.rules.attributes, { field: "matchers.attributes", hint: words.rules.attributesHint }) : nothing}
    ${formError(problem, NAMES)}`;
}

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;
