import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { AddressWatch, addressOf, change, parameters } from "../address.js";
import { get } from "../api.js";
import { sparkline } from "../charts/sparkline.js";
import { Every } from "../every.js";
import { Keys } from "../keyboard.js";
import { chosenHosts, isOf, isSilent } from "../logic/hosts.js";
import { countText, percentText } from "../logic/numbers.js";
import { MINUTE, SECOND } from "../logic/times.js";
import { icon } from "../parts/icons.js";
import { empty, staleness, whileAsked } from "../parts/states.js";
import { ago } from "../parts/time.js";
import { Question } from "../question.js";
import { firstHost } from "./host/first-host.js";

const SPARK_MILLIS = 15 * MINUTE;

/** Who falls silent is to be seen soon. */
const EACH = 10 * SECOND;

/** @type {[string, string][]} */
const TILES = [
  ["up", "Up"],
  ["silent", "Silent"],
  ["alert", "With alerts"],
];

/** @type {[string, string, string][]} column, title, class */
const COLUMNS = [
  ["name", "Host", ""],
  ["", "State", ""],
  ["cpu", "CPU", "number"],
  ["", "15 min", "spark"],
  ["memory", "Memory", "number"],
  ["disk", "Disk", "number"],
  ["processes", "Processes", "number"],
  ["alerts", "Alerts", "number"],
  ["seen", "Last seen", ""],
];

/** Hosts: which there are, whether they can be heard, and how they are. */
class Hosts extends LitElement {
  constructor() {
    super();
    new AddressWatch(this);
    new Keys(this, () => ({ "/": () => /** @type {HTMLElement} */ (this.querySelector("input[type=search]"))?.focus() }));
    this.hosts = new Question(this, () => "hosts", (_, signal) => get("hosts", {}, signal));
    this.cpu = new Question(this, () => "cpu", (_, signal) =>
      get("metrics/series", { name: "system.cpu.utilization", from: "-15m", step: "30s" }, signal),
    );
    new Every(this, () => EACH, () => (this.hosts.refresh(), this.cpu.refresh()));
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    const search = parameters();
    return { find: search.get("find") ?? "", only: search.get("only") ?? "", sort: search.get("sort") ?? "name" };
  }

  render() {
    if (this.hosts.pending || !this.hosts.answer) {
      return html`<section class="card">${whileAsked(this.hosts)}</section>`;
    }
    const hosts = this.hosts.answer.items;
    return hosts.length ? this.all(hosts) : html`<section class="card">${firstHost(() => this.hosts.refresh())}</section>`;
  }

  /** @param {any[]} hosts */
  all(hosts) {
    const { view } = this;
    const now = Date.now();
    const shown = chosenHosts(hosts, view, now);
    return html`
      <div class="page">
        <div class="tools">
          ${TILES.map(([kind, title]) => this.tile(kind, title, hosts.filter((host) => isOf(host, kind, now)).length, view.only))}
          <span class="spring"></span>
          <label class="search">
            ${icon("search")}
            <input type="search" placeholder="Find a host" aria-label="Find a host" .value=${view.find}
              @input=${(/** @type {Event} */ event) => change({ find: /** @type {HTMLInputElement} */ (event.target).value }, { replace: true })} />
          </label>
        </div>
        ${staleness(this.hosts)}
        <section class="card found" aria-label="Hosts">
          ${shown.length
            ? html`<div class="scroll">
                <table class="list">
                  <thead><tr>${COLUMNS.map(([column, title, kind]) => this.head(column, title, kind, view.sort))}</tr></thead>
                  <tbody>${repeat(shown, ({ name }) => name, (host) => this.row(host, now))}</tbody>
                </table>
              </div>`
            : empty("No host matches", html`<button class="button" @click=${() => change({ find: "", only: "" })}>Show all</button>`)}
        </section>
      </div>`;
  }

  /** @param {string} kind @param {string} title @param {number} count @param {string} only */
  tile(kind, title, count, only) {
    return html`
      <button class="tile ${count ? kind : ""}" aria-pressed=${kind === only} @click=${() => change({ only: kind === only ? "" : kind })}>
        <strong>${countText(count)}</strong> ${title}
      </button>`;
  }

  /** @param {string} column @param {string} title @param {string} kind @param {string} sort */
  head(column, title, kind, sort) {
    if (!column) {
      return html`<th class=${kind}>${title}</th>`;
    }
    const sorted = column === sort;
    return html`
      <th class=${kind} aria-sort=${sorted ? (column === "name" ? "ascending" : "descending") : nothing}>
        <button @click=${() => change({ sort: column === "name" ? "" : column }, { replace: true })}>${title}${sorted ? icon("down") : nothing}</button>
      </th>`;
  }

  /** @param {any} host @param {number} now */
  row(host, now) {
    const silent = isSilent(host, now);
    const series = this.cpu.answer?.items.find((/** @type {any} */ one) => one.host === host.name);
    const points = (series?.points ?? []).map((/** @type {any} */ { t, avg }) => ({ t, value: avg }));
    return html`
      <tr class=${silent ? "silent" : ""}>
        <td class="main"><a href=${addressOf("host", { name: host.name })}>${host.name}</a> <span class="caption">${[host.os, host.arch].filter(Boolean).join(" ")}</span></td>
        <td class="state-cell"><span class="status ${silent ? "silent" : "up"}">${silent ? "silent" : "up"}</span></td>
        <td class="number">${ratio(host.cpuUtilization)}</td>
        <td class="spark">${sparkline(points, now - SPARK_MILLIS, now)}</td>
        <td class="number">${ratio(host.memoryUtilization)}</td>
        <td class="number">${ratio(host.metrics["system.filesystem.utilization"])}</td>
        <td class="number">${host.processCount === null ? "–" : countText(host.processCount)}</td>
        <td class="number">
          ${host.openAlerts ? html`<a href=${addressOf("alerts", { host: host.name, status: "ALL" })}>${countText(host.openAlerts)}</a>` : html`<span class="muted">0</span>`}
        </td>
        <td class="when">${ago(host.lastSeenAt, now)}</td>
      </tr>`;
  }
}

/** @param {number | null | undefined} value */
const ratio = (value) => (value === null || value === undefined ? html`<span class="muted">–</span>` : percentText(value));

customElements.define("la-hosts", Hosts);
