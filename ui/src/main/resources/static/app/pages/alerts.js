import { LitElement, html, nothing } from "lit";
import { AddressWatch, change, parameters } from "../address.js";
import { get } from "../api.js";
import { Every } from "../every.js";
import { Keys } from "../keyboard.js";
import { STATUS_WORDS, TABS, alertsParameters, alertsQuestion, alertsView, canBecome } from "../logic/alerts-view.js";
import { countText } from "../logic/numbers.js";
import { SEVERITIES } from "../logic/rules.js";
import { SECOND } from "../logic/times.js";
import { icon, severityIcon } from "../parts/icons.js";
import { empty, staleness, whileAsked } from "../parts/states.js";
import { Question } from "../question.js";
import { may } from "../session.js";
import { ActionsWatch, actions } from "./alerts/actions.js";
import "./alerts/drawer.js";
import { alertTable } from "./alerts/table.js";

const EACH = 15 * SECOND;
const PAGE = 100;
const MOST = 1_000;
const STATUSES = Object.keys(STATUS_WORDS);

/** Alerts: what is wrong, who knows of it, and what became of it. */
class Alerts extends LitElement {
  static properties = { chosen: { state: true }, limit: { state: true } };

  constructor() {
    super();
    /** @type {Set<string>} ids of those that are marked */
    this.chosen = new Set();
    this.limit = PAGE;
    new AddressWatch(this);
    new Keys(this, () => this.bindings());
    new ActionsWatch(this);
    const shown = () => ({ ...alertsQuestion(this.view), status: this.view.status, limit: this.limit });
    this.list = new Question(this, shown, (about, signal) => get("alerts", about, signal));
    this.counts = new Question(this, () => alertsQuestion(this.view), countByStatus);
    this.rules = new Question(this, () => "rules", (_, signal) => get("rules", {}, signal));
    new Every(this, () => EACH, () => this.lookAgain());
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    return alertsView(parameters());
  }

  /** As the viewer has them: those he acted upon are already elsewhere. @returns {any[]} */
  get items() {
    const { status } = this.view;
    return (this.list.answer?.items ?? [])
      .map((/** @type {any} */ alert) => ({ ...alert, status: actions.statusOf(alert) }))
      .filter((/** @type {any} */ alert) => !status || alert.status === status);
  }

  /** Nothing moves under the eyes of who reads one or has marked some. */
  lookAgain() {
    this.counts.refresh();
    if (!this.view.selected && !this.chosen.size) {
      this.list.refresh();
    }
  }

  /** @param {Partial<import("../logic/alerts-view.js").AlertsView>} parts @param {{replace?: boolean}} [how] */
  show(parts, how) {
    change(alertsParameters(parts), how);
  }

  /** @param {string} status */
  toTab(status) {
    this.chosen = new Set();
    this.limit = PAGE;
    this.show({ status, selected: "" });
  }

  /** @param {string} id */
  select(id) {
    this.show({ selected: id }, { replace: this.view.selected !== "" });
  }

