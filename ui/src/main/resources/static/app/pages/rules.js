import { LitElement, html, nothing } from "lit";
import { addressOf } from "../address.js";
import { get, put } from "../api.js";
import { countText } from "../logic/numbers.js";
import { SEVERITIES, sentenceOf } from "../logic/rules.js";
import { icon } from "../parts/icons.js";
import { severity } from "../parts/severity.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { ago } from "../parts/time.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { showProblem, showToast } from "../toast.js";
import { words } from "../words.js";
import "./rules/thresholds.js";

const RECENT = 1_000;

/** The Rules page: default thresholds and rules. */
class Rules extends LitElement {
  constructor() {
    super();
    this.rules = new Query(this, () => "rules", (_, signal) => get("rules", {}, signal));
    this.recent = new Query(this, () => "alerts", (_, signal) => get("alerts", { limit: RECENT }, signal));
    this.firing = new Query(this, () => "firing", (_, signal) => get("alerts", { status: "OPEN", limit: RECENT }, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {any} rule */
  async toggle(rule) {
    try {
      await put(`rules/${rule.id}`, { ...rule, enabled: !rule.enabled });
      showToast({ text: `${rule.name} ${rule.enabled ? "disabled" : "enabled"}` });
    } catch (problem) {
      showProblem(problem);
    }
    this.rules.refresh();
  }

  render() {
    const rules = this.rules.data?.items;
    return html`
      <div class="page">
        <la-thresholds class="card" @change=${() => this.rules.refresh()}></la-thresholds>
        ${staleNotice(this.rules)}
        <section class="card results" aria-label=${words.common.rules}>
          <header class="card-head">
            <h2>${words.common.rules}</h2>
            <span class="spacer"></span>
            ${hasScope("operate") ? html`<a class="button" href="rule">${icon("plus")} ${words.common.newRule}</a>` : nothing}
          </header>
          ${rules ? (rules.length ? this.table(rules) : emptyState(words.rules.noRules, nothing)) : loadingOrError(this.rules)}
        </section>
      </div>`;
  }

  /** @param {any[]} rules */
  table(rules) {
    return html`
      <div class="scroll">
        <table class="list">
          <thead>
            <tr><th class="mark">${words.common.enabled}</th><th>${words.common.rule}</th><th>${words.rules.severities}</th><th class="number">${words.common.firing}</th><th>${words.rules.lastFired}</th></tr>
          </thead>
          <tbody>${rules.map((rule) => this.row(rule))}</tbody>
        </table>
      </div>`;
  }

  /** @param {any} rule */
  row(rule) {
    /** @param {Query<any, any>} query */
    const of = ({ data }) => (data?.items ?? []).filter((/** @type {any} */ { ruleId }) => ruleId === rule.id);
    const firing = of(this.firing).length;
    const [last] = of(this.recent);
    return html`
      <tr class=${rule.enabled ? "" : "inactive"}>
        <td class="mark">
          <input type="checkbox" role="switch" aria-label=${words.rules.enabled(rule.name)} .checked=${rule.enabled} ?disabled=${rule.readOnly || !hasScope("operate")} @change=${() => this.toggle(rule)} />
        </td>
        <td class="main two-lines">
          <a class="name" href=${addressOf("rule", { id: rule.id })}><bdi>${rule.name}</bdi></a> ${origin(rule)}
          <div class="caption">${sentenceOf(rule)}</div>
          ${rule.notices.map((/** @type {{detail: string}} */ { detail }) => html`<div class=${rule.state === "ERROR" && detail === rule.reason ? "error-text" : "caption"}>${detail}</div>`)}
        </td>
        <td>${SEVERITIES.filter((one) => one in rule.severities).map((one) => html`${severity(one)} `)}</td>
        <td class="number">
          ${firing ? html`<a href=${addressOf("alerts", { rule: rule.name })}>${countText(firing)}${this.firing.data.nextCursor ? "+" : ""}</a>` : html`<span class="muted">0</span>`}
        </td>
        <td class="when">${last ? ago(last.openedAt) : html`<span class="muted">–</span>`}</td>
      </tr>`;
  }
}

/** The origin of a rule that was not created through the API. @param {any} rule */
export const origin = ({ origin }) =>
  origin === "BUILT_IN" ? html`<span class="tag">${words.rules.builtIn}</span>` : origin === "PROVISIONED" ? html`<span class="tag">${words.common.provisioned}</span>` : nothing;

customElements.define("la-rules", Rules);
