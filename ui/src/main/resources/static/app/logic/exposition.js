// Parser for the Prometheus text format.

/** @typedef {Map<string, {labels: Record<string, string>, value: number}[]>} Samples by name */

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:\\.|[^"\\])*)"/g;

/**
 * @param {string} text
 * @returns {Samples}
 */
export function parseSamples(text) {
  /** @type {Samples} */
  const samples = new Map();
  for (const line of text.split("\n")) {
    const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
    if (name) {
      const parsed = Object.fromEntries([...labels.matchAll(LABEL)].map(([, label, content]) => [label, content.replace(/\\(.)/g, "$1")]));
      samples.set(name, [...(samples.get(name) ?? []), { labels: parsed, value: Number(value) }]);
    }
  }
  return samples;
}

/**
 * The sum of the samples with the given labels; null without samples.
 *
 * @param {Samples} samples
 * @param {string} name
 * @param {Record<string, string>} [labels]
 */
export function sumOf(samples, name, labels = {}) {
  const matching = (samples.get(name) ?? []).filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value));
  return matching.length ? matching.reduce((sum, { value }) => sum + value, 0) : null;
}
