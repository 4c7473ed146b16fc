import { html, nothing } from "lit";
import { measureOfCondition } from "../../logic/measures.js";
import { conditionOf } from "../../logic/rule-draft.js";
import { SEVERITIES } from "../../logic/rules.js";
import { field, furtherMistake } from "../../parts/form.js";
import { severityIcon } from "../../parts/icons.js";

/** @typedef {import("../../logic/rule-draft.js").Draft} Draft */

/** @type {[Draft["type"], string][]} */
const TYPES = [
  ["threshold", "A metric goes beyond a value"],
  ["logCount", "Lines that match become many"],
  ["silence", "Somebody falls silent"],
];

const FIELDS = [
  "name", "description", "condition.type", "condition.metric", "condition.comparison", "condition.query", "condition.groupBy",
  "condition.window", "condition.of", "condition.forgetAfter", "severities", "for", "recovery.threshold", "recovery.for",
  "matchers.host", "matchers.environment", "matchers.attributes",
];

/**
 * The fields of a rule.
 *
 * @param {object} form
 * @param {Draft} form.draft
 * @param {import("../../api.js").Problem | null} form.problem
 * @param {string[]} form.metrics that are known
 * @param {boolean} form.builtIn whether its name and what it watches are fixed
 * @param {boolean} form.readOnly
 * @param {(parts: Partial<Draft>) => void} form.edit
 */
export function ruleForm({ draft, problem, metrics, builtIn, readOnly, edit }) {
  const { unit } = measureOfCondition(conditionOf(draft));
  const fixed = readOnly || builtIn;

  /** @param {keyof Draft} name @param {string} label @param {{field?: string, hint?: unknown, disabled?: boolean, list?: string}} [how] */
  const text = (name, label, { field: of = name, hint, disabled = readOnly, list } = {}) =>
    field({
      name: of,
      label,
      problem,
      hint,
      input: html`<input .value=${String(draft[name])} ?disabled=${disabled} list=${list ?? nothing} spellcheck="false" autocomplete="off"
        @input=${(/** @type {Event} */ event) => edit({ [name]: valueOf(event) })} />`,
    });

  const description = () =>
    field({
      name: "description",
      label: "What to do about it",
      problem,
      input: html`<textarea rows="3" .value=${draft.description} ?disabled=${readOnly}
        @input=${(/** @type {Event} */ event) => edit({ description: valueOf(event) })}></textarea>`,
    });

  /** @param {keyof Draft} name @param {string} label @param {string} of @param {[string, string][]} choices */
  const choice = (name, label, of, choices) =>
    field({
      name: of,
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
        ${choice("comparison", "is", "condition.comparison", [["above", "above"], ["below", "below"]])}
      </div>
      <datalist id="metrics">${metrics.map((metric) => html`<option value=${metric}></option>`)}</datalist>`,
    logCount: () => html`
      ${text("query", "Query", { field: "condition.query", disabled: fixed, hint: "As on the page of logs; empty: all lines." })}
      <div class="pair">
        ${text("window", "Within", { field: "condition.window", disabled: fixed, hint: "10s to 1d" })}
        ${text("groupBy", "Per", { field: "condition.groupBy", disabled: fixed, hint: "host, application …; empty: all together" })}
      </div>`,
    silence: () => html`
      <div class="pair">
        ${choice("of", "Of", "condition.of", [["host", "each host"], ["group", "all that match, together"]])}
        ${text("forgetAfter", "Forgotten after", { field: "condition.forgetAfter", disabled: fixed, hint: "such as 7d" })}
      </div>`,
  };

  return html`
    ${text("name", "Name", { disabled: fixed })} ${description()}
    <label class="check"><input type="checkbox" .checked=${draft.enabled} ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => edit({ enabled: /** @type {HTMLInputElement} */ (event.target).checked })} /> On</label>
    ${choice("type", "When", "condition.type", TYPES)} ${conditions[draft.type]()}
    <fieldset class="severities">
      <legend>${draft.type === "logCount" ? "At least so many lines" : draft.type === "silence" ? "After so many seconds" : `From${unit ? ` so many ${unit}` : ""} on`}, by severity</legend>
      ${SEVERITIES.map((severity) =>
        field({
          name: `severities.${severity}`,
          label: html`<span class="severity">${severityIcon(severity)}${severity[0]}${severity.slice(1).toLowerCase()}</span>`,
          problem,
          input: html`<input inputmode="decimal" placeholder="–" .value=${draft.severities[severity]} ?disabled=${readOnly}
            @input=${(/** @type {Event} */ event) => edit({ severities: { ...draft.severities, [severity]: valueOf(event) } })} />`,
        }),
      )}
    </fieldset>
    ${draft.type === "threshold" ? text("for", "For how long", { hint: "30s, 5m; empty: at once" }) : nothing}
    <div class="pair">
      ${text("recoveryThreshold", `Over when back at${unit ? `, ${unit}` : ""}`, { field: "recovery.threshold", hint: "empty: where it began" })}
      ${text("recoveryFor", "for", { field: "recovery.for", hint: "empty: at once" })}
    </div>
    <div class="pair">
      ${text("host", "Hosts", { field: "matchers.host", hint: "* and ? are wildcards" })}
      ${text("environment", "Environment", { field: "matchers.environment" })}
    </div>
    ${draft.type === "threshold" ? text("attributes", "Attributes", { field: "matchers.attributes", hint: "device=sda*, separated by commas" }) : nothing}
    ${furtherMistake(problem, [...FIELDS, ...SEVERITIES.map((one) => `severities.${one}`)].filter((name) => name !== "severities"))}`;
}

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;
