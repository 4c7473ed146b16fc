import { LitElement, html, nothing } from "lit";
import { AddressController, parameters, setParameters } from "../address.js";
import { get, post, urlOf } from "../api.js";
import { bytesText, countText } from "../logic/numbers.js";
import { icon } from "../parts/icons.js";
import { emptyState, loadingOrError, staleNotice } from "../parts/states.js";
import { ago, time } from "../parts/time.js";
import { Query } from "../query.js";
import { showProblem, showToast } from "../toast.js";
import { words } from "../words.js";

const PAGE_SIZE = 100;
const MAX_ITEMS = 1_000;

/** @type {Record<string, string>} */
const REASONS = words.rejected.reasons;

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
      showToast({ text: words.rejected.republished });
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
        <section class="card results" aria-label=${words.common.rejectedMessages}>
          ${staleNotice(this.list)}
          ${data
            ? data.items.length
              ? this.table(data, selected)
              : emptyState(words.rejected.noRejectedMessages, html`<p>${words.rejected.noRejectedHint}</p>`)
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
            <tr><th>${words.rejected.rejectedAt}</th><th>${words.rejected.reason}</th><th>${words.rejected.detail}</th><th>${words.rejected.position}</th><th class="number">${words.rejected.size}</th><th>${words.rejected.replayed}</th></tr>
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
            <span>${words.rejected.newest(countText(items.length))}</span>
            ${this.limit < MAX_ITEMS ? html`<button class="link" @click=${() => (this.limit = MAX_ITEMS)}>${words.common.loadMore}</button>` : nothing}
          </footer>`
        : nothing}`;
  }

  /** @param {string} selected */
  drawer(selected) {
    const message = this.one.data?.id === selected ? this.one.data : undefined;
    return html`
      <aside class="card drawer" aria-label=${words.common.message}>
        <header>
          <h2>${words.common.message}</h2>
          <button class="plain" aria-label=${words.common.close} @click=${() => setParameters({ selected: "" }, { replace: true })}>${icon("close")}</button>
        </header>
        ${message ? this.details(message) : loadingOrError(this.one)}
      </aside>`;
  }

  /** @param {any} message */
  details(message) {
    return html`
      <dl class="facts">
        <dt>${words.rejected.reason}</dt><dd>${REASONS[message.reason]}</dd>
        <dt>${words.rejected.detail}</dt><dd>${message.detail}</dd>
        <dt>${words.rejected.position}</dt><dd><code>${position(message)}</code></dd>
        ${message.key === null ? nothing : html`<dt>${words.common.key}</dt><dd><bdi>${message.key}</bdi></dd>`}
        <dt>${words.rejected.rejectedAt}</dt><dd>${time(message.rejectedAt)}</dd>
        ${message.replayedAt ? html`<dt>${words.rejected.replayed}</dt><dd>${time(message.replayedAt)}</dd>` : nothing}
      </dl>
      <div class="buttons">
        <button class="button primary" title=${words.rejected.replayHint} @click=${() => this.replay(message.id)}>${icon("refresh")} ${words.rejected.replay}</button>
        <a class="button" href=${urlOf(`rejected/${message.id}/bytes`)} download data-external>${icon("download")} ${words.rejected.downloadRawMessage}</a>
      </div>
      <h3>${message.truncated
        ? words.rejected[message.text === null ? "binaryTruncated" : "textTruncated"](bytesText(message.sizeBytes))
        : message.text === null ? words.rejected.binary : words.rejected.text}</h3>
      <pre class="message" tabindex="0" aria-label=${words.common.message}>${message.text ?? message.base64}</pre>`;
  }
}

/** The position in the form of kcat: logs[2]@41211. @param {{topic: string, partition: number, offset: number}} message */
const position = ({ topic, partition, offset }) => `${topic}[${partition}]@${offset}`;

customElements.define("la-rejected", Rejected);
