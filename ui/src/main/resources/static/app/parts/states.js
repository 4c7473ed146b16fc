import { html, nothing } from "lit";
import { shortTime } from "../logic/times.js";
import { icon } from "./icons.js";

/**
 * What stands where there is no answer yet, or none at all.
 *
 * @param {import("../question.js").Question<any, any>} question
 * @param {number} [lines] about as many as there will be
 */
export function whileAsked(question, lines = 8) {
  if (question.problem) {
    return failed(question);
  }
  return question.slow ? skeleton(lines) : nothing;
}

/** @param {number} lines */
const skeleton = (lines) => html`
  <div class="skeleton" role="status" aria-label="Loading">
    ${Array.from({ length: lines }, () => html`<div></div>`)}
  </div>`;

/** @param {import("../question.js").Question<any, any>} question */
function failed({ problem, refresh }) {
  return html`
    <div class="state bad" role="alert">
      <p>${problem?.message}</p>
      ${requestId(problem)}
      <button class="button" @click=${refresh}>${icon("refresh")} Try again</button>
    </div>`;
}

/** By which the server's log has it. @param {import("../api.js").Problem | null} problem */
const requestId = (problem) =>
  problem?.requestId ? html`<p class="caption">Request id <code>${problem.requestId}</code></p>` : nothing;

/**
 * Above an old answer that could not be renewed.
 *
 * @param {import("../question.js").Question<any, any>} question
 */
export function staleness({ answer, problem, answeredAt, refresh }) {
  if (answer === undefined || !problem) {
    return nothing;
  }
  return html`
    <div class="notice bad" role="alert">
      <span>${problem.message} What you see is from ${shortTime(answeredAt, Date.now())}.</span>
      ${requestId(problem)}
      <button class="button small" @click=${refresh}>Try again</button>
    </div>`;
}

/**
 * @param {string} title
 * @param {unknown} rest what to do next
 */
export const empty = (title, rest) => html`
  <div class="state">
    <p class="title">${title}</p>
    ${rest}
  </div>`;
