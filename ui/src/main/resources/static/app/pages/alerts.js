import { LitElement, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { AddressController, parameters, setParameters } from "../address.js";
import { get } from "../api.js";
import { KeyBindings } from "../keyboard.js";
import { ListSelection } from "../list-selection.js";
import { GROUPS, STATUS_LABELS, TABS, alertsParameters, alertsRequest, alertsView, canTransition, countOf, groupsOf, sorted, statusesOf } from "../logic/alerts-view.js";
import { countText } from "../logic/numbers.js";
import { SEVERITIES, severityName } from "../logic/rules.js";
import { SECOND } from "../logic/times.js";
import { icon, severityIcon } from "../parts/icons.js";
import "../parts/saved-views.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { Polling } from "../polling.js";
import { Query } from "../query.js";
import { hasScope } from "../session.js";
import { showProblem } from "../toast.js";
import { words } from "../words.js";
import { ActionsController, actions } from "./alerts/actions.js";
import { alertTable } from "./alerts/table.js";

const POLL_INTERVAL = 15 * SECOND;
const PAGE_SIZE = 100;
const MAX_ITEMS = 1_000;

/** Loaded when an alert is opened. */
const loadDrawer = () => import("./alerts/drawer.js");

/** The Alerts page: list, filters, bulk actions and details. */
class Alerts extends LitElement {
  static properties = { checked: { state: true }, limit: { state: true } };

  constructor() {
    super();
    /** @type {Set<string>} IDs of the alerts for bulk actions */
    this.checked = new Set();
    this.limit = PAGE_SIZE;
    new AddressController(this);
    new KeyBindings(this, () => this.bindings());
    new ActionsController(this);
    this.list = new Query(this, () => ({ ...alertsRequest(this.view), status: this.view.status, limit: this.maxItems }), alertsOf);
    const allSeverities = () => alertsRequest({ ...this.view, severities: [] });
    this.counts = new Query(this, allSeverities, (key, signal) => get("alerts/counts", key, signal));
    this.rules = new Query(this, () => "rules", (_, signal) => get("rules", {}, signal));
    this.selection = new ListSelection(this, {
      items: () => this.items,
      selected: () => this.view.selected,
      select: ({ id }) => this.select(id),
      reveal: ({ id }) => this.querySelector(`[data-alert="${id}"]`)?.scrollIntoView({ block: "nearest" }),
    });
    new Polling(this, () => POLL_INTERVAL, () => this.poll());
  }

  createRenderRoot() {
    return this;
  }

  get view() {
    return alertsView(parameters());
  }

  /** The maximum number of alerts in the list. The page sorts and groups as many as it can load. */
  get maxItems() {
    return this.view.sort || this.view.group ? MAX_ITEMS : this.limit;
  }

  /** The alerts, including actions that can still be undone, in the order of the list. @returns {any[]} */
  get items() {
    const { status, sort, group } = this.view;
    const items = (this.list.data?.items ?? [])
      .map((/** @type {any} */ alert) => ({ ...alert, status: actions.statusOf(alert) }))
      .filter((/** @type {any} */ alert) => !status || alert.status === status);
    const ordered = sorted(items, sort);
    return group ? groupsOf(ordered, group).flatMap(({ alerts }) => alerts) : ordered;
  }

  /** The number of alerts of a status, as text; empty while unknown. @param {string} status @param {string[]} severities */
  countText(status, severities) {
    const counts = this.counts.current?.items;
    return counts ? countText(countOf(counts, status, severities)) : "";
  }

  /** Rows do not move while an alert is open or checked. */
  poll() {
    this.counts.refresh();
    if (!this.view.selected && !this.checked.size) {
      this.list.refresh();
    }
  }

  /** @param {Partial<import("../logic/alerts-view.js").AlertsView>} parts @param {{replace?: boolean}} [options] */
  show(parts, options) {
    setParameters(alertsParameters(parts), options);
  }

  /** @param {string} status */
  openTab(status) {
    this.checked = new Set();
    this.limit = PAGE_SIZE;
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
    const checked = new Set(this.checked);
    checked.delete(id) || checked.add(id);
    this.checked = checked;
  }

  /** @returns {import("../keyboard.js").Bindings} */
  bindings() {
    return {
      ...this.selection.bindings(),
      Enter: () => this.selection.move(1),
      x: () => this.view.selected && hasScope("operate") && this.toggle(this.view.selected),
      Escape: () => (this.view.selected ? this.close() : (this.checked = new Set())),
    };
  }

  /** @param {string[]} ids @param {string} status @param {string} comment */
  act(ids, status, comment) {
    actions.act(ids, status, comment);
    this.checked = new Set();
  }

  render() {
    const { view, items } = this;
    if (view.selected) {
      loadDrawer().catch(showProblem);
    }
    return html`
      <div class="alerts ${view.selected ? "with-drawer" : ""}">
        <div class="tabs" role="tablist" aria-label=${words.common.status}>${TABS.map(([status, title]) => this.tab(status, title, view))}</div>
        ${this.filters(view)}
        <section class="card results ${this.list.loading && items.length ? "refreshing" : ""}" aria-label=${words.common.alerts}>${this.results(view, items)}</section>
        ${view.selected
          ? html`<la-alert-drawer
              class="card drawer"
              role="complementary"
              aria-label=${words.alerts.alertDetails}
              .alertId=${view.selected}
              .rules=${this.rules.data?.items ?? []}
              @close=${this.close}
              @act=${(/** @type {CustomEvent} */ { detail }) => this.act([view.selected], detail.status, detail.comment)}
            ></la-alert-drawer>`
          : nothing}
      </div>`;
  }

  /** @param {string} status @param {string} title @param {import("../logic/alerts-view.js").AlertsView} view */
  tab(status, title, view) {
    return html`
      <button role="tab" aria-selected=${status === view.status} @click=${() => this.openTab(status)}>
        ${title} <span class="count">${this.countText(status, view.severities)}</span>
      </button>`;
  }

  /** @param {import("../logic/alerts-view.js").AlertsView} view */
  filters({ status, severities, host, rule, search, group }) {
    /** @param {string} one */
    const toggled = (one) => (severities.includes(one) ? severities.filter((other) => other !== one) : [...severities, one]);
    return html`
      <div class="chips" role="group" aria-label=${words.alerts.filters}>
        <label class="search">
          ${icon("search")}
          <input type="search" placeholder=${words.alerts.searchRulesAndLabels} aria-label=${words.alerts.searchRulesAndLabels} maxlength="200" .value=${live(search)}
            @input=${(/** @type {Event} */ event) => this.show({ search: /** @type {HTMLInputElement} */ (event.target).value }, { replace: true })} />
        </label>
        ${SEVERITIES.map(
          (one) => html`
            <button class="chip" aria-pressed=${severities.includes(one)} @click=${() => this.show({ severities: toggled(one) })}>
              ${severityIcon(one)} ${severityName(one)} <span class="count">${this.countText(status, [one])}</span>
            </button>`,
        )}
        ${this.filterChip("host", host)} ${this.filterChip("rule", rule)}
        <span class="spacer"></span>
        <la-saved-views></la-saved-views>
        <label class="inline">
          ${words.common.groupBy}
          <select @change=${(/** @type {Event} */ event) => this.show({ group: /** @type {HTMLSelectElement} */ (event.target).value }, { replace: true })}>
            ${["", ...GROUPS].map((one) => html`<option value=${one} .selected=${live(one === group)}>${one ? words.alerts.groups[one] : words.alerts.none}</option>`)}
          </select>
        </label>
      </div>`;
  }

  /** @param {"host" | "rule"} name @param {string} value */
  filterChip(name, value) {
    return value
      ? html`
          <span class="chip filter">
            <span><span class="muted">${name}:</span> <bdi>${value}</bdi></span>
            <button class="plain" aria-label=${words.alerts.removeFilter(name, value)} @click=${() => this.show({ [name]: "" })}>${icon("close")}</button>
          </span>`
      : nothing;
  }

  /** @param {import("../logic/alerts-view.js").AlertsView} view @param {any[]} items */
  results(view, items) {
    const { data } = this.list;
    if (!data) {
      return loadingOrError(this.list);
    }
    return html`
      ${staleNotice(this.list)} ${this.bulkBar(items)}
      ${items.length
        ? alertTable({
            groups: view.group ? groupsOf(items, view.group) : [{ name: "", alerts: items, severities: [] }],
            groupLabel: view.group,
            sort: view.sort,
            selectSort: (sort) => this.show({ sort }, { replace: true }),
            rules: this.rules.data?.items ?? [],
            selected: view.selected,
            checked: this.checked,
            check: hasScope("operate") ? (ids) => (this.checked = new Set(ids)) : null,
            toggle: (id) => this.toggle(id),
            open: (id) => this.select(id),
            filter: (parts) => this.show(parts),
          })
        : this.noResults(view)}
      ${items.length && data.nextCursor ? this.more(view, data.items.length) : nothing}`;
  }

  /** @param {import("../logic/alerts-view.js").AlertsView} view @param {number} loaded */
  more({ status, severities }, loaded) {
    const total = this.countText(status, severities);
    return html`
      <footer>
        <span>${total ? words.alerts.newestOf(countText(loaded), total) : words.alerts.newest(countText(loaded))}</span>
        ${this.maxItems < MAX_ITEMS ? html`<button class="link" @click=${() => (this.limit = MAX_ITEMS)}>${words.common.loadMore}</button>` : html`<span>${words.alerts.refineTheFilters}</span>`}
      </footer>`;
  }

  /** @param {any[]} items */
  bulkBar(items) {
    const checked = items.filter((alert) => this.checked.has(alert.id));
    if (!checked.length) {
      return nothing;
    }
    /** @param {SubmitEvent} event */
    const submit = (event) => {
      event.preventDefault();
      const status = /** @type {HTMLButtonElement} */ (event.submitter).value;
      const comment = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("comment"));
      this.act(checked.filter((alert) => canTransition(alert, status)).map(({ id }) => id), status, comment.trim());
    };
    return html`
      <form class="bulk" aria-label=${words.alerts.selectedAlerts} @submit=${submit}>
        <strong>${words.alerts.selected(countText(checked.length))}</strong>
        <input name="comment" placeholder=${words.common.comment} aria-label=${words.common.comment} maxlength="2000" />
        <button class="button primary" value="ACKNOWLEDGED" ?disabled=${!checked.some((alert) => canTransition(alert, "ACKNOWLEDGED"))}>${words.alerts.acknowledge}</button>
        <button class="button" value="RESOLVED" ?disabled=${!checked.some((alert) => canTransition(alert, "RESOLVED"))}>${words.alerts.resolve}</button>
        <button class="plain" type="button" aria-label=${words.alerts.clearSelection} @click=${() => (this.checked = new Set())}>${icon("close")}</button>
      </form>`;
  }

  /** @param {import("../logic/alerts-view.js").AlertsView} view */
  noResults({ status, severities, host, rule, search }) {
    if (severities.length || host || rule || search) {
      return emptyState(
        words.alerts.noAlertsMatch,
        html`<button class="button" @click=${() => this.show({ severities: [], host: "", rule: "", search: "" })}>${words.common.clearFilters}</button>`,
      );
    }
    return status === "OPEN"
      ? emptyState(words.alerts.noFiringAlerts, html`<p>${words.alerts.noFiringAlertsHint(html`<a href="rules">${words.pages.rules}</a>`)}</p>`)
      : emptyState(words.alerts.noAlertsOfStatus(status ? STATUS_LABELS[status] : ""), nothing);
  }
}

/**
 * The newest alerts of a tab. Resolved alerts leave room for unresolved ones.
 *
 * @param {import("../api.js").Parameters & {status: string}} key
 * @param {AbortSignal} signal
 * @returns {Promise<{items: any[], nextCursor: string | null}>}
 */
async function alertsOf({ status, ...request }, signal) {
  const pages = await Promise.all(statusesOf(status).map((statuses) => get("alerts", { ...request, status: statuses }, signal)));
  return { items: pages.flatMap(({ items }) => items), nextCursor: pages.find(({ nextCursor }) => nextCursor)?.nextCursor ?? null };
}

customElements.define("la-alerts", Alerts);
