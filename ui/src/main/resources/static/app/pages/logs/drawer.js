import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { addressOf, parameters } from "../../address.js";
import { get } from "../../api.js";
import { fieldsOf, logsParameters, logsView } from "../../logic/logs-view.js";
import { absolute } from "../../logic/range.js";
import { MINUTE, SECOND, millisOf, spanText } from "../../logic/times.js";
import { icon } from "../../parts/icons.js";
import { whileAsked } from "../../parts/states.js";
import { preciseTime } from "../../parts/time.js";
import { Question } from "../../question.js";
import { copy } from "../../toast.js";

/** Lines before and after, at first and more with each request for more. */
const AROUND = 10;
const MOST_AROUND = 500;

/**
 * Everything about one line, and the lines around it. Fires filter (detail: a Filter), column (detail: a field), select
 * (detail: the id of another line) and close.
 */
class LogDrawer extends LitElement {
  static properties = { line: { attribute: false }, columns: { attribute: false }, tab: { state: true }, around: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.line = null;
    /** @type {string[]} */
    this.columns = [];
    /** @type {"fields" | "around"} */
    this.tab = "fields";
    this.around = AROUND;
    this.context = new Question(
      this,
      () => (this.tab === "around" ? { id: this.line.id, count: this.around } : null),
      ({ id, count }, signal) => get(`logs/${id}/context`, { before: count, after: count }, signal),
    );
  }

  createRenderRoot() {
    return this;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("line") && /** @type {any} */ (changed.get("line"))?.id !== this.line.id) {
      this.around = AROUND;
    }
  }

  /** @param {Map<string, unknown>} _changed */
  updated(_changed) {
    if (this.context.answer && this.tab === "around" && this.centred !== this.context.answer) {
      this.centred = this.context.answer;
      this.querySelector(".around .here")?.scrollIntoView({ block: "center" });
    }
  }

  showAround() {
    this.tab = "around";
  }

  /** @param {string} type @param {unknown} [detail] */
  fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  copyJson() {
    copy(JSON.stringify(this.line, null, 2), "The line as JSON");
  }

  /** Absolute, so that it means the same tomorrow, and with this line near the top. */
  copyLink() {
    const at = millisOf(this.line.observedAt);
    const view = { ...logsView(parameters(), Date.now()), range: absolute(at - 15 * MINUTE, at + SECOND), selected: this.line.id, live: false };
    copy(new URL(addressOf("logs", logsParameters(view)), location.href).href, "The link to this line");
  }

  render() {
    return html`
      <header>
        <span class="level-text ${this.line.level.toLowerCase()}">${this.line.level}</span>
        <h2>${preciseTime(this.line.observedAt)}</h2>
        <button class="plain" aria-label="Close" title="Close (Esc)" @click=${() => this.fire("close")}>${icon("close")}</button>
      </header>
      <pre class="message" tabindex="0" aria-label="Message">${this.line.message}</pre>
      <div class="buttons">
        <button class="button small" title="e" @click=${this.copyJson}>${icon("copy")} JSON</button>
        <button class="button small" @click=${() => copy(this.line.message, "The message")}>${icon("copy")} Message</button>
        <button class="button small" @click=${this.copyLink}>${icon("link")} Link</button>
      </div>
      <div class="tabs" role="tablist" aria-label="About this line">
        ${this.tabButton("fields", "Fields")} ${this.tabButton("around", "Around it")}
      </div>
      <div role="tabpanel" aria-label=${this.tab === "fields" ? "Fields" : "Around it"} class="panel">
        ${this.tab === "fields" ? this.fields() : this.contextView()}
      </div>`;
  }

  /** @param {"fields" | "around"} tab @param {string} text */
  tabButton(tab, text) {
    return html`<button role="tab" aria-selected=${tab === this.tab} title=${tab === "around" ? "c" : ""} @click=${() => (this.tab = tab)}>${text}</button>`;
  }

  fields() {
    const late = millisOf(this.line.receivedAt) - millisOf(this.line.observedAt);
    return html`
      <table class="fields">
        <tbody>
          ${fieldsOf(this.line).map(({ field, value }) => this.field(field, value))}
          <tr>
            <th scope="row">received</th>
            <td colspan="2">${preciseTime(this.line.receivedAt)} ${late ? html`<span class="caption">${late < 0 ? "−" : "+"}${spanText(late)}</span>` : nothing}</td>
          </tr>
          <tr>
            <th scope="row">id</th>
            <td><code>${this.line.id}</code></td>
            <td class="actions">${this.action("copy", "Copy id", () => copy(this.line.id, "The id"))}</td>
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
        <td>${value}</td>
        <td class="actions">
          ${this.action("plus", `Only ${field} ${value}`, () => this.fire("filter", { field, value, excluded: false }))}
          ${this.action("minus", `All but ${field} ${value}`, () => this.fire("filter", { field, value, excluded: true }))}
          ${field === "level"
            ? nothing
            : this.action("columns", `${shown ? "Remove" : "Add"} the column ${field}`, () => this.fire("column", field), shown)}
          ${this.action("copy", `Copy ${field}`, () => copy(value, `The value of ${field}`))}
        </td>
      </tr>`;
  }

  /** @param {string} name @param {string} label @param {() => void} run @param {boolean} [pressed] */
  action(name, label, run, pressed) {
    return html`<button class="plain small" aria-label=${label} title=${label} aria-pressed=${pressed ?? nothing} @click=${run}>${icon(name)}</button>`;
  }

  contextView() {
    const { answer } = this.context;
    if (!answer || answer.event.id !== this.line.id) {
      return whileAsked(this.context);
    }
    const lines = [...answer.before, answer.event, ...answer.after];
    const more =
      this.around < MOST_AROUND && Math.max(answer.before.length, answer.after.length) === this.around
        ? html`<button class="button small" @click=${() => (this.around = Math.min(MOST_AROUND, this.around * 5))}>More before and after</button>`
        : nothing;
    return html`
      <p class="caption">All lines of ${this.line.host}, oldest first, whatever is asked for.</p>
      <ol class="around">
        ${repeat(lines, (line) => line.id, (line) => this.neighbour(line))}
      </ol>
      ${more}`;
  }

  /** @param {any} line */
  neighbour(line) {
    const here = line.id === this.line.id;
    return html`
      <li class="level-${line.level.toLowerCase()} ${here ? "here" : ""}">
        <button aria-current=${here ? "true" : nothing} @click=${() => this.fire("select", line)}>
          <span class="at">${preciseTime(line.observedAt)}</span> <span class="level">${line.level}</span>
          <span class="message">${line.message}</span>
        </button>
      </li>`;
  }
}

customElements.define("la-log-drawer", LogDrawer);
