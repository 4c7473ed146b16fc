import { html, nothing } from "lit";
import { fieldMessage } from "../logic/field-message.js";

/**
 * A form field with its label, and its error or hint.
 *
 * @param {object} field
 * @param {string} field.name as in problems of the API
 * @param {unknown} field.label
 * @param {unknown} field.input
 * @param {import("../api.js").Problem | null} [field.problem]
 * @param {unknown} [field.hint]
 * @param {import("../logic/units.js").Unit} [field.unit] of thresholds in the problem
 * @param {boolean} [field.isMarkedOnly] whether the error is shown elsewhere
 */
export const field = ({ name, label, input, problem, hint, unit, isMarkedOnly = false }) => html`
  <label class="field ${matchesField(problem, name) ? "invalid" : ""}">
    <span>${label}</span>
    ${input}
    ${problem && matchesField(problem, name) && !isMarkedOnly ? fieldError(problem, unit) : hint ? html`<span class="caption">${hint}</span>` : nothing}
  </label>`;

/** The error at a field, or at a group of fields. @param {import("../api.js").Problem} problem @param {import("../logic/units.js").Unit} [unit] of thresholds */
export const fieldError = (problem, unit) => html`<span class="error-text" role="alert">${fieldMessage(problem, unit)}</span>`;

/** Whether a problem concerns a field or one of its members. @param {import("../api.js").Problem | null | undefined} problem @param {string} name */
export const matchesField = (problem, name) => problem?.field === name || (problem?.field.startsWith(`${name}[`) ?? false) || (problem?.field.startsWith(`${name}.`) ?? false);

/**
 * The error of a form that concerns none of its fields.
 *
 * @param {import("../api.js").Problem | null} problem
 * @param {string[]} fields
 */
export const formError = (problem, fields) =>
  problem && !fields.some((name) => matchesField(problem, name)) ? html`<p>${fieldError(problem)}</p>` : nothing;
