import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { addressOf, parameters } from "../../address.js";
import { getEvents } from "../../api.js";
import { withAddresses } from "../../logic/highlight.js";
import { fieldsOf, isTraceField, traceParameters, logsParameters, logsView } from "../../logic/logs-view.js";
import { absolute } from "../../logic/range.js";
import { foldedParts, linesOf } from "../../logic/stack-trace.js";
import { MINUTE, SECOND, millisOf, spanText } from "../../logic/times.js";
import { drawerResizer } from "../../parts/drawer-resizer.js";
import { icon } from "../../parts/icons.js";
import { loadingOrError } from "../../parts/states.js";
import { preciseTime } from "../../parts/time.js";
import { Query } from "../../query.js";
import { copy } from "../../toast.js";
import { words } from "../../words.js";
import "./json-tree.js";
import { marked } from "./table.js";

/** The number of surrounding events before and after: at first, and at most. */
const CONTEXT = 10;
const MAX_CONTEXT = 500;

/**
 * Details of an event and its surrounding logs. Fires wide, filter (detail: a Filter), column (detail: a field), select (detail:
 * another event) and close.
 */
class LogDrawer extends LitElement {
  static properties = { logEvent: { attribute: false }, columns: { attribute: false }, terms: { attribute: false }, wide: { type: Boolean }, inline: { type: Boolean }, unfolded: { state: true }, wrapped: { state: true }, tab: { state: true }, count: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.logEvent = null;
    /** @type {string[]} */
    this.columns = [];
    /** Texts to highlight in the message. @type {string[]} */
    this.terms = [];
    /** Whether the details take the width of the page. */
    this.wide = false;
    /** Whether the details are below their row of the table. */
    this.inline = false;
    /** Whether all lines of the message are shown. */
    this.unfolded = false;
    /** Whether long lines of a message of several lines are wrapped. */
    this.wrapped = false;
    /** @type {"fields" | "json" | "context"} */
    this.tab = "fields";
    this.count = CONTEXT;
    this.context = new Query(
      this,
      () => (this.tab === "context" ? { id: this.logEvent.id, count: this.count } : null),
      ({ id, count }, signal) => getEvents(`logs/${id}/context`, { before: count, after: count }, signal),
    );
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("logEvent") && /** @type {any} */ (changed.get("logEvent"))?.id !== this.logEvent.id) {
      this.count = CONTEXT;
      this.unfolded = false;
    }
  }

  /** @param {Map<string, unknown>} _changed */
  updated(_changed) {
    if (this.context.data && this.tab === "context" && this.centred !== this.context.data) {
      this.centred = this.context.data;
      this.querySelector(".context .here")?.scrollIntoView({ block: "center" });
    }
  }

  showContext() {
    this.tab = "context";
  }

  /** @param {string} type @param {unknown} [detail] */
  fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  copyJson() {
    copy(JSON.stringify(this.logEvent, null, 2), words.logs.copiedAsJson);
  }

  /** Copies a link with an absolute time range that ends at the event. */
  copyLink() {
    const observedAt = millisOf(this.logEvent.observedAt);
    const view = { ...logsView(parameters(), Date.now()), range: absolute(observedAt - 15 * MINUTE, observedAt + SECOND), selected: this.logEvent.id, live: false };
    copy(new URL(addressOf("logs", logsParameters(view)), location.href).href, words.common.linkCopied);
  }

  render() {
    return html`
      ${this.inline ? nothing : this.head()}
      ${this.message()}
      <div class="buttons">
        <button class="button small" title=${words.logs.copyJsonE} @click=${this.copyJson}>${icon("copy")} ${words.common.copyJson}</button>
        <button class="button small" @click=${() => copy(this.logEvent.message, words.logs.messageCopied)}>${icon("copy")} ${words.logs.copyMessage}</button>
        <button class="button small" @click=${this.copyLink}>${icon("link")} ${words.common.copyLink}</button>
        ${this.alertsLink()}
      </div>
      <div class="tabs" role="tablist" aria-label=${words.logs.event}>
        ${this.tabButton("fields", words.logs.fields)} ${this.tabButton("json", words.logs.json)} ${this.tabButton("context", words.common.surroundingLogs)}
      </div>
      <div role="tabpanel" aria-label=${this.tabTitle} class="panel">${this.panel()}</div>`;
  }

  get tabTitle() {
    return { fields: words.logs.fields, json: words.logs.json, context: words.common.surroundingLogs }[this.tab];
  }

  panel() {
    switch (this.tab) {
      case "json":
        return html`<la-json-tree .value=${this.logEvent} @filter=${(/** @type {CustomEvent} */ { detail }) => this.fire("filter", detail)}></la-json-tree>`;
      case "context":
        return this.contextView();
      default:
        return this.fields();
    }
  }

  /** The alerts of the host of the event. */
  alertsLink() {
    return html`<a class="button small" href=${addressOf("alerts", { status: "ALL", host: this.logEvent.host })}>${icon("alerts")} ${words.logs.alertsOfHost}</a>`;
  }

  head() {
    return html`
      ${drawerResizer()}
      <header>
        <span class="level-text ${this.logEvent.level.toLowerCase()}">${this.logEvent.level}</span>
        <h2>${preciseTime(this.logEvent.observedAt)}</h2>
        <button class="plain not-on-phone" aria-label=${words.logs.fullWidth} aria-pressed=${this.wide} title=${words.logs.fullWidthF} @click=${() => this.fire("wide")}>${icon("wide")}</button>
        <button class="plain" aria-label=${words.common.close} title=${words.common.closeEsc} @click=${() => this.fire("close")}>${icon("close")}</button>
      </header>`;
  }

  /** The message. One of several lines keeps its lines, and library frames are folded. */
  message() {
    const { message } = this.logEvent;
    const count = linesOf(message).length;
    const parts = count > 1 && !this.unfolded ? foldedParts(message) : [{ text: message, frames: 0 }];
    return html`
      <pre class="message ${count > 1 && !this.wrapped ? "unwrapped" : ""}" tabindex="0" aria-label=${words.common.message}>${parts.map(({ text, frames }) => (frames ? this.frames(frames) : this.text(text)))}</pre>
      ${count > 1
        ? html`<div class="buttons">
            ${parts.length > 1 || this.unfolded
              ? html`<button class="link" @click=${() => (this.unfolded = !this.unfolded)}>${this.unfolded ? words.logs.foldLibraryFrames : words.logs.showAllLines(count)}</button>`
              : nothing}
            <button class="link" @click=${() => (this.wrapped = !this.wrapped)}>${this.wrapped ? words.logs.doNotWrapLines : words.logs.wrapLines}</button>
          </div>`
        : nothing}`;
  }

  /** Text with its matches marked, and with links. @param {string} text */
  text(text) {
    return withAddresses(text).map((part, index) =>
      index % 2 ? html`<a href=${part} target="_blank" rel="noopener noreferrer">${marked(part, this.terms)}</a>` : marked(part, this.terms),
    );
  }

  /** @param {number} count */
  frames(count) {
    return html`<button class="link frames" @click=${() => (this.unfolded = true)}>    ${words.logs.libraryFrames(count)}</button>`;
  }

  /** @param {"fields" | "json" | "context"} tab @param {string} text */
  tabButton(tab, text) {
    return html`<button role="tab" aria-selected=${tab === this.tab} title=${tab === "context" ? words.logs.surroundingLogsC : ""} @click=${() => (this.tab = tab)}>${text}</button>`;
  }

  fields() {
    const late = millisOf(this.logEvent.receivedAt) - millisOf(this.logEvent.observedAt);
    return html`
      <table class="fields">
        <tbody>
          ${fieldsOf(this.logEvent).map(({ field, value }) => this.field(field, value))}
          <tr>
            <th scope="row">${words.logs.received}</th>
            <td colspan="2">${preciseTime(this.logEvent.receivedAt)} ${late ? html`<span class="caption">${late < 0 ? "−" : "+"}${spanText(late)}</span>` : nothing}</td>
          </tr>
          <tr>
            <th scope="row">${words.logs.id}</th>
            <td><code>${this.logEvent.id}</code></td>
            <td class="actions">${this.action("copy", words.logs.copyId, () => copy(this.logEvent.id, words.logs.idCopied))}</td>
          </tr>
        </tbody>
      </table>`;
  }

  /** @param {string} field @param {string} value */
  field(field, value) {
    const shown = this.columns.includes(field);
    return html`
      <tr>
        <th scope="row">${field.replace(/^attributes\./, "")}</th>
        <td><bdi>${value}</bdi></td>
        <td class="actions">
          ${this.link(field, value)}
          ${this.action("plus", words.logs.filterFor(field, value), () => this.fire("filter", { field, value, excluded: false }))}
          ${this.action("minus", words.logs.filterOut(field, value), () => this.fire("filter", { field, value, excluded: true }))}
          ${field === "level"
            ? nothing
            : this.action("columns", words.logs[shown ? "removeColumn" : "addColumn"](field), () => this.fire("column", field), shown)}
          ${this.action("copy", words.logs.copyField(field), () => copy(value, words.logs.fieldCopied(field)))}
        </td>
      </tr>`;
  }

  /** A link to the host, or to all events of a trace, around the time of the event. @param {string} field @param {string} value */
  link(field, value) {
    const at = millisOf(this.logEvent.observedAt);
    if (field === "host") {
      return this.anchor("hosts", words.logs.openHost, addressOf("host", { name: value, ...absolute(at - 15 * MINUTE, at + 15 * MINUTE) }));
    }
    if (!isTraceField(field)) {
      return nothing;
    }
    return this.anchor("logs", words.logs.allEventsTrace, addressOf("logs", traceParameters(this.logEvent, { field, value })));
  }

  /** @param {string} name @param {string} label @param {string} address */
  anchor(name, label, address) {
    return html`<a class="plain small" aria-label=${label} title=${label} href=${address}>${icon(name)}</a>`;
  }

  /** @param {string} name @param {string} label @param {() => void} run @param {boolean} [pressed] */
  action(name, label, run, pressed) {
    return html`<button class="plain small" aria-label=${label} title=${label} aria-pressed=${pressed ?? nothing} @click=${run}>${icon(name)}</button>`;
  }

  contextView() {
    const { data } = this.context;
    if (!data || data.event.id !== this.logEvent.id) {
      return loadingOrError(this.context);
    }
    const events = [...data.before, data.event, ...data.after];
    const more =
      this.count < MAX_CONTEXT && Math.max(data.before.length, data.after.length) === this.count
        ? html`<button class="button small" @click=${() => (this.count = Math.min(MAX_CONTEXT, this.count * 5))}>${words.common.loadMore}</button>`
        : nothing;
    return html`
      <p class="caption">${words.logs.surroundingLogsHint(this.logEvent.host)}</p>
      <ol class="context">
        ${repeat(events, (logEvent) => logEvent.id, (logEvent) => this.neighbour(logEvent))}
      </ol>
      ${more}`;
  }

  /** @param {any} logEvent */
  neighbour(logEvent) {
    const here = logEvent.id === this.logEvent.id;
    return html`
      <li class="level-${logEvent.level.toLowerCase()} ${here ? "here" : ""}">
        <button aria-current=${here ? "true" : nothing} @click=${() => this.fire("select", logEvent)}>
          <span class="at">${preciseTime(logEvent.observedAt)}</span> <span class="level">${logEvent.level}</span>
          <span class="message">${logEvent.message}</span>
        </button>
      </li>`;
  }
}

customElements.define("la-log-drawer", LogDrawer);
