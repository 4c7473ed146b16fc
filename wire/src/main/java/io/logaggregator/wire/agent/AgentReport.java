package io.logaggregator.wire.agent;

import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.time.TimeContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * An agent report while it is read. Three shapes of it are in use, which differ in the location of the host ({@code
 * host} or {@code host_info}) and of the processes (at the top or under {@code metrics}). Any mixture is accepted, also
 * within {@code data}. Credentials and the sender's identity are not read.
 */
public final class AgentReport {

    private final JsonParser parser;
    private final TimeContext times;
    private final AgentValues values;
    private final AgentHost host;
    private final AgentMetrics metrics;
    private final AgentCollection collection;
    private final List<AgentNotice> threats = new ArrayList<>();
    private AgentProcesses processesAtTop;
    private AgentProcesses processesOfMetrics;
    private @Nullable Instant timestamp;

    private AgentReport(JsonParser parser, TimeContext times) {
        this.parser = parser;
        this.times = times;
        values = new AgentValues(parser);
        host = new AgentHost(parser, values);
        metrics = new AgentMetrics(parser, values);
        collection = new AgentCollection(parser, values);
        processesAtTop = new AgentProcesses(parser, values);
        processesOfMetrics = processesAtTop;
    }

    /** Reads a report; see {@link ElementReader#read}. */
    public static Optional<String> read(JsonParser parser, DecodeResultBuilder result) {
        AgentReport report = new AgentReport(parser, result.times());
        Members.ofObject(parser, report::readMember);
        return report.addTo(result);
    }

    private void readMember(String name) {
        switch (name) {
            case "timestamp" -> timestamp = Scalars.time(parser, times).orElse(null);
            case "host", "host_info" -> object(host::readHost);
            case "tenant_metadata" -> object(host::readTenant);
            case "metrics" -> object(this::readMetric);
            case "processes" -> values.object(() -> processesAtTop = new AgentProcesses(parser, values).read());
            case "threat_indicators" -> readThreats();
            case "metadata" -> object(collection::readMember);
            case "data" -> object(this::readMember);
            default -> {}
        }
    }

    private void readMetric(String name) {
        if (name.equals("processes")) {
            values.object(() -> processesOfMetrics = new AgentProcesses(parser, values).read());
        } else {
            metrics.readMember(name);
        }
    }

    private void readThreats() {
        threats.clear();
        values.array(() -> {
            ThreatFields fields = new ThreatFields(parser, times);
            fields.read().ifPresentOrElse(threats::add, values::drop);
            values.drop(fields.droppedTags());
        });
    }

    private void object(Consumer<String> member) {
        values.object(() -> Members.ofObject(parser, member));
    }

    /** Adds the observations of the report, or returns the missing part. */
    private Optional<String> addTo(DecodeResultBuilder result) {
        if (host.name().isEmpty()) {
            return Optional.of("host.hostname is missing (expected: text)");
        }
        if (timestamp == null) {
            return Optional.of("timestamp is missing or invalid (expected: RFC 3339)");
        }
        int before = result.count();
        HostObservationBuilder ofHost =
                new HostObservationBuilder(host.name().get(), timestamp, host.environment(), result);
        host.addTo(ofHost);
        metrics.addTo(ofHost);
        processes().addTo(ofHost);
        threats.forEach(ofHost::add);
        collection.addTo(ofHost);
        if (result.count() == before) {
            return Optional.of(
                    "metrics, processes and threat_indicators are all empty (expected: content in at least one)");
        }
        result.drop(values.dropped());
        return Optional.empty();
    }

    /** The processes from the location that has any: agents that fill one location leave the other empty. */
    private AgentProcesses processes() {
        boolean atTop = processesOfMetrics.entries().isEmpty()
                && (!processesAtTop.entries().isEmpty()
                        || processesOfMetrics.count().isEmpty());
        return atTop ? processesAtTop : processesOfMetrics;
    }
}
