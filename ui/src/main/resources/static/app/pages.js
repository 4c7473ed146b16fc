import { html } from "lit";

/**
 * A view of the page.
 *
 * @typedef {object} Page
 * @property {string} name as in its address
 * @property {string} title
 * @property {string} [key] g and this key go there
 * @property {string} [within] the page in whose place in the navigation it stands
 * @property {boolean} [timed] whether it is about a time that can be chosen
 * @property {"read" | "operate" | "admin"} scope that one needs to see it
 * @property {() => Promise<unknown>} load
 * @property {() => import("lit").TemplateResult} show
 */

/** In the order of the navigation. @type {Page[]} */
export const PAGES = [
  {
    name: "logs",
    title: "Logs",
    key: "l",
    timed: true,
    scope: "read",
    load: () => import("./pages/logs.js"),
    show: () => html`<la-logs></la-logs>`,
  },
  {
    name: "hosts",
    title: "Hosts",
    key: "h",
    scope: "read",
    load: () => import("./pages/hosts.js"),
    show: () => html`<la-hosts></la-hosts>`,
  },
  {
    name: "host",
    title: "Host",
    within: "hosts",
    timed: true,
    scope: "read",
    load: () => import("./pages/host.js"),
    show: () => html`<la-host></la-host>`,
  },
  {
    name: "alerts",
    title: "Alerts",
    key: "a",
    scope: "read",
    load: () => import("./pages/alerts.js"),
    show: () => html`<la-alerts></la-alerts>`,
  },
  {
    name: "trends",
    title: "Trends",
    key: "t",
    timed: true,
    scope: "read",
    load: () => import("./pages/trends.js"),
    show: () => html`<la-trends></la-trends>`,
  },
  {
    name: "rules",
    title: "Rules",
    key: "r",
    scope: "read",
    load: () => import("./pages/rules.js"),
    show: () => html`<la-rules></la-rules>`,
  },
  {
    name: "rule",
    title: "Rule",
    within: "rules",
    scope: "read",
    load: () => import("./pages/rule.js"),
    show: () => html`<la-rule></la-rule>`,
  },
  {
    name: "keys",
    title: "API keys",
    key: "k",
    scope: "admin",
    load: () => import("./pages/keys.js"),
    show: () => html`<la-keys></la-keys>`,
  },
  {
    name: "rejected",
    title: "Rejected messages",
    key: "m",
    scope: "operate",
    load: () => import("./pages/rejected.js"),
    show: () => html`<la-rejected></la-rejected>`,
  },
  {
    name: "health",
    title: "Health",
    key: "s",
    scope: "read",
    load: () => import("./pages/health.js"),
    show: () => html`<la-health></la-health>`,
  },
];

/** @param {string} name of the address; the first page where there is none of that name */
export const pageNamed = (name) => PAGES.find((page) => page.name === name) ?? PAGES[0];
