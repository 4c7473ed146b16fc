// What Prometheus scrapes, read. No rendering in here.

/** @typedef {Map<string, {labels: Record<string, string>, value: number}[]>} Samples by name */

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:\\.|[^"\\])*)"/g;

/**
 * @param {string} text
 * @returns {Samples}
 */
export function samplesOf(text) {
  /** @type {Samples} */
  const samples = new Map();
  for (const line of text.split("\n")) {
    const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
    if (name) {
      const read = Object.fromEntries([...labels.matchAll(LABEL)].map(([, label, content]) => [label, content.replace(/\\(.)/g, "$1")]));
      samples.set(name, [...(samples.get(name) ?? []), { labels: read, value: Number(value) }]);
    }
  }
  return samples;
}

/**
 * The sum of those that have these labels; null where there are none.
 *
 * @param {Samples} samples
 * @param {string} name
 * @param {Record<string, string>} [labels]
 */
export function sumOf(samples, name, labels = {}) {
  const found = (samples.get(name) ?? []).filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value));
  return found.length ? found.reduce((sum, { value }) => sum + value, 0) : null;
}
