import { html, nothing } from "lit";

/**
 * A form field with its label, and its error or hint.
 *
 * @param {object} field
 * @param {string} field.name as in problems of the API
 * @param {unknown} field.label
 * @param {unknown} field.input
 * @param {import("../api.js").Problem | null} [field.problem]
 * @param {unknown} [field.hint]
 */
export const field = ({ name, label, input, problem, hint }) => html`
  <label class="field ${matchesField(problem, name) ? "invalid" : ""}">
    <span>${label}</span>
    ${input}
    ${matchesField(problem, name) ? html`<span class="error-text" role="alert">${problem?.message}</span>` : hint ? html`<span class="caption">${hint}</span>` : nothing}
  </label>`;

/** Whether a problem concerns a field or one of its members. @param {import("../api.js").Problem | null | undefined} problem @param {string} name */
export const matchesField = (problem, name) => problem?.field === name || (problem?.field.startsWith(`${name}[`) ?? false) || (problem?.field.startsWith(`${name}.`) ?? false);

/**
 * The error of a form that concerns none of its fields.
 *
 * @param {import("../api.js").Problem | null} problem
 * @param {string[]} fields
 */
export const formError = (problem, fields) =>
  problem && !fields.some((name) => matchesField(problem, name)) ? html`<p class="error-text" role="alert">${problem.message}</p>` : nothing;
