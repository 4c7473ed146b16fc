package io.logaggregator.wire;

import io.logaggregator.domain.JsonObject;
import io.logaggregator.domain.Level;
import io.logaggregator.domain.LogEvent;
import io.logaggregator.domain.MetricSample;
import io.logaggregator.domain.ProcessSnapshot;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says what an agent's report means in OpenTelemetry's names and units.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/system/system-metrics/">OpenTelemetry, system metrics</a>
 */
final class AgentObservations {

    static final String ENVIRONMENT = "deployment.environment.name";

    private static final String APPLICATION = "agent";
    private static final String COLLECTOR = "collector";
    private static final SortedMap<String, String> NO_ATTRIBUTES = Collections.emptySortedMap();
    private static final SortedMap<String, String> TRANSMIT = direction("transmit");
    private static final SortedMap<String, String> RECEIVE = direction("receive");

    private final AgentReport report;
    private final Findings findings;

    AgentObservations(AgentReport report, Findings findings) {
        this.report = report;
        this.findings = findings;
    }

    private static SortedMap<String, String> direction(String word) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("network.io.direction", word)));
    }

    /** Adds what the report says to the findings, or tells what is missing for that. */
    Optional<String> add() {
        if (report.host == null) {
            return Optional.of("host.hostname is missing (expected: text)");
        }
        if (report.timestamp == null) {
            return Optional.of("timestamp is missing or none (expected: RFC 3339)");
        }
        int before = findings.count();
        addMetrics(report.host, report.timestamp);
        addProcesses(report.host, report.timestamp);
        addEvents(report.host, report.timestamp);
        if (findings.count() == before) {
            return Optional.of("metrics, processes, threat_indicators: nothing in any of them");
        }
        findings.drop(report.numbers.dropped());
        return Optional.empty();
    }

    private void addMetrics(String host, Instant at) {
        Samples samples = new Samples(host, at);
        samples.add("system.cpu.utilization", report.cpuRatio);
        samples.add("system.cpu.logical.count", report.cpuCores, report.description);
        samples.add(
                "system.memory.utilization",
                orQuotient(report.memoryRatio, report.memoryUsedBytes, report.memoryTotalBytes));
        samples.add("system.memory.usage", report.memoryUsedBytes);
        samples.add("system.memory.limit", report.memoryTotalBytes);
        samples.add(
                "system.filesystem.utilization",
                orQuotient(report.diskRatio, report.diskUsedBytes, report.diskTotalBytes));
        samples.add("system.filesystem.usage", report.diskUsedBytes);
        samples.add("system.filesystem.limit", report.diskTotalBytes);
        samples.add("system.network.io", report.networkSentBytes, TRANSMIT);
        samples.add("system.network.io", report.networkReceivedBytes, RECEIVE);
    }

    /** The ratio as told, else as it follows from its parts. */
    private static OptionalDouble orQuotient(OptionalDouble ratio, OptionalDouble part, OptionalDouble whole) {
        if (ratio.isPresent() || part.isEmpty() || whole.orElse(0) <= 0) {
            return ratio;
        }
        return OptionalDouble.of(Math.min(1, part.getAsDouble() / whole.getAsDouble()));
    }

    private void addProcesses(String host, Instant at) {
        AgentProcesses processes = report.processes();
        Samples samples = new Samples(host, at);
        samples.add("system.process.count", processes.count());
        if (!processes.entries().isEmpty()) {
            findings.add(new ProcessSnapshot(host, at, processes.entries()));
        } else if (processes.count().isPresent()) {
            // Sums of the list, told without it: OpenTelemetry's metrics of a process, summed over all of them.
            OptionalDouble percent = processes.totalCpuPercent();
            samples.add(
                    "process.cpu.utilization",
                    percent.isPresent() ? OptionalDouble.of(percent.getAsDouble() / 100) : percent);
            samples.add("process.memory.usage", processes.totalMemoryBytes());
        }
    }

    private void addEvents(String host, Instant at) {
        for (AgentNotice threat : report.threats) {
            addEvent(host, at, threat);
        }
        if (report.errors.isEmpty()) {
            return;
        }
        JsonObject collection = report.collection.toObject();
        for (String error : report.errors) {
            addEvent(host, at, new AgentNotice(Optional.empty(), Level.WARN, COLLECTOR, error, List.of(), collection));
        }
    }

    private void addEvent(String host, Instant at, AgentNotice notice) {
        Instant observedAt = notice.at().orElse(at);
        findings.add(new LogEvent(
                findings.nextId(observedAt),
                observedAt,
                findings.message().receivedAt(),
                host,
                notice.level(),
                notice.message(),
                report.description.getOrDefault(ENVIRONMENT, ""),
                APPLICATION,
                notice.component(),
                "",
                notice.tags(),
                notice.attributes()));
    }

    /** Adds the samples of one host and instant that have a value. */
    private final class Samples {

        private final String host;
        private final Instant at;

        Samples(String host, Instant at) {
            this.host = host;
            this.at = at;
        }

        void add(String metric, OptionalDouble value) {
            add(metric, value, NO_ATTRIBUTES);
        }

        void add(String metric, OptionalDouble value, SortedMap<String, String> attributes) {
            if (value.isPresent()) {
                findings.add(new MetricSample(host, metric, value.getAsDouble(), at, attributes));
            }
        }
    }
}
