import { LitElement, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { AddressController, addressOf, parameters, setParameters } from "../address.js";
import { get } from "../api.js";
import { cellBar } from "../charts/cell-bar.js";
import { sparkline } from "../charts/sparkline.js";
import { KeyBindings } from "../keyboard.js";
import { DEFAULT_SORT, PAGE_SIZE, TEXT_SORTS, countOf, groupsOf, hasNoData, hostParameters, namesForUrl, severityOf } from "../logic/hosts.js";
import { countText, percentText } from "../logic/numbers.js";
import { columnOf } from "../logic/sort.js";
import { MINUTE, SECOND } from "../logic/times.js";
import { icon } from "../parts/icons.js";
import "../parts/saved-views.js";
import { sortHead } from "../parts/sort-head.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { ago } from "../parts/time.js";
import { Polling } from "../polling.js";
import { Query } from "../query.js";
import { words } from "../words.js";
import { firstHost } from "./host/first-host.js";

const SPARK_MILLIS = 15 * MINUTE;

/** Short, so that hosts without data are visible soon. */
const POLL_INTERVAL = 10 * SECOND;

/** @type {[string, string][]} */
const TILES = [
  ["up", words.hosts.upFilter],
  ["no-data", words.common.noData],
  ["alert", words.hosts.withAlerts],
];

/** @type {[string, string, string][]} sort key, title, class */
const COLUMNS = [
  ["name", words.common.host, ""],
  ["environment", words.hosts.environment, "not-on-phone"],
  ["", words.common.state, ""],
  ["cpu", "CPU", "number"],
  ["", words.hosts.cpuLast15Min, "spark"],
  ["memory", words.common.memory, "number"],
  ["disk", words.common.disk, "number"],
  ["processes", words.common.processes, "number"],
  ["alerts", words.common.alerts, "number"],
  ["seen", words.hosts.lastSeenColumn, ""],
];

/** The Hosts page: states, figures and filters. */
class Hosts extends LitElement {
  static properties = { cursors: { state: true } };

  constructor() {
    super();
    /** @type {string[]} of the pages after the first, up to the visible one */
    this.cursors = [];
    /** The view that the cursors belong to, as JSON. */
    this.pagedView = "";
    new AddressController(this);
    new KeyBindings(this, () => ({ "/": () => /** @type {HTMLElement} */ (this.querySelector("input[type=search]"))?.focus() }));
    this.hosts = new Query(this, () => hostParameters(this.view, this.cursors.at(-1)), (key, signal) => get("hosts", key, signal));
    this.cpu = new Query(this, () => this.visibleNames(), (host, signal) =>
      get("metrics/series", { name: "system.cpu.utilization", host, from: "-15m", step: "30s" }, signal),
    );
    this.rules = new Query(this, () => "rules", (_, signal) => get("rules", {}, signal));
    new Polling(this, () => POLL_INTERVAL, () => (this.hosts.refresh(), this.cpu.refresh()));
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    const search = parameters();
    return { find: search.get("find") ?? "", only: search.get("only") ?? "", environment: search.get("environment") ?? "", sort: search.get("sort") ?? DEFAULT_SORT };
  }

  /** In order of names, so that another order of the hosts is no new request. */
  visibleNames() {
    const names = namesForUrl(this.hosts.data?.items ?? []).sort();
    return names.length ? names : null;
  }

  /** Returns to the first page when the view changes. */
  willUpdate() {
    const view = JSON.stringify(this.view);
    if (view !== this.pagedView) {
      this.pagedView = view;
      this.cursors = [];
    }
  }

  render() {
    if (this.hosts.pending || !this.hosts.data) {
      return html`<section class="card">${loadingOrError(this.hosts)}</section>`;
    }
    const { data } = this.hosts;
    return data.counts.total ? this.page(data) : html`<section class="card">${firstHost(() => this.hosts.refresh())}</section>`;
  }

  /** @param {any} data */
  page({ items, nextCursor, counts }) {
    const { view } = this;
    const now = Date.now();
    return html`
      <div class="page">
        <div class="tools">
          ${TILES.map(([kind, title]) => this.tile(kind, title, countOf(counts, kind), view.only))}
          <span class="spacer"></span>
          ${this.environments(counts.environments, view.environment)}
          <la-saved-views></la-saved-views>
          <label class="search">
            ${icon("search")}
            <input type="search" placeholder=${words.hosts.searchHosts} aria-label=${words.hosts.searchHosts} .value=${view.find}
              @input=${(/** @type {Event} */ event) => setParameters({ find: /** @type {HTMLInputElement} */ (event.target).value }, { replace: true })} />
          </label>
        </div>
        ${staleNotice(this.hosts)}
        <section class="card results" aria-label=${words.common.hosts}>
          ${items.length
            ? html`<div class="scroll">
                <table class="list">
                  <thead><tr>${COLUMNS.map(([column, title, kind]) => this.head(column, title, kind, view.sort))}</tr></thead>
                  ${columnOf(view.sort) === "environment"
                    ? groupsOf(/** @type {any[]} */ (items)).map(({ environment, hosts }) => this.group(environment, hosts, counts, now))
                    : html`<tbody>${this.rows(items, now)}</tbody>`}
                </table>
              </div>`
            : emptyState(words.hosts.noHostsMatch, html`<button class="button" @click=${() => setParameters({ find: "", only: "", environment: "" })}>${words.hosts.showAll}</button>`)}
          ${nextCursor || this.cursors.length ? this.footer(items.length, nextCursor) : nothing}
        </section>
      </div>`;
  }

  /** The choice of an environment; none where hosts name none. @param {{environment: string, total: number}[]} all @param {string} selected */
  environments(all, selected) {
    const named = all.filter(({ environment }) => environment !== "");
    return named.length || selected
      ? html`
          <label class="inline">${words.hosts.environment}
            <select @change=${(/** @type {Event} */ { target }) => setParameters({ environment: /** @type {HTMLSelectElement} */ (target).value }, { replace: true })}>
              <option value="" .selected=${live(selected === "")}>${words.common.all}</option>
              ${named.map(({ environment, total }) => html`<option value=${environment} .selected=${live(environment === selected)}>${words.hosts.withCount(environment, countText(total))}</option>`)}
            </select>
          </label>`
      : nothing;
  }

  /** The hosts of an environment on this page. @param {string} environment @param {any[]} hosts @param {any} counts @param {number} now */
  group(environment, hosts, counts, now) {
    const total = counts.environments.find((/** @type {any} */ one) => one.environment === environment)?.total ?? hosts.length;
    return html`
      <tbody>
        <tr class="group"><th colspan=${COLUMNS.length} scope="rowgroup">${words.hosts.withCount(environment || words.hosts.noEnvironment, countText(total))}</th></tr>
        ${this.rows(hosts, now)}
      </tbody>`;
  }

  /** @param {any[]} hosts @param {number} now */
  rows(hosts, now) {
    return repeat(hosts, ({ name }) => name, (host) => this.row(host, now));
  }

  /** @param {number} count @param {string | null} nextCursor */
  footer(count, nextCursor) {
    const before = this.cursors.length * PAGE_SIZE;
    return html`
      <footer>
        <span>${count ? words.hosts.pageOfHosts(countText(before + 1), countText(before + count)) : words.hosts.noMoreHosts}</span>
        ${this.cursors.length ? html`<button class="link" @click=${() => (this.cursors = this.cursors.slice(0, -1))}>${words.hosts.previousPage}</button>` : nothing}
        ${nextCursor ? html`<button class="link" @click=${() => (this.cursors = [...this.cursors, nextCursor])}>${words.hosts.nextPage}</button>` : nothing}
      </footer>`;
  }

  /** @param {string} kind @param {string} title @param {number} count @param {string} only */
  tile(kind, title, count, only) {
    return html`
      <button class="tile ${count ? kind : ""}" aria-pressed=${kind === only} @click=${() => setParameters({ only: kind === only ? "" : kind })}>
        <strong>${countText(count)}</strong> ${title}
      </button>`;
  }

  /** @param {string} column @param {string} title @param {string} className @param {string} sort */
  head(column, title, className, sort) {
    return column
      ? sortHead({ column, title, className, sort, descendingFirst: !TEXT_SORTS.includes(column), select: (selected) => setParameters({ sort: selected }, { replace: true }) })
      : html`<th class=${className}>${title}</th>`;
  }

  /** @param {string} metric @param {number | null | undefined} value */
  ratio(metric, value) {
    return value === null || value === undefined
      ? html`<span class="muted">–</span>`
      : cellBar(value, percentText(value), severityOf(this.rules.data?.items ?? [], metric, value));
  }

  /** @param {any} host @param {number} now */
  row(host, now) {
    const noData = hasNoData(host);
    const series = this.cpu.data?.items.find((/** @type {any} */ one) => one.host === host.name);
    const points = (series?.points ?? []).map((/** @type {any} */ { t, avg }) => ({ t, value: avg }));
    return html`
      <tr class=${noData ? "inactive" : ""}>
        <td class="main"><a href=${addressOf("host", { name: host.name })}><bdi>${host.name}</bdi></a> <span class="caption">${[host.os, host.arch].filter(Boolean).join(" ")}</span></td>
        <td class="not-on-phone"><bdi>${host.environment}</bdi></td>
        <td class="state-cell"><span class="status ${noData ? "down" : "up"}">${noData ? words.hosts.noData : words.common.up}</span></td>
        <td class="number">${this.ratio("system.cpu.utilization", host.cpuUtilization)}</td>
        <td class="spark">${sparkline(points, now - SPARK_MILLIS, now)}</td>
        <td class="number">${this.ratio("system.memory.utilization", host.memoryUtilization)}</td>
        <td class="number">${this.ratio("system.filesystem.utilization", host.metrics["system.filesystem.utilization"])}</td>
        <td class="number">${host.processCount === null ? "–" : countText(host.processCount)}</td>
        <td class="number">
          ${host.openAlerts ? html`<a href=${addressOf("alerts", { host: host.name, status: "ALL" })}>${countText(host.openAlerts)}</a>` : html`<span class="muted">0</span>`}
        </td>
        <td class="when">${ago(host.lastSeenAt, now)}</td>
      </tr>`;
  }
}

customElements.define("la-hosts", Hosts);
