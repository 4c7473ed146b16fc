import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { MAX_NODES, fieldOfNode, moved, nodesOf } from "../../logic/json-tree.js";
import { icon } from "../../parts/icons.js";
import { copy } from "../../toast.js";
import { words } from "../../words.js";

/** An event as a tree of its JSON: one tab stop, with the keys of a tree. Fires filter (detail: a Filter). */
class JsonTree extends LitElement {
  static properties = { value: { attribute: false }, toggled: { state: true }, current: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.value = {};
    /** The IDs of rows that are not as at first. @type {Set<string>} */
    this.toggled = new Set();
    /** The ID of the row in the tab order; empty: the first. */
    this.current = "";
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has("value") && changed.get("value")?.id !== this.value.id) {
      this.toggled = new Set();
      this.current = "";
    }
    this.nodes = nodesOf(this.value, this.toggled);
  }

  /** @param {string} id */
  toggle(id) {
    const toggled = new Set(this.toggled);
    toggled.delete(id) || toggled.add(id);
    this.toggled = toggled;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const nodes = this.nodes ?? [];
    const index = Math.max(0, nodes.findIndex(({ id }) => id === this.current));
    const move = event.target instanceof HTMLElement && event.target.role === "treeitem" ? moved(nodes, index, event.key) : null;
    if (move) {
      event.preventDefault();
      event.stopPropagation();
      this.current = nodes[move.index].id;
      if (move.toggle) {
        this.toggle(this.current);
      }
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[tabindex="0"][role="treeitem"]'))?.focus());
    }
  }

  render() {
    const nodes = this.nodes ?? [];
    const current = nodes.some(({ id }) => id === this.current) ? this.current : nodes[0]?.id;
    return html`
      <div class="json-tree" role="tree" aria-label=${words.logs.json} @keydown=${this.press}>
        ${repeat(nodes, ({ id }) => id, (node) => this.node(node, node.id === current))}
      </div>
      ${nodes.length >= MAX_NODES ? html`<p class="caption">${words.logs.firstMembers(MAX_NODES)}</p>` : nothing}`;
  }

  /** @param {import("../../logic/json-tree.js").Node} node @param {boolean} isCurrent */
  node(node, isCurrent) {
    const { id, name, depth, type, size, open } = node;
    const isGroup = type === "object" || type === "array";
    return html`
      <div class="json-node depth-${Math.min(depth, 12)}" role="treeitem" tabindex=${isCurrent ? 0 : -1} aria-level=${depth} aria-expanded=${size ? open : nothing}
        @focus=${() => (this.current = id)}>
        ${size
          ? html`<button class="plain small twisty" tabindex="-1" aria-hidden="true" @click=${() => ((this.current = id), this.toggle(id))}>${icon(open ? "down" : "right")}</button>`
          : html`<span class="twisty"></span>`}
        <span class="json-name"><bdi>${name}</bdi></span>
        ${isGroup
          ? html`<span class="muted">${type === "array" ? words.logs.elements(size) : words.logs.members(size)}</span>`
          : html`<span class="json-value json-${type}"><bdi>${node.text}</bdi></span>`}
        <span class="actions">${this.actions(node)}</span>
      </div>`;
  }

  /** @param {import("../../logic/json-tree.js").Node} node */
  actions(node) {
    const field = fieldOfNode(node);
    const { path, value } = node;
    /** @param {boolean} excluded */
    const filter = (excluded) => () => this.dispatchEvent(new CustomEvent("filter", { detail: { field, value, excluded } }));
    return html`
      ${field
        ? html`${action("plus", words.logs.filterFor(field, value), filter(false))}${action("minus", words.logs.filterOut(field, value), filter(true))}`
        : nothing}
      ${action("copy", words.logs.copyValue(path), () => copy(value, words.logs.valueCopied))}
      ${action("link", words.logs.copyPath(path), () => copy(path, words.logs.pathCopied))}`;
  }
}

/** @param {string} name of the icon @param {string} label @param {() => void} run */
const action = (name, label, run) => html`<button class="plain small" aria-label=${label} title=${label} @click=${run}>${icon(name)}</button>`;

customElements.define("la-json-tree", JsonTree);