  close() {
    const { selected } = this.view;
    this.show({ selected: "" }, { replace: true });
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-alert="${selected}"]`))?.focus();
  }

  /** @param {string} id */
  toggle(id) {
    const chosen = new Set(this.chosen);
    chosen.delete(id) || chosen.add(id);
    this.chosen = chosen;
  }

  /** @param {-1 | 1} step */
  move(step) {
    const { items } = this;
    const at = items.findIndex((alert) => alert.id === this.view.selected);
    const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step))];
    if (next) {
      this.select(next.id);
      this.updateComplete.then(() => this.querySelector(`[data-alert="${next.id}"]`)?.scrollIntoView({ block: "nearest" }));
    }
  }

  /** @returns {import("../keyboard.js").Bindings} */
  bindings() {
    const next = () => this.move(1);
    const previous = () => this.move(-1);
    return {
      j: next,
      k: previous,
      ArrowDown: next,
      ArrowUp: previous,
      Enter: next,
      x: () => this.view.selected && may("operate") && this.toggle(this.view.selected),
      Escape: () => (this.view.selected ? this.close() : (this.chosen = new Set())),
    };
  }

  /** @param {string[]} ids @param {string} status @param {string} comment */
  act(ids, status, comment) {
    actions.act(ids, status, comment);
    this.chosen = new Set();
  }

  render() {
    const { view, items } = this;
    return html`
      <div class="alerts ${view.selected ? "with-drawer" : ""}">
        <div class="tabs" role="tablist" aria-label="Status">${TABS.map(([status, title]) => this.tab(status, title, view))}</div>
        ${this.filters(view)}
        <section class="card found ${this.list.slow && items.length ? "renewing" : ""}" aria-label="Alerts">${this.found(view, items)}</section>
        ${view.selected
          ? html`<la-alert-drawer
              class="card drawer"
              role="complementary"
              aria-label="Alert"
              .of=${view.selected}
              .rules=${this.rules.answer?.items ?? []}
              @close=${this.close}
              @act=${(/** @type {CustomEvent} */ { detail }) => this.act([view.selected], detail.status, detail.comment)}
            ></la-alert-drawer>`
          : nothing}
      </div>`;
  }

  /** @param {string} status @param {string} title @param {import("../logic/alerts-view.js").AlertsView} view */
  tab(status, title, view) {
    const count = this.counts.answer?.[status];
    return html`
      <button role="tab" aria-selected=${status === view.status} @click=${() => this.toTab(status)}>
        ${title} <span class="count">${count ?? ""}</span>
      </button>`;
  }

  /** @param {import("../logic/alerts-view.js").AlertsView} view */
  filters({ severities, host, rule }) {
    /** @param {string} one */
    const toggled = (one) => (severities.includes(one) ? severities.filter((other) => other !== one) : [...severities, one]);
    return html`
      <div class="chips" role="group" aria-label="Filters">
        ${SEVERITIES.map(
          (one) => html`
            <button class="chip" aria-pressed=${severities.includes(one)} @click=${() => this.show({ severities: toggled(one) })}>
              ${severityIcon(one)} ${one[0]}${one.slice(1).toLowerCase()}
            </button>`,
        )}
        ${this.filterChip("host", host)} ${this.filterChip("rule", rule)}
      </div>`;
  }

  /** @param {"host" | "rule"} name @param {string} value */
  filterChip(name, value) {
    return value
      ? html`
          <span class="chip filter">
            <span><span class="muted">${name}:</span> ${value}</span>
            <button class="plain" aria-label="Remove the filter ${name}: ${value}" @click=${() => this.show({ [name]: "" })}>${icon("close")}</button>
          </span>`
      : nothing;
  }

  /** @param {import("../logic/alerts-view.js").AlertsView} view @param {any[]} items */
  found(view, items) {
    if (this.list.pending || (this.list.problem && !this.list.answer)) {
      return whileAsked(this.list);
    }
    return html`
      ${staleness(this.list)} ${this.bulkBar(items)}
      ${items.length
        ? alertTable({
            items,
            rules: this.rules.answer?.items ?? [],
            selected: view.selected,
            chosen: this.chosen,
            choose: may("operate") ? (ids) => (this.chosen = new Set(ids)) : null,
            toggle: (id) => this.toggle(id),
            open: (id) => this.select(id),
            filter: (parts) => this.show(parts),
          })
        : this.nothingFound(view)}
      ${items.length && this.list.answer.nextCursor ? this.more() : nothing}`;
  }

  more() {
    return html`
      <footer>
        <span>The newest ${countText(this.limit)}.</span>
        ${this.limit < MOST ? html`<button class="link" @click=${() => (this.limit = MOST)}>Show more</button>` : html`<span>Filter to see others.</span>`}
      </footer>`;
  }

  /** @param {any[]} items */
  bulkBar(items) {
    const chosen = items.filter((alert) => this.chosen.has(alert.id));
    if (!chosen.length) {
      return nothing;
    }
    /** @param {SubmitEvent} event */
    const submit = (event) => {
      event.preventDefault();
      const status = /** @type {HTMLButtonElement} */ (event.submitter).value;
      const comment = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("comment"));
      this.act(chosen.filter((alert) => canBecome(alert, status)).map(({ id }) => id), status, comment.trim());
    };
    return html`
      <form class="bulk" aria-label="Chosen alerts" @submit=${submit}>
        <strong>${countText(chosen.length)} chosen</strong>
        <input name="comment" placeholder="Note" aria-label="Note" maxlength="2000" />
        <button class="button primary" value="ACKNOWLEDGED" ?disabled=${!chosen.some((alert) => canBecome(alert, "ACKNOWLEDGED"))}>Acknowledge</button>
        <button class="button" value="RESOLVED" ?disabled=${!chosen.some((alert) => canBecome(alert, "RESOLVED"))}>Resolve</button>
        <button class="plain" type="button" aria-label="Choose none" @click=${() => (this.chosen = new Set())}>${icon("close")}</button>
      </form>`;
  }

  /** @param {import("../logic/alerts-view.js").AlertsView} view */
  nothingFound({ status, severities, host, rule }) {
    if (severities.length || host || rule) {
      return empty(
        "No alert matches",
        html`<button class="button" @click=${() => this.show({ severities: [], host: "", rule: "" })}>Clear filters</button>`,
      );
    }
    return status === "OPEN"
      ? empty("Nothing is firing", html`<p>What opens an alert, and from where on, is set on <a href="rules">Rules</a>.</p>`)
      : empty(`No ${status ? STATUS_WORDS[status] : ""} alerts`, nothing);
  }
}

/**
 * How many there are of each status, as far as that can be seen at once.
 *
 * @param {import("../api.js").Parameters} about
 * @param {AbortSignal} signal
 */
async function countByStatus(about, signal) {
  const pages = await Promise.all(STATUSES.map((status) => get("alerts", { ...about, status, limit: PAGE }, signal)));
  const counts = pages.map(({ items, nextCursor }) => ({ count: items.length, more: nextCursor !== null }));
  const all = { count: counts.reduce((sum, { count }) => sum + count, 0), more: counts.some(({ more }) => more) };
  return Object.fromEntries([...counts, all].map(({ count, more }, index) => [STATUSES[index] ?? "", `${count}${more ? "+" : ""}`]));
}

customElements.define("la-alerts", Alerts);
