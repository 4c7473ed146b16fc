import { LitElement, html, nothing } from "lit";
import { get, put } from "../../api.js";
import { field, fieldError } from "../../parts/form.js";
import { loadingOrError } from "../../parts/states.js";
import { Query } from "../../query.js";
import { hasScope } from "../../session.js";
import { showToast } from "../../toast.js";
import { words } from "../../words.js";

/** @type {[string, string][]} */
const FIELDS = [
  ["cpuUsagePercent", words.rules.hostCpuPercent],
  ["memoryUsagePercent", words.rules.hostMemoryPercent],
  ["processCount", words.rules.processesPerHost],
];

/** The default thresholds of the built-in rules. Fires change. */
class Thresholds extends LitElement {
  static properties = { problem: { state: true } };

  constructor() {
    super();
    /** @type {import("../../api.js").Problem | null} */
    this.problem = null;
    this.thresholds = new Query(this, () => "thresholds", (_, signal) => get("thresholds", {}, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const typed = new FormData(/** @type {HTMLFormElement} */ (event.target));
    try {
      await put("thresholds", Object.fromEntries(FIELDS.map(([name]) => [name, Number(typed.get(name))])));
      this.problem = null;
      showToast({ text: words.rules.thresholdsSaved });
      this.thresholds.refresh();
      this.dispatchEvent(new Event("change"));
    } catch (problem) {
      this.problem = /** @type {import("../../api.js").Problem} */ (problem);
    }
  }

  render() {
    const { data } = this.thresholds;
    return html`
      <header class="card-head"><h2>${words.rules.defaultThresholds}</h2></header>
      ${data ? this.form(data) : loadingOrError(this.thresholds, 2)}`;
  }

  /** @param {Record<string, number>} thresholds */
  form(thresholds) {
    return html`
      <form class="thresholds" @submit=${this.submit}>
        ${FIELDS.map(([name, label]) =>
          field({
            name,
            label,
            problem: this.problem,
            isMarkedOnly: true,
            input: html`<input type="number" name=${name} min="0" step="any" required .value=${String(thresholds[name])} ?disabled=${!hasScope("operate")} />`,
          }),
        )}
        ${hasScope("operate") ? html`<button class="button primary">${words.common.save}</button>` : nothing}
      </form>
      <p class="thresholds-problem">${this.problem ? fieldError(this.problem) : nothing}</p>`;
  }
}

customElements.define("la-thresholds", Thresholds);
