import { LitElement, html, nothing } from "lit";
import { AddressWatch, addressOf, change, parameters } from "../address.js";
import { get } from "../api.js";
import { Every } from "../every.js";
import { isSilent } from "../logic/hosts.js";
import { bytesText, countText } from "../logic/numbers.js";
import { absolute, boundsOf, rangeOf, rangeText } from "../logic/range.js";
import { MINUTE, SECOND } from "../logic/times.js";
import { icon } from "../parts/icons.js";
import { staleness, whileAsked } from "../parts/states.js";
import { ago } from "../parts/time.js";
import { Question } from "../question.js";
import "./host/chart.js";
import "./host/processes.js";

/** Whether it is silent is to be seen soon. */
const EACH = 10 * SECOND;

/** @type {import("./host/chart.js").Shown[]} */
const CHARTS = [
  { metric: "system.cpu.utilization" },
  { metric: "system.memory.utilization" },
  { metric: "system.filesystem.utilization" },
  { metric: "system.network.io", rate: true },
];

/** Host: how one is, and what runs on it. */
class Host extends LitElement {
  static properties = { at: { state: true }, zoomedFrom: { state: true } };

  constructor() {
    super();
    /** @type {number | null} the instant under the mouse */
    this.at = null;
    /** @type {import("../logic/range.js").Range[]} */
    this.zoomedFrom = [];
    new AddressWatch(this);
    this.host = new Question(this, () => this.name || null, (name, signal) => get(`hosts/${encodeURIComponent(name)}`, {}, signal));
    this.alerts = new Question(this, () => ({ host: this.name, ...this.range, limit: 200 }), (about, signal) => get("alerts", about, signal));
    this.rules = new Question(this, () => "rules", (_, signal) => get("rules", {}, signal));
    new Every(this, () => EACH, () => this.host.refresh());
  }

  createRenderRoot() {
    return this;
  }

  get name() {
    return parameters().get("name") ?? "";
  }

  get range() {
    return rangeOf(parameters(), Date.now());
  }

  /** @param {CustomEvent} event */
  zoom({ detail: { from, to } }) {
    this.zoomedFrom = [...this.zoomedFrom, this.range];
    change({ ...absolute(from, to) });
  }

  zoomBack() {
    const range = this.zoomedFrom.at(-1);
    this.zoomedFrom = this.zoomedFrom.slice(0, -1);
    change({ ...range });
  }

  render() {
    if (!this.host.answer) {
      return html`<section class="card">${whileAsked(this.host)}</section>`;
    }
    const { range } = this;
    return html`
      <div class="page">
        ${staleness(this.host)} ${this.about(this.host.answer, range)}
        <div class="charts">
          ${CHARTS.map(
            (shown) => html`
              <la-host-chart
                class="card chart"
                .host=${this.name}
                .range=${range}
                .shown=${shown}
                .rules=${this.rules.answer?.items ?? []}
                .alerts=${this.alerts.answer?.items ?? []}
                @zoom=${this.zoom}
                @hover=${(/** @type {CustomEvent} */ { detail }) => (this.at = detail)}
              ></la-host-chart>`,
          )}
        </div>
        <la-processes .host=${this.name} .at=${this.at} .end=${range.to}></la-processes>
      </div>`;
  }

  /** @param {any} host @param {import("../logic/range.js").Range} range */
  about(host, range) {
    const silent = isSilent(host, Date.now());
    const { from, to } = boundsOf(range, Date.now()) ?? { from: Date.now() - 15 * MINUTE, to: Date.now() };
    const memory = host.metrics["system.memory.limit"];
    const facts = [host.os, host.arch, host.cpuCount && `${host.cpuCount} cores`, memory && `${bytesText(memory)} of memory`].filter(Boolean);
    const openNow = (this.alerts.answer?.items ?? []).filter((/** @type {any} */ { status }) => status !== "RESOLVED").length;
    return html`
      <header class="about">
        <h2>${host.name}</h2>
        <span class="status ${silent ? "silent" : "up"}">${silent ? "silent" : "up"}</span>
        <span class="muted">${facts.join(", ")}</span>
        <span class="muted">seen ${ago(host.lastSeenAt)}</span>
        <span class="spring"></span>
        ${this.zoomedFrom.length
          ? html`<button class="button small" @click=${this.zoomBack}>${icon("back")} Back to ${rangeText(/** @type {any} */ (this.zoomedFrom.at(-1)), Date.now())}</button>`
          : nothing}
        <a class="button small" href=${addressOf("logs", { filter: [`host:${host.name}`], ...(range.to ? absolute(from, to) : range) })}>${icon("logs")} Logs of this host</a>
        <a class="button small" href=${addressOf("alerts", { host: host.name, status: "ALL" })}>
          ${icon("alerts")} Alerts${openNow ? html` <span class="badge">${countText(openNow)}</span>` : nothing}
        </a>
      </header>`;
  }
}

customElements.define("la-host", Host);
