import { LitElement, html, nothing } from "lit";
import { get, put } from "../../api.js";
import { field, furtherMistake } from "../../parts/form.js";
import { whileAsked } from "../../parts/states.js";
import { Question } from "../../question.js";
import { may } from "../../session.js";
import { tell } from "../../toast.js";

/** @type {[string, string, string][]} */
const FIELDS = [
  ["cpuUsagePercent", "CPU of a host", "%"],
  ["memoryUsagePercent", "Memory of a host", "%"],
  ["processCount", "Processes of a host", ""],
];

/** The three numbers that everybody wants to set: from where on the built-in rules see trouble. Fires change. */
class Thresholds extends LitElement {
  static properties = { problem: { state: true } };

  constructor() {
    super();
    /** @type {import("../../api.js").Problem | null} */
    this.problem = null;
    this.thresholds = new Question(this, () => "thresholds", (_, signal) => get("thresholds", {}, signal));
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
      tell({ text: "The thresholds are set, from the next sample on." });
      this.thresholds.refresh();
      this.dispatchEvent(new Event("change"));
    } catch (problem) {
      this.problem = /** @type {import("../../api.js").Problem} */ (problem);
    }
  }

  render() {
    const { answer } = this.thresholds;
    return html`
      <header class="card-head"><h2>Too much is more than</h2></header>
      ${answer ? this.form(answer) : whileAsked(this.thresholds, 2)}`;
  }

  /** @param {Record<string, number>} thresholds */
  form(thresholds) {
    return html`
      <form class="thresholds" @submit=${this.submit}>
        ${FIELDS.map(([name, label, unit]) =>
          field({
            name,
            label: unit ? `${label}, ${unit}` : label,
            problem: this.problem,
            input: html`<input type="number" name=${name} min="0" step="any" required .value=${String(thresholds[name])} ?disabled=${!may("operate")} />`,
          }),
        )}
        ${may("operate") ? html`<button class="button primary">Set</button>` : nothing}
      </form>
      ${furtherMistake(this.problem, FIELDS.map(([name]) => name))}`;
  }
}

customElements.define("la-thresholds", Thresholds);
