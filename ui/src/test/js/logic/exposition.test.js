import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseSamples, sumOf } from "../../../main/resources/static/app/logic/exposition.js";

const TEXT = `# HELP jvm_memory_used_bytes The amount of used memory
# TYPE jvm_memory_used_bytes gauge
jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 4.194304E7
jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 1000
jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 5
process_uptime_seconds 12.5
with_time{a="b"} 1 1764432000000
escaped{path="C:\\\\x",text="say \\"hi\\"",braces="a}b"} 2
not_a_number NaN
infinite +Inf
`;

describe("parseSamples", () => {
  const samples = parseSamples(TEXT);

  test("skips comments and empty lines", () =>
    assert.deepEqual([...samples.keys()], ["jvm_memory_used_bytes", "process_uptime_seconds", "with_time", "escaped", "not_a_number", "infinite"]));
  test("reads labels", () =>
    assert.deepEqual(samples.get("jvm_memory_used_bytes")?.[0], { labels: { area: "heap", id: "G1 Eden Space" }, value: 41_943_040 }));
  test("reads a sample without labels", () => assert.deepEqual(samples.get("process_uptime_seconds"), [{ labels: {}, value: 12.5 }]));
  test("ignores the time of a sample", () => assert.equal(samples.get("with_time")?.[0].value, 1));
  test("resolves escapes in labels", () =>
    assert.deepEqual(samples.get("escaped")?.[0].labels, { path: "C:\\x", text: 'say "hi"', braces: "a}b" }));
  test("is empty for empty text", () => assert.equal(parseSamples("").size, 0));
});

describe("sumOf", () => {
  const samples = parseSamples(TEXT);

  test("adds all samples of a name", () => assert.equal(sumOf(samples, "jvm_memory_used_bytes"), 41_944_045));
  test("adds samples with the given labels", () => assert.equal(sumOf(samples, "jvm_memory_used_bytes", { area: "heap" }), 41_944_040));
  test("is null for an unknown name", () => assert.equal(sumOf(samples, "unknown"), null));
  test("is null for an unknown label", () => assert.equal(sumOf(samples, "jvm_memory_used_bytes", { area: "x" }), null));
  test("is not a number where a sample is none", () => assert.ok(Number.isNaN(sumOf(samples, "not_a_number"))));
});
