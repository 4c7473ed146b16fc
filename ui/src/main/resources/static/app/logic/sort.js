// Sort parameters of tables: the name of a column, with "-" for descending order.

/** The column of a sort parameter. @param {string} sort */
export const columnOf = (sort) => sort.replace(/^-/, "");

/**
 * The sort parameter after a click on a column: ascending, descending, and the order without a parameter.
 *
 * @param {string} sort the current one
 * @param {string} column
 * @param {boolean} [descendingFirst] for columns whose largest values matter most
 */
export function nextSort(sort, column, descendingFirst = false) {
  const [first, second] = descendingFirst ? [`-${column}`, column] : [column, `-${column}`];
  return sort === first ? second : sort === second ? "" : first;
}
