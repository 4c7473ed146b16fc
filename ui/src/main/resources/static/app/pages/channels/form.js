import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { fieldMessage, hasLines, settingLabel, typeName, withType } from "../../logic/channels.js";
import { SEVERITIES, severityName } from "../../logic/rules.js";
import { field, fieldError, formError } from "../../parts/form.js";
import { words } from "../../words.js";

/** @typedef {import("../../logic/channels.js").Draft} Draft */
/** @typedef {import("../../logic/channels.js").Kind} Kind */
/** @typedef {import("../../logic/channels.js").Setting} Setting */

const FIELDS = ["name", "type", "enabled", "minSeverity", "rule", "host", "mute", "active", "onMute", "groupBy", "groupInterval", "notifyAfter", "repeatInterval"];

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/** @param {Event} event */
const isChecked = (event) => /** @type {HTMLInputElement} */ (event.target).checked;

/**
 * The form fields of a channel. Those of its type are made from the description of the type in the API.
 *
 * @param {object} form
 * @param {Draft} form.draft
 * @param {Kind[]} form.kinds
 * @param {any} form.stored the stored channel; null for a new one
 * @param {any[]} form.intervals mute intervals
 * @param {import("../../api.js").Problem | null} form.problem
 * @param {boolean} form.readOnly
 * @param {(parts: Partial<Draft>) => void} form.edit
 */
export function channelForm({ draft, kinds, stored, intervals, problem: raw, readOnly, edit }) {
  const kind = kinds.find(({ type }) => type === draft.type);
  const problem = raw && /** @type {import("../../api.js").Problem} */ ({ ...raw, message: fieldMessage(raw), field: raw.field });

  /** @param {keyof Draft & string} name @param {string} label @param {string} [hint] */
  const text = (name, label, hint) =>
    field({
      name,
      label,
      problem,
      hint,
      input: html`<input .value=${String(draft[name] ?? "")} ?disabled=${readOnly} maxlength="200" spellcheck="false" autocomplete="off"
        @input=${(/** @type {Event} */ event) => edit({ [name]: valueOf(event) })} />`,
    });

  /** @param {string} name @param {string} label @param {[string, string][]} choices @param {string} value @param {(value: string) => void} select @param {string} [hint] */
  const choice = (name, label, choices, value, select, hint) =>
    field({
      name,
      label,
      problem,
      hint,
      input: html`<select ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => select(valueOf(event))}>
        ${choices.map(([one, title]) => html`<option value=${one} .selected=${live(one === value)}>${title}</option>`)}
      </select>`,
    });

  /** @param {"mute" | "active"} name @param {string} legend */
  const intervalChoices = (name, legend) => {
    const names = [...new Set([...intervals.map((one) => one.name), ...draft[name]])];
    /** @param {string} one @param {boolean} checked */
    const toggled = (one, checked) => edit({ [name]: checked ? [...draft[name], one] : draft[name].filter((other) => other !== one) });
    return html`
      <fieldset class="choices ${problem?.field === name ? "invalid" : ""}">
        <legend>${legend}</legend>
        ${names.length
          ? repeat(names, (one) => one, (one) => html`<label><input type="checkbox" .checked=${draft[name].includes(one)} ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => toggled(one, isChecked(event))} /> <bdi>${one}</bdi></label>`)
          : html`<p class="caption">${words.channels.noMuteIntervals(html`<a href="silences?view=intervals">${words.pages.silences}</a>`)}</p>`}
        ${problem?.field === name ? fieldError(problem) : nothing}
      </fieldset>`;
  };

  return html`
    ${text("name", words.common.name)}
    ${choice("type", words.channels.type, kinds.map(({ type }) => [type, typeName(type)]), draft.type, (type) => edit(withType(draft, type)))}
    ${repeat(kind?.settings ?? [], ({ name }) => `${draft.type} ${name}`, (setting) => settingField({ setting, draft, stored: stored?.type === draft.type ? stored : null, problem, readOnly, edit }))}
    <label class="check"><input type="checkbox" .checked=${draft.enabled} ?disabled=${readOnly} @change=${(/** @type {Event} */ event) => edit({ enabled: isChecked(event) })} /> ${words.common.enabled}</label>
    <h3>${words.common.alerts}</h3>
    <div class="pair">
      ${choice("minSeverity", words.channels.minimumSeverity, [...SEVERITIES].reverse().map((one) => [one, severityName(one)]), draft.minSeverity, (minSeverity) => edit({ minSeverity }))}
      ${text("rule", words.common.rules, words.common.wildcardsHint)} ${text("host", words.common.hosts, words.common.wildcardsHint)}
    </div>
    ${stored || readOnly
      ? nothing
      : html`<label class="check"><input type="checkbox" .checked=${draft.notifyFiring} @change=${(/** @type {Event} */ event) => edit({ notifyFiring: isChecked(event) })} /> ${words.channels.notifyFiring}</label>`}
    <h3>${words.channels.groupsAndRepetition}</h3>
    ${kind?.groupBy
      ? html`<div class="pair">
          ${field({
            name: "groupBy",
            label: words.common.groupBy,
            problem,
            hint: words.channels.groupByHint,
            input: html`<input .value=${draft.groupBy ?? kind.groupBy.join(", ")} ?disabled=${readOnly} spellcheck="false" autocomplete="off" @input=${(/** @type {Event} */ event) => edit({ groupBy: valueOf(event) })} />`,
          })}
          ${text("groupInterval", words.channels.groupInterval, words.channels.groupIntervalHint)}
        </div>`
      : html`<p class="caption">${words.channels.noGroups}</p>`}
    <div class="pair">
      ${text("notifyAfter", words.channels.notifyAfter, words.channels.notifyAfterHint)}
      ${text("repeatInterval", words.channels.repeatInterval, words.channels.repeatHint)}
    </div>
    <h3>${words.common.muteIntervals}</h3>
    <div class="pair">
      ${intervalChoices("mute", words.channels.mutedWithin)} ${intervalChoices("active", words.channels.activeOnlyWithin)}
    </div>
    ${choice(
      "onMute",
      words.channels.onMute,
      [
        ["DEFER", words.channels.deferMuted],
        ["DROP", words.channels.dropMuted],
      ],
      draft.onMute,
      (onMute) => edit({ onMute }),
    )}
    ${formError(problem, [...FIELDS, ...(kind?.settings ?? []).map(({ name }) => name)])}`;
}

