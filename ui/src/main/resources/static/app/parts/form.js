import { html, nothing } from "lit";

/**
 * A field with its name, what is wrong with it, and a hint.
 *
 * @param {object} field
 * @param {string} field.name as problems of the API name it
 * @param {unknown} field.label
 * @param {unknown} field.input
 * @param {import("../api.js").Problem | null} [field.problem]
 * @param {unknown} [field.hint]
 */
export const field = ({ name, label, input, problem, hint }) => html`
  <label class="field ${isAbout(problem, name) ? "wrong" : ""}">
    <span>${label}</span>
    ${input}
    ${isAbout(problem, name) ? html`<span class="mistake" role="alert">${problem?.message}</span>` : hint ? html`<span class="caption">${hint}</span>` : nothing}
  </label>`;

/** Also of a part of it. @param {import("../api.js").Problem | null | undefined} problem @param {string} name */
export const isAbout = (problem, name) => problem?.field === name || (problem?.field.startsWith(`${name}[`) ?? false) || (problem?.field.startsWith(`${name}.`) ?? false);

/**
 * What is wrong and stands at no field.
 *
 * @param {import("../api.js").Problem | null} problem
 * @param {string[]} fields that there are
 */
export const furtherMistake = (problem, fields) =>
  problem && !fields.some((name) => isAbout(problem, name)) ? html`<p class="mistake" role="alert">${problem.message}</p>` : nothing;
