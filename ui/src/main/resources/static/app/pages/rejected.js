import { LitElement, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { AddressController, addressOf, parameters, setParameters } from "../address.js";
import { get, post, urlOf } from "../api.js";
import { bytesText, countText } from "../logic/numbers.js";
import { countOf, filtersOf, requestOf, sumsOf } from "../logic/rejected.js";
import { confirm } from "../parts/confirm.js";
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

/** Choices of the time of rejection. */
const SINCE = ["-1h", "-1d", "-7d", "-30d"];

/** A running replay of all messages of a filter. @typedef {{replayed: number, refused: number, total: number, isCancelled: boolean}} Progress */

/** The Rejected messages page: reasons, details and replay of one message or of all that match. */
class Rejected extends LitElement {
  static properties = { limit: { state: true }, progress: { state: true } };

  constructor() {
    super();
    this.limit = PAGE_SIZE;
    /** @type {Progress | null} */
    this.progress = null;
    new AddressController(this);
    this.list = new Query(this, () => ({ ...requestOf(this.filters), limit: this.limit }), (key, signal) => get("rejected", key, signal));
    this.groups = new Query(this, () => "groups", (_, signal) => get("rejected/groups", {}, signal));
    this.matching = new Query(this, () => this.filteredKey, (key, signal) => get("rejected/groups", key, signal));
    this.one = new Query(this, () => parameters().get("selected"), (id, signal) => get(`rejected/${id}`, {}, signal));
  }

  createRenderRoot() {
    return this;
  }

  get filters() {
    return filtersOf(parameters());
  }

  /** The request for the numbers of matching messages; null without a filter, where they are those of all. */
  get filteredKey() {
    const request = requestOf(this.filters);
    return Object.values(request).some(Boolean) ? request : null;
  }

  /** The numbers of matching messages by topic and reason; undefined while unknown. @returns {import("../logic/rejected.js").Group[] | undefined} */
  get matchingGroups() {
    return (this.filteredKey ? this.matching : this.groups).current?.items;
  }

  refresh() {
    this.list.refresh();
    this.groups.refresh();
    this.matching.refresh();
  }

  /** Replays all matching messages that were not replayed, in portions. @param {number} total */
  async replayAll(total) {
    const confirmed = await confirm({ title: words.rejected.replayAllTitle(total), text: words.rejected.replayAllText, action: words.rejected.replay });
    if (!confirmed) {
      return;
    }
    const progress = { replayed: 0, refused: 0, total, isCancelled: false };
    const request = { ...requestOf(this.filters), replayed: "false" };
    this.progress = progress;
    try {
      let position = {};
      do {
        const { replayed, refused, to, nextCursor } = await post(addressOf("rejected/replay", { ...request, ...position }));
        position = nextCursor ? { cursor: nextCursor, to } : {};
        progress.replayed += replayed;
        progress.refused += refused.length;
        this.requestUpdate();
      } while ("cursor" in position && !progress.isCancelled);
      showToast({ text: words.rejected.replayedAll(progress.replayed, progress.refused), kind: progress.refused ? "bad" : undefined });
    } catch (problem) {
      showProblem(problem);
    }
    this.progress = null;
    this.refresh();
  }

  /** @param {string} id */
  async replay(id) {
    try {
      await post(`rejected/${id}/replay`);
      showToast({ text: words.rejected.republished });
    } catch (problem) {
      showProblem(problem);
    }
    this.refresh();
    this.one.refresh();
  }

  render() {
    const { data } = this.list;
    const selected = parameters().get("selected");
    return html`
      <div class="with-side ${selected ? "with-drawer" : ""}">
        <section class="card results" aria-label=${words.common.rejectedMessages}>
          ${staleNotice(this.list)} ${this.groups.data?.items.length ? this.head() : nothing}
          ${data
            ? data.items.length
              ? this.table(data, selected)
              : this.filteredKey
                ? emptyState(words.rejected.noMessagesMatch, html`<button class="button" @click=${() => setParameters({ reason: "", topic: "", replayed: "", since: "" })}>${words.common.clearFilters}</button>`)
                : emptyState(words.rejected.noRejectedMessages, html`<p>${words.rejected.noRejectedHint}</p>`)
            : loadingOrError(this.list)}
        </section>
        ${selected ? this.drawer(selected) : nothing}
      </div>`;
  }

  /** Filters, and the replay of the matching messages. */
  head() {
    const { reason, topic, replayed, since } = this.filters;
    const groups = this.groups.data?.items ?? [];
    const waiting = this.matchingGroups && countOf(this.matchingGroups, false);
    return html`
      <header class="card-head">
        ${this.choice("reason", words.rejected.reason, reason, sumsOf(groups, "reason").map(([one, count]) => [one, words.rejected.choiceWithCount(REASONS[one], countText(count))]))}
        ${this.choice("topic", words.rejected.topic, topic, sumsOf(groups, "topic").map(([one, count]) => [one, words.rejected.choiceWithCount(one, countText(count))]))}
        ${this.choice("replayed", words.rejected.replayed, replayed, Object.entries(words.rejected.replayStates))}
        ${this.choice("since", words.rejected.rejectedAt, since, SINCE.map((one) => [one, words.rejected.sinces[one]]))}
        <span class="spacer"></span>
        ${this.progress
          ? this.progressBar(this.progress)
          : html`<button class="button" ?disabled=${!waiting} title=${words.rejected.replayAllHint} @click=${() => this.replayAll(waiting ?? 0)}>
              ${icon("refresh")} ${waiting === undefined ? words.rejected.replayMatching : words.rejected.replayAll(waiting)}
            </button>`}
      </header>`;
  }

  /** @param {Progress} progress */
  progressBar(progress) {
    const done = progress.replayed + progress.refused;
    return html`
      <span class="one-line" role="status">
        <progress max=${progress.total} value=${Math.min(done, progress.total)} aria-label=${words.rejected.replaying}></progress>
        ${words.rejected.progress(countText(done), countText(progress.total))}
        <button class="button small" ?disabled=${progress.isCancelled} @click=${() => ((progress.isCancelled = true), this.requestUpdate())}>${words.rejected.stop}</button>
      </span>`;
  }

  /** @param {string} name @param {string} label @param {string} current @param {[string, string][]} choices */
  choice(name, label, current, choices) {
    return html`
      <label class="inline">${label}
        <select @change=${(/** @type {Event} */ { target }) => setParameters({ [name]: /** @type {HTMLSelectElement} */ (target).value, selected: "" })}>
          ${[["", words.common.all], ...choices].map(([value, title]) => html`<option value=${value} .selected=${live(value === current)}>${title}</option>`)}
        </select>
      </label>`;
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
            ${repeat(
              /** @type {any[]} */ (items),
              ({ id }) => id,
              (message) => html`
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
