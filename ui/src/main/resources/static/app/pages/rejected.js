import { LitElement, html, nothing } from "lit";
import { AddressController, parameters, setParameters } from "../address.js";
import { get, post, urlOf } from "../api.js";
import { bytesText, countText } from "../logic/numbers.js";
import { icon } from "../parts/icons.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { ago, time } from "../parts/time.js";
import { Query } from "../query.js";
import { showProblem, showToast } from "../toast.js";

const PAGE_SIZE = 100;
const MAX_ITEMS = 1_000;

/** @type {Record<string, string>} */
const REASONS = {
  EMPTY: "empty",
  MALFORMED: "malformed",
  INCOMPLETE: "incomplete",
  TOO_LARGE: "too large",
  TOO_MANY: "too many hosts, series or events",
  REFUSED: "rejected by the database",
  DECODER_FAILURE: "decoder error",
};

/** The Rejected messages page: reasons, details and replay. */
class Rejected extends LitElement {
  static properties = { limit: { state: true } };

  constructor() {
    super();
    this.limit = PAGE_SIZE;
    new AddressController(this);
    this.list = new Query(this, () => this.limit, (limit, signal) => get("rejected", { limit }, signal));
    this.one = new Query(this, () => parameters().get("selected"), (id, signal) => get(`rejected/${id}`, {}, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {string} id */
  async replay(id) {
    try {
      await post(`rejected/${id}/replay`);
      showToast({ text: "Message re-published to its topic" });
    } catch (problem) {
      showProblem(problem);
    }
    this.list.refresh();
    this.one.refresh();
  }

  render() {
    const { data } = this.list;
    const selected = parameters().get("selected");
    return html`
      <div class="with-side ${selected ? "with-drawer" : ""}">
        <section class="card results" aria-label="Rejected messages">
          ${staleNotice(this.list)}
          ${data
            ? data.items.length
              ? this.table(data, selected)
              : emptyState("No rejected messages", html`<p>Unreadable messages are kept here with their bytes and the reason.</p>`)
            : loadingOrError(this.list)}
        </section>
        ${selected ? this.drawer(selected) : nothing}
      </div>`;
  }

  /** @param {any} data @param {string | null} selected */
  table({ items, nextCursor }, selected) {
    return html`
      <div class="scroll">
        <table class="list">
          <thead>
            <tr><th>Rejected at</th><th>Reason</th><th>Detail</th><th>Position</th><th class="number">Size</th><th>Replayed</th></tr>
          </thead>
          <tbody>
            ${items.map(
              (/** @type {any} */ message) => html`
                <tr aria-selected=${message.id === selected} @click=${() => setParameters({ selected: message.id }, { replace: selected !== null })}>
                  <td class="when"><button>${time(message.rejectedAt)}</button></td>
                  <td><span class="tag">${REASONS[message.reason]}</span></td>
                  <td class="main"><div class="brief" title=${message.detail}>${message.detail}</div></td>
                  <td class="muted">${position(message)}</td>
                  <td class="number">${bytesText(message.sizeBytes)}</td>
                  <td class="when">${message.replayedAt ? ago(message.replayedAt) : html`<span class="muted">–</span>`}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${nextCursor
        ? html`<footer>
            <span>Newest ${countText(items.length)}</span>
            ${this.limit < MAX_ITEMS ? html`<button class="link" @click=${() => (this.limit = MAX_ITEMS)}>Load more</button>` : nothing}
          </footer>`
        : nothing}`;
  }

  /** @param {string} selected */
  drawer(selected) {
    const message = this.one.data?.id === selected ? this.one.data : undefined;
    return html`
      <aside class="card drawer" aria-label="Message">
        <header>
          <h2>Message</h2>
          <button class="plain" aria-label="Close" @click=${() => setParameters({ selected: "" }, { replace: true })}>${icon("close")}</button>
        </header>
        ${message ? this.details(message) : loadingOrError(this.one)}
      </aside>`;
  }

  /** @param {any} message */
  details(message) {
    return html`
      <dl class="facts">
        <dt>Reason</dt><dd>${REASONS[message.reason]}</dd>
        <dt>Detail</dt><dd>${message.detail}</dd>
        <dt>Position</dt><dd><code>${position(message)}</code></dd>
        ${message.key === null ? nothing : html`<dt>Key</dt><dd><bdi>${message.key}</bdi></dd>`}
        <dt>Rejected at</dt><dd>${time(message.rejectedAt)}</dd>
        ${message.replayedAt ? html`<dt>Replayed</dt><dd>${time(message.replayedAt)}</dd>` : nothing}
      </dl>
      <div class="buttons">
        <button class="button primary" title="Publish the message to its topic again" @click=${() => this.replay(message.id)}>${icon("refresh")} Replay</button>
        <a class="button" href=${urlOf(`rejected/${message.id}/bytes`)} download data-external>${icon("download")} Download raw message</a>
      </div>
      <h3>${message.text === null ? "Binary, shown as Base64" : "Text"}${message.truncated ? `, first bytes of ${bytesText(message.sizeBytes)}` : ""}</h3>
      <pre class="message" tabindex="0" aria-label="Message">${message.text ?? message.base64}</pre>`;
  }
}

/** The position in the form of kcat: logs[2]@41211. @param {{topic: string, partition: number, offset: number}} message */
const position = ({ topic, partition, offset }) => `${topic}[${partition}]@${offset}`;

customElements.define("la-rejected", Rejected);
