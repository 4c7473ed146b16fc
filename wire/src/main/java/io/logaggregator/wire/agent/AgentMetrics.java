package io.logaggregator.wire.agent;

import io.logaggregator.wire.json.Members;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;

/**
 * The host metrics of an agent's report, mapped to OpenTelemetry's names and units.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/system/system-metrics/">OpenTelemetry, system metrics</a>
 */
final class AgentMetrics {

    private static final String NETWORK = "system.network.io";
    private static final Map<String, String> TRANSMIT = Map.of("network.io.direction", "transmit");
    private static final Map<String, String> RECEIVE = Map.of("network.io.direction", "receive");

    private final JsonParser parser;
    private final AgentValues values;
    private OptionalDouble cpuRatio = OptionalDouble.empty();
    private OptionalDouble memoryUsedBytes = OptionalDouble.empty();
    private OptionalDouble memoryTotalBytes = OptionalDouble.empty();
    private OptionalDouble memoryRatio = OptionalDouble.empty();
    private OptionalDouble diskUsedBytes = OptionalDouble.empty();
    private OptionalDouble diskTotalBytes = OptionalDouble.empty();
    private OptionalDouble diskRatio = OptionalDouble.empty();
    private OptionalDouble networkSentBytes = OptionalDouble.empty();
    private OptionalDouble networkReceivedBytes = OptionalDouble.empty();

    AgentMetrics(JsonParser parser, AgentValues values) {
        this.parser = parser;
        this.values = values;
    }

    /** Reads a member of {@code metrics}. */
    void readMember(String name) {
        switch (name) {
            case "cpu_usage" -> cpuRatio = values.percent();
            case "memory_usage" -> memoryUsedBytes = values.amount();
            case "total_memory" -> memoryTotalBytes = values.amount();
            case "memory_usage_percent" -> memoryRatio = values.percent();
            case "disk" -> values.object(() -> Members.ofObject(parser, this::readDisk));
            case "network" -> values.object(() -> Members.ofObject(parser, this::readNetwork));
            default -> {}
        }
    }

    private void readDisk(String name) {
        switch (name) {
            case "total" -> diskTotalBytes = values.amount();
            case "used" -> diskUsedBytes = values.amount();
            case "usage_percent" -> diskRatio = values.percent();
            default -> {}
        }
    }

    private void readNetwork(String name) {
        switch (name) {
            case "BytesSent", "bytes_sent" -> networkSentBytes = values.amount();
            case "BytesReceived", "bytes_received" -> networkReceivedBytes = values.amount();
            default -> {}
        }
    }

    void addTo(HostObservationBuilder result) {
        result.add("system.cpu.utilization", cpuRatio);
        result.add("system.memory.utilization", orQuotient(memoryRatio, memoryUsedBytes, memoryTotalBytes));
        result.add("system.memory.usage", memoryUsedBytes);
        result.add("system.memory.limit", memoryTotalBytes);
        result.add("system.filesystem.utilization", orQuotient(diskRatio, diskUsedBytes, diskTotalBytes));
        result.add("system.filesystem.usage", diskUsedBytes);
        result.add("system.filesystem.limit", diskTotalBytes);
        result.addCounter(NETWORK, networkSentBytes, TRANSMIT);
        result.addCounter(NETWORK, networkReceivedBytes, RECEIVE);
    }

    /** The ratio as sent, else computed from its parts. */
    private static OptionalDouble orQuotient(OptionalDouble ratio, OptionalDouble part, OptionalDouble whole) {
        if (ratio.isPresent() || part.isEmpty() || whole.orElse(0) <= 0) {
            return ratio;
        }
        return OptionalDouble.of(Math.min(1, part.getAsDouble() / whole.getAsDouble()));
    }
}
