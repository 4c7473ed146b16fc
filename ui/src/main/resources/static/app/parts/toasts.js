import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { TOAST } from "../toast.js";
import { icon } from "./icons.js";

const USUAL_MILLIS = 5_000;
const LONGER_MILLIS = 10_000;

/** Shows the messages of toast.js, and has them read out. */
class Toasts extends LitElement {
  static properties = { shown: { state: true } };

  constructor() {
    super();
    /** @type {import("../toast.js").Toast[]} */
    this.shown = [];
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
    this.shown = [...this.shown, toast];
    setTimeout(() => this.dismiss(toast), toast.millis ?? (toast.kind === "bad" ? LONGER_MILLIS : USUAL_MILLIS));
  }

  /** @param {import("../toast.js").Toast} toast */
  dismiss(toast) {
    if (this.shown.includes(toast)) {
      this.shown = this.shown.filter((one) => one !== toast);
      toast.gone?.();
    }
  }

  /** @param {import("../toast.js").Toast} toast */
  run(toast) {
    this.shown = this.shown.filter((one) => one !== toast);
    toast.action?.run();
  }

  render() {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${repeat(this.shown, (toast) => toast, (toast) => this.toast(toast))}
    </div>`;
  }

  /** @param {import("../toast.js").Toast} toast */
  toast(toast) {
    return html`
      <div class="toast ${toast.kind ?? "good"}">
        <span>${toast.text}</span>
        ${toast.action
          ? html`<button class="button small" @click=${() => this.run(toast)}>${toast.action.label}</button>`
          : nothing}
        <button class="plain" aria-label="Dismiss" @click=${() => this.dismiss(toast)}>${icon("close")}</button>
      </div>`;
  }
}

customElements.define("la-toasts", Toasts);
