import { html } from "lit";
import { words } from "./words.js";

/**
 * An entry of the page registry.
 *
 * @typedef {object} Page
 * @property {string} name in the address
 * @property {string} title
 * @property {string} [key] the shortcut after g
 * @property {string} [parent] the page that is marked in the navigation instead
 * @property {boolean} [hasRange] whether it has a time range
 * @property {string} [request] the path of its main request to the API
 * @property {"read" | "operate" | "admin"} scope required to see it
 * @property {() => Promise<unknown>} load
 * @property {() => import("lit").TemplateResult} show
 */

/** In the order of the navigation. @type {Page[]} */
export const PAGES = [
  {
    name: "logs",
    title: words.pages.logs,
    key: "l",
    hasRange: true,
    request: "logs",
    scope: "read",
    load: () => import("./pages/logs.js"),
    show: () => html`<la-logs></la-logs>`,
  },
  {
    name: "hosts",
    title: words.pages.hosts,
    key: "h",
    scope: "read",
    load: () => import("./pages/hosts.js"),
    show: () => html`<la-hosts></la-hosts>`,
  },
  {
    name: "host",
    title: words.pages.host,
    parent: "hosts",
    hasRange: true,
    request: "metrics/series",
    scope: "read",
    load: () => import("./pages/host.js"),
    show: () => html`<la-host></la-host>`,
  },
  {
    name: "alerts",
    title: words.pages.alerts,
    key: "a",
    scope: "read",
    load: () => import("./pages/alerts.js"),
    show: () => html`<la-alerts></la-alerts>`,
  },
  {
    name: "trends",
    title: words.pages.trends,
    key: "t",
    hasRange: true,
    request: "metrics/series",
    scope: "read",
    load: () => import("./pages/trends.js"),
    show: () => html`<la-trends></la-trends>`,
  },
  {
    name: "rules",
    title: words.pages.rules,
    key: "r",
    scope: "read",
    load: () => import("./pages/rules.js"),
    show: () => html`<la-rules></la-rules>`,
  },
  {
    name: "rule",
    title: words.pages.rule,
    parent: "rules",
    scope: "read",
    load: () => import("./pages/rule.js"),
    show: () => html`<la-rule></la-rule>`,
  },
  {
    name: "channels",
    title: words.pages.channels,
    key: "c",
    scope: "read",
    load: () => import("./pages/channels.js"),
    show: () => html`<la-channels></la-channels>`,
  },
  {
    name: "channel",
    title: words.pages.channel,
    parent: "channels",
    scope: "read",
    load: () => import("./pages/channel.js"),
    show: () => html`<la-channel></la-channel>`,
  },
  {
    name: "silences",
    title: words.pages.silences,
    key: "i",
    scope: "read",
    load: () => import("./pages/silences.js"),
    show: () => html`<la-silences></la-silences>`,
  },
  {
    name: "silence",
    title: words.pages.silence,
    parent: "silences",
    scope: "read",
    load: () => import("./pages/silence.js"),
    show: () => html`<la-silence></la-silence>`,
  },
  {
    name: "sources",
    title: words.pages.sources,
    key: "d",
    scope: "read",
    load: () => import("./pages/sources.js"),
    show: () => html`<la-sources></la-sources>`,
  },
  {
    name: "keys",
    title: words.pages.keys,
    key: "k",
    scope: "admin",
    load: () => import("./pages/keys.js"),
    show: () => html`<la-keys></la-keys>`,
  },
  {
    name: "rejected",
    title: words.pages.rejected,
    key: "m",
    scope: "operate",
    load: () => import("./pages/rejected.js"),
    show: () => html`<la-rejected></la-rejected>`,
  },
  {
    name: "audit",
    title: words.pages.audit,
    key: "u",
    scope: "admin",
    load: () => import("./pages/audit.js"),
    show: () => html`<la-audit></la-audit>`,
  },
  {
    name: "health",
    title: words.pages.health,
    key: "s",
    scope: "read",
    load: () => import("./pages/health.js"),
    show: () => html`<la-health></la-health>`,
  },
];

/** The page of unknown addresses. @type {Page} */
const NOT_FOUND = {
  name: "not-found",
  title: words.shell.notFound,
  scope: "read",
  load: () => Promise.resolve(),
  show: () => html`
    <div class="state">
      <p class="title">${words.shell.notFound}</p>
      <p>${words.shell.noPageAt(html`<code>${location.pathname}</code>`)}</p>
      <a class="button" href="logs">${words.pages.logs}</a>
    </div>`,
};

/** @param {string} name in the address; empty or index.html: the first page */
export const pageNamed = (name) =>
  PAGES.find((page) => page.name === name) ?? (name === "" || name === "index.html" ? PAGES[0] : NOT_FOUND);
