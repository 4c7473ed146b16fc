import { LitElement, html } from "lit";
import { AddressWatch, change, parameters } from "../address.js";
import { get } from "../api.js";
import "../charts/histogram.js";
import { absolute, rangeOf, stepOf } from "../logic/range.js";
import { LEVELS } from "../logic/query.js";
import { staleness, whileAsked } from "../parts/states.js";
import { Question } from "../question.js";
import "./trends/alerts.js";
import "./trends/metric.js";

const USUAL = "-7d";
const BUCKETS = 90;

/** Trends: how it went, over longer times and against the time before. */
class Trends extends LitElement {
  constructor() {
    super();
    new AddressWatch(this);
    const counted = () => ({ ...this.range, step: stepOf(this.range, BUCKETS, Date.now()) });
    this.lines = new Question(this, counted, (about, signal) => get("logs/histogram", about, signal));
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    if (!parameters().has("from")) {
      change({ from: USUAL }, { replace: true });
    }
    super.connectedCallback();
  }

  get range() {
    return rangeOf(parameters(), Date.now());
  }

  /** @param {CustomEvent} event */
  zoom({ detail: { from, to } }) {
    change({ ...absolute(from, to) });
  }

  render() {
    const { range } = this;
    return html`
      <div class="page">
        <la-metric-trend class="card" .range=${range} @zoom=${this.zoom}></la-metric-trend>
        <la-alert-trends .range=${range} @zoom=${this.zoom}></la-alert-trends>
        <section class="card" aria-label="Lines by level">
          ${staleness(this.lines)}
          ${this.lines.answer
            ? html`<la-histogram label="Lines by level" .data=${this.lines.answer} .kinds=${LEVELS} @zoom=${this.zoom}></la-histogram>`
            : whileAsked(this.lines)}
        </section>
      </div>`;
  }
}

customElements.define("la-trends", Trends);
