import { html, svg } from "lit";

/** Drawings of 16 x 16 in the colour of the text. @type {Record<string, import("lit").TemplateResult>} */
const DRAWINGS = {
  logs: svg`<path d="M2.5 3.5h11M2.5 8h7.5M2.5 12.5h9.5" />`,
  hosts: svg`<rect x="2" y="2.5" width="12" height="4.5" rx="1" /><rect x="2" y="9" width="12" height="4.5" rx="1" /><path d="M4.5 4.75h.01M4.5 11.25h.01" />`,
  alerts: svg`<path d="M8 2a4 4 0 0 0-4 4v3l-1.5 2.5h11L12 9V6a4 4 0 0 0-4-4zM6.5 13.5a1.6 1.6 0 0 0 3 0" />`,
  trends: svg`<path d="M2 13.5h12M3 10.5l3.5-4 3 2.5L13.5 4" />`,
  rules: svg`<path d="M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7" /><circle cx="10.75" cy="4.5" r="1.75" /><circle cx="5.25" cy="11.5" r="1.75" />`,
  channels: svg`<path d="M14 2 7 9M14 2 9.5 14 7 9 2 6.5z" />`,
  silences: svg`<path d="M5 4a4 4 0 0 1 7 2.5V9l1 1.6M4 6.5V9l-1.5 2.5H11M6.5 13.5a1.6 1.6 0 0 0 3 0M2 2l12 12" />`,
  keys: svg`<circle cx="5" cy="11" r="3" /><path d="M7.2 8.8 13.5 2.5M11 5l2 2" />`,
  rejected: svg`<path d="M2 9.5 4 3h8l2 6.5V13H2zM2 9.5h3.5l1 1.5h3l1-1.5H14" />`,
  health: svg`<path d="M1.5 8.5h3l2-5 3 9 2-4h3" />`,
  sources: svg`<path d="M5.5 2v4M10.5 2v4M3.5 6h9v2.5a4.5 4.5 0 0 1-9 0zM8 13v2" />`,
  audit: svg`<path d="M4 2h8v12H4zM6.5 5h3M6.5 8h3M6.5 11h1.5" />`,
  search: svg`<circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.5 3.5" />`,
  close: svg`<path d="m3.5 3.5 9 9M12.5 3.5l-9 9" />`,
  menu: svg`<path d="M2 4h12M2 8h12M2 12h12" />`,
  down: svg`<path d="m4 6 4 4 4-4" />`,
  up: svg`<path d="m4 10 4-4 4 4" />`,
  left: svg`<path d="m10 4-4 4 4 4" />`,
  right: svg`<path d="m6 4 4 4-4 4" />`,
  back: svg`<path d="M6.5 3.5 2.5 7.5l4 4M3 7.5h6.5a4 4 0 0 1 4 4v1" />`,
  star: svg`<path d="m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.2l-3.7 2.1.8-4.1L2 6.3l4.2-.5z" />`,
  pin: svg`<path d="M5.5 2h5M6.5 2v4.5L4 9.5h8L9.5 6.5V2M8 9.5V14" />`,
  columns: svg`<rect x="2" y="2.5" width="12" height="11" rx="1" /><path d="M6 2.5v11M10 2.5v11" />`,
  download: svg`<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11" />`,
  play: svg`<path d="M4.5 3v10l8-5z" />`,
  pause: svg`<path d="M5 3v10M11 3v10" />`,
  link: svg`<path d="M6.5 9.5a2.5 2.5 0 0 0 3.6 0l2.5-2.5a2.5 2.5 0 0 0-3.6-3.6l-1 1M9.5 6.5a2.5 2.5 0 0 0-3.6 0L3.4 9a2.5 2.5 0 0 0 3.6 3.6l1-1" />`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1" /><path d="M10.5 5.5v-3h-8v8h3" />`,
  plus: svg`<path d="M8 3v10M3 8h10" />`,
  minus: svg`<path d="M3 8h10" />`,
  refresh: svg`<path d="M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3" />`,
  help: svg`<circle cx="8" cy="8" r="6" /><path d="M6.2 6.2a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2M8 11.3h.01" />`,
  sun: svg`<circle cx="8" cy="8" r="3" /><path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1" />`,
  moon: svg`<path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z" />`,
  screen: svg`<rect x="2" y="3" width="12" height="8" rx="1" /><path d="M6 13.5h4M8 11v2.5" />`,
  trash: svg`<path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.5 9h7l.5-9" />`,
  check: svg`<path d="m3 8.5 3.5 3.5L13 4.5" />`,
  clock: svg`<circle cx="8" cy="8" r="6" /><path d="M8 4.5V8l2.5 1.5" />`,
  person: svg`<circle cx="8" cy="5.5" r="2.5" /><path d="M3 14c.5-3 2.5-4.5 5-4.5s4.5 1.5 5 4.5" />`,
  wide: svg`<path d="M1.5 8h13M4.5 5l-3 3 3 3M11.5 5l3 3-3 3" />`,
  wrap: svg`<path d="M2 3.5h12M2 8h9.5a2.2 2.2 0 0 1 0 4.5H8M9.5 11 8 12.5 9.5 14M2 12.5h3" />`,
  signout: svg`<path d="M6 2.5H2.5v11H6M10 4.5 13.5 8 10 11.5M13.5 8H6" />`,
  code: svg`<path d="M5 4.5 1.5 8 5 11.5M11 4.5 14.5 8 11 11.5M9.5 3l-3 10" />`,
  more: svg`<path d="M3 8h.01M8 8h.01M13 8h.01" stroke-width="2.4" />`,
  send: svg`<path d="M14 2 7 9M14 2 9.5 14 7 9 2 6.5z" />`,
  edit: svg`<path d="M3 13h2.5L13 5.5 10.5 3 3 10.5zM9 4.5 11.5 7" />`,
};

/** Severities have different shapes, so that they are readable without colour. @type {Record<string, import("lit").TemplateResult>} */
const SEVERITIES = {
  CRITICAL: svg`<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z" />`,
  HIGH: svg`<path d="M8 1.5 15 14H1z" />`,
  MEDIUM: svg`<path d="M8 1 15 8 8 15 1 8z" />`,
  LOW: svg`<circle cx="8" cy="8" r="5.5" />`,
};

/** @param {string} name */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${DRAWINGS[name]}</svg>`;

/** @param {string} severity */
export const severityIcon = (severity) =>
  html`<svg class="icon filled severity-${severity.toLowerCase()}" viewBox="0 0 16 16" aria-hidden="true">${SEVERITIES[severity]}</svg>`;
