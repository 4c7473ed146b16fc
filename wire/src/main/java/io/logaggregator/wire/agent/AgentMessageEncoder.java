package io.logaggregator.wire.agent;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.agent.HostReport.HostFacts;
import io.logaggregator.wire.json.JsonOutput;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * Encodes agent reports in {@link WireFormat#AGENT}: the newest of its three shapes, one JSON object without a wrapper.
 * Thread-safe.
 *
 * <p>Ratios become percentages with two decimals, memory is sent in bytes and in percent, and processes with their
 * totals. This redundancy is part of the format.
 */
public final class AgentMessageEncoder {

    private static final int ENVELOPE_SIZE = 1024;
    private static final int PROCESS_SIZE = 96;

    /** The report as UTF-8; empty parts are left out. */
    public byte[] encode(HostReport report) {
        int processes = report.processes().map(List::size).orElse(0);
        return JsonOutput.bytes(ENVELOPE_SIZE + PROCESS_SIZE * processes, json -> write(json, report));
    }

    private static void write(JsonGenerator json, HostReport report) {
        json.writeStartObject();
        json.writeStringProperty("timestamp", report.timestamp().toString());
        host(json, report.host());
        metrics(json, report);
        report.processes().ifPresent(processes -> processes(json, processes));
        metadata(json, report.collection());
        json.writeEndObject();
    }

    private static void host(JsonGenerator json, HostFacts host) {
        json.writeObjectPropertyStart("host");
        json.writeStringProperty("os", host.os());
        json.writeStringProperty("arch", host.arch());
        json.writeStringProperty("hostname", StorableText.of(host.name()));
        json.writeNumberProperty("cpu_cores", host.logicalCpus());
        json.writeEndObject();
    }

    private static void metrics(JsonGenerator json, HostReport report) {
        json.writeObjectPropertyStart("metrics");
        report.cpuRatio().ifPresent(ratio -> json.writeNumberProperty("cpu_usage", percent(ratio)));
        report.memory().ifPresent(memory -> {
            json.writeNumberProperty("memory_usage", memory.usedBytes());
            json.writeNumberProperty("total_memory", memory.totalBytes());
            json.writeNumberProperty("memory_usage_percent", percent(memory.usedBytes(), memory.totalBytes()));
        });
        report.disk().ifPresent(disk -> {
            json.writeObjectPropertyStart("disk");
            json.writeNumberProperty("total", disk.totalBytes());
            json.writeNumberProperty("used", disk.usedBytes());
            json.writeNumberProperty("free", disk.freeBytes());
            // as df computes it: relative to the space of ordinary users, not to the total
            json.writeNumberProperty("usage_percent", percent(disk.usedBytes(), disk.usedBytes() + disk.freeBytes()));
            json.writeEndObject();
        });
        report.network().ifPresent(network -> {
            json.writeObjectPropertyStart("network");
            json.writeNumberProperty("BytesSent", network.sentBytes());
            json.writeNumberProperty("BytesReceived", network.receivedBytes());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private static void processes(JsonGenerator json, List<ProcessSnapshot.Entry> processes) {
        json.writeObjectPropertyStart("processes");
        json.writeNumberProperty("total_count", processes.size());
        json.writeNumberProperty(
                "total_cpu_percent",
                percent(processes.stream()
                        .mapToDouble(ProcessSnapshot.Entry::cpuRatio)
                        .sum()));
        json.writeNumberProperty(
                "total_memory_usage",
                processes.stream().mapToLong(ProcessSnapshot.Entry::memoryBytes).sum());
        json.writeArrayPropertyStart("list");
        for (ProcessSnapshot.Entry process : processes) {
            json.writeStartObject();
            json.writeStringProperty("name", StorableText.of(process.name()));
            json.writeNumberProperty("pid", process.pid());
            json.writeNumberProperty("cpu_percent", percent(process.cpuRatio()));
            json.writeNumberProperty("memory_usage", process.memoryBytes());
            json.writeStringProperty("status", StorableText.of(process.status()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void metadata(JsonGenerator json, HostReport.Collection collection) {
        json.writeObjectPropertyStart("metadata");
        json.writeStringProperty("collection_duration", goDuration(collection.took()));
        json.writeNumberProperty("collector_count", collection.collectors());
        if (!collection.errors().isEmpty()) {
            json.writeArrayPropertyStart("errors");
            collection.errors().forEach(error -> json.writeString(StorableText.of(error)));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Seconds in the format of Go's {@code time.ParseDuration}. */
    private static String goDuration(Duration duration) {
        return String.format(Locale.ROOT, "%.6fs", duration.toNanos() / 1e9);
    }

    private static double percent(long part, long whole) {
        return whole <= 0 ? 0 : percent((double) part / whole);
    }

    private static double percent(double ratio) {
        return Math.round(ratio * 10_000) / 100.0;
    }
}
