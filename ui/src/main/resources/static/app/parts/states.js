import { html, nothing } from "lit";
import { messageOf } from "../logic/range.js";
import { shortTime } from "../logic/times.js";
import { words } from "../words.js";
import { icon } from "./icons.js";

/**
 * The state of a query without data: a skeleton or an error.
 *
 * @param {import("../query.js").Query<any, any>} query
 * @param {number} [lines] of the skeleton
 */
export function loadingOrError(query, lines = 8) {
  if (query.problem) {
    return errorState(query);
  }
  return query.loading ? skeleton(lines) : nothing;
}

/** @param {number} lines */
export const skeleton = (lines) => html`
  <div class="skeleton" role="status" aria-label=${words.states.loading}>
    ${Array.from({ length: lines }, () => html`<div></div>`)}
  </div>`;

/** @param {import("../query.js").Query<any, any>} query */
function errorState({ problem, refresh }) {
  return html`
    <div class="state bad" role="alert">
      <p>${problem && messageOf(problem)}</p>
      ${requestId(problem)}
      <button class="button" @click=${refresh}>${icon("refresh")} ${words.states.retry}</button>
    </div>`;
}

/** The ID of the request in the server log. @param {import("../api.js").Problem | null} problem */
const requestId = (problem) =>
  problem?.requestId ? html`<p class="caption">${words.states.requestId(html`<code>${problem.requestId}</code>`)}</p>` : nothing;

/**
 * The notice above data that could not be refreshed.
 *
 * @param {import("../query.js").Query<any, any>} query
 */
export function staleNotice({ data, problem, updatedAt, refresh }) {
  if (data === undefined || !problem) {
    return nothing;
  }
  return html`
    <div class="notice bad" role="alert">
      <span>${words.states.showingDataFrom(messageOf(problem), shortTime(updatedAt, Date.now()))}</span>
      ${requestId(problem)}
      <button class="button small" @click=${refresh}>${words.states.retry}</button>
    </div>`;
}

/**
 * The state of a list without items.
 *
 * @param {string} title
 * @param {unknown} rest the next steps
 */
export const emptyState = (title, rest) => html`
  <div class="state">
    <p class="title">${title}</p>
    ${rest}
  </div>`;
