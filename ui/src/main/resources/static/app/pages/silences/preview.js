import { LitElement, html, nothing } from "lit";
import { addressOf } from "../../address.js";
import { post } from "../../api.js";
import { fieldMessage } from "../../logic/channels.js";
import { SECOND } from "../../logic/times.js";
import { severity } from "../../parts/severity.js";
import { loadingOrError } from "../../parts/states.js";
import { Polling } from "../../polling.js";
import { Query } from "../../query.js";
import { words } from "../../words.js";

const POLL_INTERVAL = 15 * SECOND;
const TYPING_MILLIS = 300;
const INVALID = 400;
const NAMES = ["alertname", "severity", "host"];
const SEVERITIES = ["critical", "high", "medium", "low"];

/** The alerts that the matchers of a silence match now. */
class SilencePreview extends LitElement {
  static properties = { matchers: { attribute: false }, sent: { state: true } };

  constructor() {
    super();
    /** Matchers of the API. @type {any[]} */
    this.matchers = [];
    /** The matchers after the last pause in typing. @type {any[]} */
    this.sent = [];
    /** @private @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.preview = new Query(this, () => (this.sent.length ? this.sent : null), (matchers, signal) => post("silences/preview", { matchers, endsAt: null }, { signal }));
    new Polling(this, () => POLL_INTERVAL, () => this.preview.refresh());
  }

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  willUpdate() {
    if (JSON.stringify(this.matchers) !== JSON.stringify(this.sent)) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.sent = this.matchers), this.sent.length ? TYPING_MILLIS : 0);
    }
  }

  render() {
    return html`
      <header class="card-head"><h2>${words.silences.alertsThatMatchNow}</h2></header>
      <div class="preview ${this.preview.loading ? "refreshing" : ""}" aria-live="polite">${this.content()}</div>`;
  }

  content() {
    const { data, problem } = this.preview;
    if (!this.sent.length) {
      return html`<p class="caption">${words.silences.enterMatcher}</p>`;
    }
    if (problem) {
      return problem.status === INVALID ? html`<p class="error-text">${fieldMessage(problem)}</p>` : loadingOrError(this.preview, 4);
    }
    if (!data) {
      return loadingOrError(this.preview, 4);
    }
    if (!data.count) {
      return html`<p>${words.silences.noMatch}</p>`;
    }
    return html`
      <p>${words.silences.matchingAlerts(data.count)}</p>
      <ul class="notifications">
        ${data.alerts.map(
          (/** @type {{id: string, labels: Record<string, string>}} */ { id, labels }) => html`
            <li>
              <div class="one">
                ${SEVERITIES.includes(labels.severity) ? severity(labels.severity.toUpperCase()) : nothing}
                <a href=${addressOf("alerts", { status: "ALL", selected: id })}>${labels.host ? words.alerts.ruleOnHost(html`<bdi>${labels.alertname}</bdi>`, html`<bdi>${labels.host}</bdi>`) : html`<bdi>${labels.alertname}</bdi>`}</a>
              </div>
              <div class="caption">
                ${Object.entries(labels)
                  .filter(([name]) => !NAMES.includes(name))
                  .map(([name, value]) => html`${name}=<bdi>${value}</bdi> `)}
              </div>
            </li>`,
        )}
      </ul>
      ${data.count > data.alerts.length ? html`<p class="caption">${words.silences.first(data.alerts.length)}</p>` : nothing}`;
  }
}

customElements.define("la-silence-preview", SilencePreview);
