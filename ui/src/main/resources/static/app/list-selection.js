// Keyboard selection in a list.

/**
 * @template T
 * @typedef {object} List
 * @property {() => (T & {id: string})[]} items
 * @property {() => string} selected the selected ID, or empty
 * @property {(item: T) => void} select
 * @property {(item: T) => void} reveal scrolls the item into view
 */

/** Selects the next or previous item of a list. @template T */
export class ListSelection {
  /** @param {import("lit").ReactiveControllerHost} host @param {List<T>} list */
  constructor(host, list) {
    this.host = host;
    this.list = list;
  }

  /** @param {-1 | 1} step */
  move(step) {
    const items = this.list.items();
    const selected = this.list.selected();
    const index = items.findIndex(({ id }) => id === selected);
    const next = items[index < 0 ? 0 : Math.min(items.length - 1, Math.max(0, index + step))];
    if (next) {
      this.list.select(next);
      this.host.updateComplete.then(() => this.list.reveal(next));
    }
  }

  /** @returns {import("./keyboard.js").Bindings} */
  bindings() {
    const next = () => this.move(1);
    const previous = () => this.move(-1);
    return { j: next, k: previous, ArrowDown: next, ArrowUp: previous };
  }
}
