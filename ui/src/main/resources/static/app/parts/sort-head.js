import { html, nothing } from "lit";
import { columnOf, nextSort } from "../logic/sort.js";
import { icon } from "./icons.js";

/**
 * The header cell of a column by which a table can be sorted.
 *
 * @param {object} head
 * @param {string} head.column
 * @param {string} head.title
 * @param {string} head.sort the current sort parameter
 * @param {(sort: string) => void} head.select
 * @param {string} [head.className]
 * @param {boolean} [head.descendingFirst]
 */
export function sortHead({ column, title, sort, select, className = "", descendingFirst = false }) {
  const isSorted = columnOf(sort) === column;
  const descending = sort.startsWith("-");
  return html`
    <th class=${className} aria-sort=${isSorted ? (descending ? "descending" : "ascending") : nothing}>
      <button @click=${() => select(nextSort(sort, column, descendingFirst))}>${title}${isSorted ? icon(descending ? "down" : "up") : nothing}</button>
    </th>`;
}
