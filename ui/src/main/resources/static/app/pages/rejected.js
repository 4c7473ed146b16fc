import { LitElement, html, nothing } from "lit";
import { AddressWatch, change, parameters } from "../address.js";
import { get, post, urlOf } from "../api.js";
import { bytesText, countText } from "../logic/numbers.js";
import { icon } from "../parts/icons.js";
import { empty, staleness, whileAsked } from "../parts/states.js";
import { ago, time } from "../parts/time.js";
import { Question } from "../question.js";
import { tell, tellProblem } from "../toast.js";

const PAGE = 100;
const MOST = 1_000;

/** @type {Record<string, string>} */
const REASONS = {
  EMPTY: "empty",
  MALFORMED: "malformed",
  INCOMPLETE: "incomplete",
  TOO_LARGE: "too large",
  REFUSED: "refused by the store",
  DECODER_FAILURE: "a defect of the decoder",
};

/** Rejected messages: what could not be used, why, and once more. */
class Rejected extends LitElement {
  static properties = { limit: { state: true } };

  constructor() {
    super();
    this.limit = PAGE;
    new AddressWatch(this);
    this.list = new Question(this, () => this.limit, (limit, signal) => get("rejected", { limit }, signal));
    this.one = new Question(this, () => parameters().get("selected"), (id, signal) => get(`rejected/${id}`, {}, signal));
  }

  createRenderRoot() {
    return this;
  }

  /** @param {string} id */
  async replay(id) {
    try {
      await post(`rejected/${id}/replay`);
      tell({ text: "The message is appended to its topic again." });
    } catch (problem) {
      tellProblem(problem);
    }
    this.list.refresh();
    this.one.refresh();
  }

  render() {
    const { answer } = this.list;
    const selected = parameters().get("selected");
    return html`
      <div class="with-side ${selected ? "with-drawer" : ""}">
        <section class="card found" aria-label="Rejected messages">
          ${staleness(this.list)}
          ${answer
            ? answer.items.length
              ? this.table(answer, selected)
              : empty("Nothing was rejected", html`<p>What comes in and cannot be used is kept here, with its bytes and the reason.</p>`)
            : whileAsked(this.list)}
        </section>
        ${selected ? this.drawer(selected) : nothing}
      </div>`;
  }

  /** @param {any} answer @param {string | null} selected */
  table({ items, nextCursor }, selected) {
    return html`
      <div class="scroll">
        <table class="list">
          <thead>
            <tr><th>Rejected</th><th>Reason</th><th>Detail</th><th>Where</th><th class="number">Size</th><th>Replayed</th></tr>
          </thead>
          <tbody>
            ${items.map(
              (/** @type {any} */ message) => html`
                <tr aria-selected=${message.id === selected} @click=${() => change({ selected: message.id }, { replace: selected !== null })}>
                  <td class="when"><button>${time(message.rejectedAt)}</button></td>
                  <td><span class="tag">${REASONS[message.reason]}</span></td>
                  <td class="main"><div class="brief" title=${message.detail}>${message.detail}</div></td>
                  <td class="muted">${message.topic} ${message.partition}:${countText(message.offset)}</td>
                  <td class="number">${bytesText(message.sizeBytes)}</td>
                  <td class="when">${message.replayedAt ? ago(message.replayedAt) : html`<span class="muted">–</span>`}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${nextCursor
        ? html`<footer>
            <span>The newest ${countText(items.length)}.</span>
            ${this.limit < MOST ? html`<button class="link" @click=${() => (this.limit = MOST)}>Show more</button>` : nothing}
          </footer>`
        : nothing}`;
  }

  /** @param {string} selected */
  drawer(selected) {
    const message = this.one.answer?.id === selected ? this.one.answer : undefined;
    return html`
      <aside class="card drawer" aria-label="Message">
        <header>
          <h2>Message</h2>
          <button class="plain" aria-label="Close" @click=${() => change({ selected: "" }, { replace: true })}>${icon("close")}</button>
        </header>
        ${message ? this.details(message) : whileAsked(this.one)}
      </aside>`;
  }

  /** @param {any} message */
  details(message) {
    return html`
      <dl class="facts">
        <dt>Reason</dt><dd>${REASONS[message.reason]}</dd>
        <dt>Detail</dt><dd>${message.detail}</dd>
        <dt>Where</dt><dd>${message.topic}, partition ${message.partition}, offset ${countText(message.offset)}</dd>
        ${message.key === null ? nothing : html`<dt>Key</dt><dd>${message.key}</dd>`}
        <dt>When</dt><dd>${time(message.rejectedAt)}</dd>
        ${message.replayedAt ? html`<dt>Replayed</dt><dd>${time(message.replayedAt)}</dd>` : nothing}
      </dl>
      <div class="buttons">
        <button class="button primary" title="Append it to its topic again" @click=${() => this.replay(message.id)}>${icon("refresh")} Replay</button>
        <a class="button" href=${urlOf(`rejected/${message.id}/bytes`)} download data-elsewhere>${icon("download")} The bytes as they came</a>
      </div>
      <h3>${message.text === null ? "No text; as base64" : "Text"}${message.truncated ? `, the beginning of ${bytesText(message.sizeBytes)}` : ""}</h3>
      <pre class="message" tabindex="0" aria-label="Message">${message.text ?? message.base64}</pre>`;
  }
}

customElements.define("la-rejected", Rejected);
