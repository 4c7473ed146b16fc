import { LitElement, html, nothing } from "lit";
import { get, getUrl } from "../api.js";
import { parseSamples } from "../logic/exposition.js";
import { SECOND } from "../logic/times.js";
import { loadingOrError, staleNotice } from "../parts/states.js";
import { Polling } from "../polling.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { components } from "./health/components.js";
import { ingest } from "./health/ingest.js";
import { integrity } from "./health/integrity.js";
import { server } from "./health/server.js";
import { storage } from "./health/storage.js";

const POLL_INTERVAL = 5 * SECOND;

/** The Health page: components, ingest, integrity, storage and server. */
class Health extends LitElement {
  constructor() {
    super();
    /** @type {{at: number, total: any} | null} the previous totals, for rates */
    this.previous = null;
    this.health = new Query(this, () => "health", (_, signal) => getUrl("actuator/health", signal));
    this.integrity = new Query(this, () => (hasScope("read") ? "integrity" : null), (_, signal) => get("integrity", {}, signal));
    this.metrics = new Query(this, () => (hasScope("metrics") ? "metrics" : null), async (_, signal) => parseSamples(await getUrl("actuator/prometheus", signal)));
    new Polling(this, () => POLL_INTERVAL, () => this.poll());
  }

  createRenderRoot() {
    return this;
  }

  poll() {
    if (this.integrity.data) {
      this.previous = { at: this.integrity.updatedAt, total: this.integrity.data.total };
    }
    this.health.refresh();
    this.integrity.refresh();
    this.metrics.refresh();
  }

  /** The previous totals and their age. */
  get baseline() {
    const { previous } = this;
    return previous && this.integrity.data ? { total: previous.total, seconds: (this.integrity.updatedAt - previous.at) / SECOND } : null;
  }

  render() {
    const { data } = this.integrity;
    return html`
      <div class="page">
        ${staleNotice(this.health)}
        ${this.health.data ? components(this.health.data) : html`<section class="card">${loadingOrError(this.health, 4)}</section>`}
        ${staleNotice(this.integrity)} ${data ? html`${ingest(data.total, this.baseline, this.metrics.data)} ${integrity(data)}` : loadingOrError(this.integrity)}
        ${this.metrics.data ? html`${storage(this.metrics.data)} ${server(this.metrics.data)}` : hasScope("metrics") ? loadingOrError(this.metrics) : nothing}
      </div>`;
  }
}

customElements.define("la-health", Health);
