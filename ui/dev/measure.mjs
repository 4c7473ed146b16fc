// Prints how fast a running server shows the Logs page: weight, first paint, scrolling, and click to paint.
//
//   npm install --prefix target/measure playwright-core
//   API_KEY=... node dev/measure.mjs http://127.0.0.1:8080/
//
// It needs Chromium (CHROMIUM=/usr/bin/chromium) and at least 10,000 stored log events of the last hours. Measure on an idle machine.

import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../target/measure/", import.meta.url))("playwright-core");
const [address = "http://127.0.0.1:8080/"] = process.argv.slice(2);
const RUNS = 5;
const EVENTS = 10_000;
const VIEW = "logs?from=-24h";

/** @param {number[]} values */
const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

/** @param {string} name @param {number[]} values @param {string} unit */
const print = (name, values, unit) =>
  console.log(`${name}: median ${Math.round(median(values))} ${unit}, largest ${Math.round(Math.max(...values))} ${unit}, runs ${values.length}`);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
console.log(`Chromium ${browser.version()}`);

/** @param {import("playwright-core").Page} page */
async function signIn(page) {
  await page.fill("input[type=password]", process.env.API_KEY ?? "");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".log-table, .state");
}

/** @param {import("playwright-core").Page} page */
const firstPaint = (page) =>
  page.evaluate(() => performance.getEntriesByName("first-contentful-paint").map(({ startTime }) => startTime)[0] ?? new Promise((resolve) =>
    new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime)).observe({ type: "paint", buffered: true })));

const cold = [];
const warm = [];
let bytes = 0;
for (let run = 0; run < RUNS; run++) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const sizes = [];
  page.on("requestfinished", (request) => request.url().includes("/api/") || sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)));
  await page.goto(address + VIEW);
  cold.push(await firstPaint(page));
  await signIn(page);
  bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await page.goto(address + VIEW);
  warm.push(await firstPaint(page));
  await page.context().close();
}
console.log(`Bytes of a cold load without data: ${bytes.toLocaleString("en")}`);
print("First contentful paint, cold", cold, "ms");
print("First contentful paint, warm", warm, "ms");

const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
await page.goto(address + VIEW);
await signIn(page);
await page.waitForSelector(".log-row:not(.head)");

/** The time from a click to the paint after its effect. @param {string} selector @param {string} effect selector that matches after it */
const clickToPaint = (selector, effect) =>
  page.evaluate(
    async ([clicked, expected]) => {
      const element = /** @type {HTMLElement} */ (document.querySelector(clicked));
      const start = performance.now();
      element.click();
      while (!document.querySelector(expected)) {
        await new Promise(requestAnimationFrame);
      }
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      return performance.now() - start;
    },
    [selector, effect],
  );

/** @type {Record<string, number[]>} */
const clicks = { "open an event": [], "level chip, cached data": [], "popup": [] };
for (let run = 0; run < RUNS; run++) {
  await page.waitForTimeout(500);
  clicks["open an event"].push(await clickToPaint(".log-row:not(.head) [role=gridcell]:last-child, .log-row:not(.head)", ".drawer .message"));
  await page.keyboard.press("Escape");
  await page.waitForTimeout(500);
  clicks.popup.push(await clickToPaint("button[popovertarget=saved]", "#saved:popover-open"));
  await page.keyboard.press("Escape");
  await page.waitForTimeout(500);
  clicks["level chip, cached data"].push(await clickToPaint(".chips .chip", ".chips .chip[aria-pressed=true]"));
  await page.click(".chips .chip[aria-pressed=true]");
}
Object.entries(clicks).forEach(([name, values]) => print(`Click to paint, ${name}`, values, "ms"));

/** Frames while 10,000 events are scrolled through. */
const frames = await page.evaluate(async (count) => {
  const table = /** @type {any} */ (document.querySelector("la-log-table"));
  const [event] = table.events;
  table.more = false;
  table.events = Array.from({ length: count }, (_, index) => ({ ...event, id: `measured-${index}` }));
  await table.updateComplete;
  const { box } = table;
  const times = [];
  for (let frame = 0; frame < 300; frame++) {
    box.scrollTop += 400;
    times.push(await new Promise(requestAnimationFrame));
  }
  return { millis: times.at(-1) - times[0], count: times.length - 1, rows: document.querySelectorAll(".log-row").length };
}, EVENTS);
console.log(`Scrolling ${EVENTS.toLocaleString("en")} events: ${(frames.count / (frames.millis / 1_000)).toFixed(1)} frames per second, ${frames.rows} rows in the document`);
await browser.close();
