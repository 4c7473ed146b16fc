import { html, nothing } from "lit";
import { unitOfCondition } from "../../logic/units.js";
import { conditionOf } from "../../logic/rule-draft.js";
import { SEVERITIES, severityName } from "../../logic/rules.js";
import { field, formError } from "../../parts/form.js";
import { severityIcon } from "../../parts/icons.js";

/** @typedef {import("../../logic/rule-draft.js").Draft} Draft */

/** @type {[Draft["type"], string][]} */
const TYPES = [
  ["threshold", "Metric threshold"],
  ["logCount", "Log count"],
  ["silence", "No data"],
];

const FIELDS = [
  "name", "description", "condition.type", "condition.metric", "condition.comparison", "condition.query", "condition.groupBy",
  "condition.window", "condition.of", "condition.forgetAfter", "severities", "for", "recovery.threshold", "recovery.for",
  "matchers.host", "matchers.environment", "matchers.attributes",
];

/**
 * The form fields of a rule.
 *
 * @param {object} form
 * @param {Draft} form.draft
 * @param {import("../../api.js").Problem | null} form.problem
 * @param {string[]} form.metrics known metrics
 * @param {boolean} form.builtIn whether name and condition are fixed
 * @param {boolean} form.readOnly
 * @param {(parts: Partial<Draft>) => void} form.edit
 */
export function ruleForm({ draft, problem, metrics, builtIn, readOnly, edit }) {
  const { symbol } = unitOfCondition(conditionOf(draft));
  const fixed = readOnly || builtIn;

  /** @param {keyof Draft} name @param {string} label @param {{field?: string, hint?: unknown, disabled?: boolean, list?: string}} [options] */
  const text = (name, label, { field: path = name, hint, disabled = readOnly, list } = {}) =>
    field({
      name: path,
      label,
      problem,
      hint,
      input: html`<input .value=${String(draft[name])} ?disabled=${disabled} list=${list ?? nothing} spellcheck="false" autocomplete="off"
        @input=${(/** @type {Event} */ event) => edit({ [name]: valueOf(event) })} />`,
    });

  const description = () =>
    field({
      name: "description",
      label: "Description (runbook)",
      problem,
      input: html`<textarea rows="3" .value=${draft.description} ?disabled=${readOnly}
        @input=${(/** @type {Event} */ event) => edit({ description: valueOf(event) })}></textarea>`,
    });

  /** @param {keyof Draft} name @param {string} label @param {string} path @param {[string, string][]} choices */
  const choice = (name, label, path, choices) =>
    field({
      name: path,
      label,
      problem,
      input: html`<select ?disabled=${fixed} @change=${(/** @type {Event} */ event) => edit({ [name]: valueOf(event) })}>
        ${choices.map(([value, title]) => html`<option value=${value} ?selected=${value === draft[name]}>${title}</option>`)}
      </select>`,
    });

  /** @type {Record<Draft["type"], () => unknown>} */
  const conditions = {
    threshold: () => html`
      <div class="pair">
        ${text("metric", "Metric", { field: "condition.metric", disabled: fixed, list: "metrics" })}
        ${choice("comparison", "Operator", "condition.comparison", [["above", "above"], ["below", "below"]])}
      </div>
      <datalist id="metrics">${metrics.map((metric) => html`<option value=${metric}></option>`)}</datalist>`,
    logCount: () => html`
      ${text("query", "Query", { field: "condition.query", disabled: fixed, hint: "Same syntax as Logs; empty matches all." })}
      <div class="pair">
        ${text("window", "Time window", { field: "condition.window", disabled: fixed, hint: "10s to 1d" })}
        ${text("groupBy", "Group by", { field: "condition.groupBy", disabled: fixed, hint: "host, application …; empty: one group" })}
      </div>`,
    silence: () => html`
      <div class="pair">
        ${choice("of", "Scope", "condition.of", [["host", "each host"], ["group", "all matching hosts"]])}
        ${text("forgetAfter", "Forget hosts after", { field: "condition.forgetAfter", disabled: fixed, hint: "such as 7d" })}
      </div>`,
  };

  return html`
    ${text("name", "Name", { disabled: fixed })} ${description()}
    <label class="check"><input type="checkbox" .checked=${draft.enabled} ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => edit({ enabled: /** @type {HTMLInputElement} */ (event.target).checked })} /> Enabled</label>
    ${choice("type", "Condition", "condition.type", TYPES)} ${conditions[draft.type]()}
    <fieldset class="severities">
      <legend>${draft.type === "logCount" ? "Count above" : draft.type === "silence" ? "No data for (s)" : `Thresholds${symbol ? ` (${symbol})` : ""}`}</legend>
      ${SEVERITIES.map((severity) =>
        field({
          name: `severities.${severity}`,
          label: html`<span class="severity">${severityIcon(severity)}${severityName(severity)}</span>`,
          problem,
          input: html`<input inputmode="decimal" placeholder="–" .value=${draft.severities[severity]} ?disabled=${readOnly}
            @input=${(/** @type {Event} */ event) => edit({ severities: { ...draft.severities, [severity]: valueOf(event) } })} />`,
        }),
      )}
    </fieldset>
    ${draft.type === "threshold" ? text("for", "Pending period (for)", { hint: "30s, 5m; empty: immediately" }) : nothing}
    <div class="pair">
      ${text("recoveryThreshold", `Recovery threshold${symbol ? ` (${symbol})` : ""}`, { field: "recovery.threshold", hint: "empty: lowest threshold" })}
      ${text("recoveryFor", "Recovery period (keepFiringFor)", { field: "recovery.for", hint: "empty: immediately" })}
    </div>
    <div class="pair">
      ${text("host", "Hosts", { field: "matchers.host", hint: "* and ? are wildcards" })}
      ${text("environment", "Environment", { field: "matchers.environment" })}
    </div>
    ${draft.type === "threshold" ? text("attributes", "Attributes", { field: "matchers.attributes", hint: "device=sda*, separated by commas" }) : nothing}
    ${formError(problem, [...FIELDS, ...SEVERITIES.map((one) => `severities.${one}`)].filter((name) => name !== "severities"))}`;
}

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;
