import { LitElement, html, nothing } from "lit";
import { AddressController, addressOf, navigate, parameters, setParameters } from "../address.js";
import { get, remove } from "../api.js";
import { hasNoData, rulesWithoutData } from "../logic/hosts.js";
import { countText, memoryText } from "../logic/numbers.js";
import { absolute, boundsOf, rangeOf } from "../logic/range.js";
import { MINUTE, SECOND } from "../logic/times.js";
import { icon } from "../parts/icons.js";
import { confirm } from "../parts/confirm.js";
import { loadingOrError, staleNotice } from "../parts/states.js";
import { ago } from "../parts/time.js";
import { Polling } from "../polling.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { showProblem, showToast } from "../toast.js";
import { words } from "../words.js";
import { ZoomHistory } from "../zoom-history.js";
import "./host/chart.js";
import "./host/processes.js";

/** Short, so that a host without data is visible soon. */
const POLL_INTERVAL = 10 * SECOND;

/** @type {import("./host/chart.js").ChartSpec[]} */
const CHARTS = [
  { metric: "system.cpu.utilization" },
  { metric: "system.memory.utilization" },
  { metric: "system.filesystem.utilization" },
  { metric: "system.network.io", rate: true },
];

/** The page of a host: charts and processes. */
class Host extends LitElement {
  static properties = { at: { state: true } };

  constructor() {
    super();
    /** @type {number | null} the instant under the cursor */
    this.at = null;
    this.zoomHistory = new ZoomHistory((range, state) => setParameters({ ...range }, { state }));
    new AddressController(this);
    this.host = new Query(this, () => this.name || null, (name, signal) => get("host", { name }, signal));
    this.alerts = new Query(this, () => ({ host: this.name, ...this.range, limit: 200 }), (key, signal) => get("alerts", key, signal));
    this.rules = new Query(this, () => "rules", (_, signal) => get("rules", {}, signal));
    new Polling(this, () => POLL_INTERVAL, () => this.host.refresh());
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

  willUpdate() {
    if (!this.name) {
      navigate("hosts", { replace: true });
    }
  }

  async removeHost() {
    const { name } = this;
    const confirmed = await confirm({
      title: words.hosts.removeThisHost,
      text: words.hosts.removeWarning,
      action: words.hosts.removeHost,
      typed: name,
    });
    if (confirmed) {
      try {
        await remove("host", { name });
        showToast({ text: words.hosts.removedHost(name) });
        navigate(addressOf("hosts"));
      } catch (problem) {
        showProblem(problem);
      }
    }
  }

  /** @param {CustomEvent} event */
  zoom({ detail: { from, to } }) {
    this.zoomHistory.zoom(this.range, absolute(from, to));
  }

  render() {
    if (!this.host.data) {
      return html`<section class="card">${loadingOrError(this.host)}</section>`;
    }
    const { range } = this;
    return html`
      <div class="page">
        ${staleNotice(this.host)} ${this.header(this.host.data, range)}
        ${rulesWithoutData(this.host.data, this.rules.data?.items ?? []).map(
          ({ name, condition }) => html`<p class="caption">${words.hosts.ruleWithoutData(name, condition.metric)}</p>`,
        )}
        <div class="charts">
          ${CHARTS.map(
            (spec) => html`
              <la-host-chart
                class="card chart"
                .host=${this.name}
                .range=${range}
                .spec=${spec}
                .rules=${this.rules.data?.items ?? []}
                .alerts=${this.alerts.data?.items ?? []}
                @zoom=${this.zoom}
                @hover=${(/** @type {CustomEvent} */ { detail }) => (this.at = detail)}
              ></la-host-chart>`,
          )}
        </div>
        <la-processes .host=${this.name} .at=${this.at} .end=${range.to}></la-processes>
      </div>`;
  }

  /** @param {any} host @param {import("../logic/range.js").Range} range */
  header(host, range) {
    const noData = hasNoData(host);
    const { from, to } = boundsOf(range, Date.now()) ?? { from: Date.now() - 15 * MINUTE, to: Date.now() };
    const memory = host.metrics["system.memory.limit"];
    const facts = [host.os, host.arch, host.cpuCount && words.hosts.cores(host.cpuCount), memory && words.hosts.memorySize(memoryText(memory))].filter(Boolean);
    const unresolved = (this.alerts.data?.items ?? []).filter((/** @type {any} */ { status }) => status !== "RESOLVED").length;
    return html`
      <header class="page-header">
        <h2><bdi>${host.name}</bdi></h2>
        <span class="status ${noData ? "down" : "up"}">${noData ? words.hosts.noData : words.common.up}</span>
        <span class="muted">${facts.join(", ")}</span>
        <span class="muted">${words.hosts.lastSeen(ago(host.lastSeenAt))}</span>
        <span class="spacer"></span>
        ${this.zoomHistory.button()}
        <a class="button small" href=${addressOf("logs", { filter: [`host:${host.name}`], ...(range.to ? absolute(from, to) : range) })}>${icon("logs")} ${words.common.logs}</a>
        <a class="button small" href=${addressOf("alerts", { host: host.name, status: "ALL" })}>
          ${icon("alerts")} ${words.common.alerts}${unresolved ? html` <span class="badge">${countText(unresolved)}</span>` : nothing}
        </a>
        ${hasScope("operate") ? html`<button class="button small" @click=${this.removeHost}>${words.hosts.remove}</button>` : nothing}
      </header>`;
  }
}

customElements.define("la-host", Host);
