import { LitElement, html } from "lit";
import { AddressController, parameters, setParameters } from "../address.js";
import { get } from "../api.js";
import "../charts/histogram.js";
import { WITHOUT_CANARY } from "../logic/logs-view.js";
import { absolute, rangeOf, stepOf } from "../logic/range.js";
import { LEVELS } from "../logic/query-text.js";
import { loadingOrError, staleNotice } from "../parts/states.js";
import { Query } from "../query.js";
import { words } from "../words.js";
import "./trends/alerts.js";
import "./trends/metric.js";

const DEFAULT_FROM = "-7d";
const BUCKETS = 90;

/** The Trends page: metrics, alerts and log volume, compared with the previous period. */
class Trends extends LitElement {
  constructor() {
    super();
    new AddressController(this);
    const key = () => ({ query: WITHOUT_CANARY, ...this.range, step: stepOf(this.range, BUCKETS, Date.now()) });
    this.logVolume = new Query(this, key, (request, signal) => get("logs/histogram", request, signal));
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    if (!parameters().has("from")) {
      setParameters({ from: DEFAULT_FROM }, { replace: true });
    }
    super.connectedCallback();
  }

  get range() {
    return rangeOf(parameters(), Date.now());
  }

  /** @param {CustomEvent} event */
  zoom({ detail: { from, to } }) {
    setParameters({ ...absolute(from, to) });
  }

  render() {
    const { range } = this;
    return html`
      <div class="page">
        <la-metric-trend class="card" .range=${range} @zoom=${this.zoom}></la-metric-trend>
        <la-alert-trends .range=${range} @zoom=${this.zoom}></la-alert-trends>
        <section class="card" aria-label=${words.trends.logVolumeByLevel}>
          ${staleNotice(this.logVolume)}
          ${this.logVolume.data
            ? html`<la-histogram label=${words.trends.logVolumeByLevel} .data=${this.logVolume.data} .kinds=${LEVELS} @zoom=${this.zoom}></la-histogram>`
            : loadingOrError(this.logVolume)}
        </section>
      </div>`;
  }
}

customElements.define("la-trends", Trends);