/**
 * A field of a member of the type. A stored secret is neither known nor shown.
 *
 * @param {{setting: Setting, draft: Draft, stored: any, problem: import("../../api.js").Problem | null, readOnly: boolean, edit: (parts: Partial<Draft>) => void}} parts
 */
function settingField({ setting, draft, stored, problem, readOnly, edit }) {
  const { name, required, maxLength, form, shownAs } = setting;
  const value = draft.settings[name];
  const isStored = form === "SECRET" && Boolean(stored?.[shownAs ?? ""]);
  /** @param {string | null | undefined} next */
  const set = (next) => {
    const { [name]: _, ...others } = draft.settings;
    edit({ settings: next === undefined ? others : { ...others, [name]: next } });
  };
  /** @param {Event} event */
  const onInput = (event) => set(form === "SECRET" && valueOf(event) === "" ? undefined : valueOf(event));
  const shown = value ?? "";
  const input = hasLines(setting)
    ? html`<textarea class="code" rows="8" maxlength=${maxLength} spellcheck="false" .value=${shown} ?disabled=${readOnly} @input=${onInput}></textarea>`
    : html`<input type=${form === "SECRET" ? "password" : "text"} .value=${shown} ?disabled=${readOnly || value === null} maxlength=${maxLength} spellcheck="false"
        autocomplete=${form === "SECRET" ? "new-password" : "off"} placeholder=${value === null ? words.channels.willBeRemoved : isStored ? words.channels.storedNotShown : ""} @input=${onInput} />`;
  const label = html`${settingLabel(name)}${required ? nothing : html` <span class="caption">${words.channels.optional}</span>`}`;
  return html`
    ${field({ name, label, problem, hint: hintOf(setting, isStored, stored), input })}
    ${isStored && !required && !readOnly
      ? html`<label class="check"><input type="checkbox" .checked=${value === null} @change=${(/** @type {Event} */ event) => set(isChecked(event) ? null : undefined)} /> ${words.channels.removeTheStored(settingLabel(name).toLowerCase())}</label>`
      : nothing}`;
}

/** @param {Setting} setting @param {boolean} isStored @param {any} stored */
function hintOf({ form, expected }, isStored, stored) {
  if (form === "URL" && stored) {
    return words.channels.urlHint(expected);
  }
  return isStored ? words.channels.keepStoredSecret(expected) : expected;
}
