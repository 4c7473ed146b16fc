import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { TOAST } from "../toast.js";
import { words } from "../words.js";
import { icon } from "./icons.js";

const DEFAULT_MILLIS = 5_000;
const ERROR_MILLIS = 10_000;

/** Shows toasts in a live region. */
class Toasts extends LitElement {
  static properties = { toasts: { state: true } };

  constructor() {
    super();
    /** @type {import("../toast.js").Toast[]} */
    this.toasts = [];
    this.add = this.add.bind(this);
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener(TOAST, this.add);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener(TOAST, this.add);
  }

  /** @param {Event} event */
  add(event) {
    /** @type {import("../toast.js").Toast} */
    const toast = /** @type {CustomEvent} */ (event).detail;
    this.toasts = [...this.toasts, toast];
    setTimeout(() => this.dismiss(toast), toast.durationMillis ?? (toast.kind === "bad" ? ERROR_MILLIS : DEFAULT_MILLIS));
  }

  /** @param {import("../toast.js").Toast} toast */
  dismiss(toast) {
    if (this.toasts.includes(toast)) {
      this.toasts = this.toasts.filter((one) => one !== toast);
      toast.onDismiss?.();
    }
  }

  /** @param {import("../toast.js").Toast} toast */
  run(toast) {
    this.toasts = this.toasts.filter((one) => one !== toast);
    toast.action?.run();
  }

  render() {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${repeat(this.toasts, (toast) => toast, (toast) => this.item(toast))}
    </div>`;
  }

  /** @param {import("../toast.js").Toast} toast */
  item(toast) {
    return html`
      <div class="toast ${toast.kind ?? "good"}">
        <span>${toast.text}</span>
        ${toast.action
          ? html`<button class="button small" @click=${() => this.run(toast)}>${toast.action.label}</button>`
          : nothing}
        <button class="plain" aria-label=${words.common.dismiss} @click=${() => this.dismiss(toast)}>${icon("close")}</button>
      </div>`;
  }
}

customElements.define("la-toasts", Toasts);
