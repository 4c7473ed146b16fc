import { LitElement, html, nothing } from "lit";
import { get, getElsewhere } from "../api.js";
import { Every } from "../every.js";
import { samplesOf } from "../logic/exposition.js";
import { SECOND } from "../logic/times.js";
import { staleness, whileAsked } from "../parts/states.js";
import { Question } from "../question.js";
import { may } from "../session.js";
import { components } from "./health/components.js";
import { flow } from "./health/flow.js";
import { ledger } from "./health/ledger.js";
import { program } from "./health/program.js";
import { storage } from "./health/storage.js";

const EACH = 5 * SECOND;

/** Health: whether it works, how much comes in, whether anything got lost, and how the program is. */
class Health extends LitElement {
  constructor() {
    super();
    /** @type {{at: number, total: any} | null} the ledger as it was before, for what came since */
    this.earlier = null;
    this.health = new Question(this, () => "health", (_, signal) => getElsewhere("actuator/health", signal));
    this.integrity = new Question(this, () => (may("read") ? "integrity" : null), (_, signal) => get("integrity", {}, signal));
    this.metrics = new Question(this, () => (may("metrics") ? "metrics" : null), async (_, signal) => samplesOf(await getElsewhere("actuator/prometheus", signal)));
    new Every(this, () => EACH, () => this.again());
  }

  createRenderRoot() {
    return this;
  }

  again() {
    if (this.integrity.answer) {
      this.earlier = { at: this.integrity.answeredAt, total: this.integrity.answer.total };
    }
    this.health.refresh();
    this.integrity.refresh();
    this.metrics.refresh();
  }

  /** Seconds between the two last looks at the ledger, and what was counted in them. */
  get since() {
    const { earlier } = this;
    return earlier && this.integrity.answer ? { before: earlier.total, seconds: (this.integrity.answeredAt - earlier.at) / SECOND } : null;
  }

  render() {
    const { answer } = this.integrity;
    return html`
      <div class="page">
        ${staleness(this.health)}
        ${this.health.answer ? components(this.health.answer) : html`<section class="card">${whileAsked(this.health, 4)}</section>`}
        ${staleness(this.integrity)} ${answer ? html`${flow(answer.total, this.since, this.metrics.answer)} ${ledger(answer)}` : whileAsked(this.integrity)}
        ${this.metrics.answer ? html`${storage(this.metrics.answer)} ${program(this.metrics.answer)}` : may("metrics") ? whileAsked(this.metrics) : nothing}
      </div>`;
  }
}

customElements.define("la-health", Health);
