package io.logaggregator.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * What an agent's report has said so far. Three shapes of it are in use, which differ in where things stand: the host
 * under {@code host} or {@code host_info}, the processes at the top or under {@code metrics}. Any mixture is read, also
 * within {@code data}. Credentials and the sender's identity are not even looked at.
 */
final class AgentReport {

    private final JsonParser parser;
    private final AgentValues values;
    private final AgentHost host;
    private final AgentMetrics metrics;
    private final AgentCollection collection;
    private final List<AgentNotice> threats = new ArrayList<>();
    private AgentProcesses processesAtTop;
    private AgentProcesses processesOfMetrics;
    private @Nullable Instant timestamp;

    AgentReport(JsonParser parser) {
        this.parser = parser;
        values = new AgentValues(parser);
        host = new AgentHost(parser, values);
        metrics = new AgentMetrics(parser, values);
        collection = new AgentCollection(parser, values);
        processesAtTop = new AgentProcesses(parser, values);
        processesOfMetrics = processesAtTop;
    }

    /** Reads the object that is the parser's current value. */
    void readMembers() {
        Members.ofObject(parser, this::readMember);
    }

    private void readMember(String name) {
        switch (name) {
            case "timestamp" -> timestamp = Scalars.time(parser).orElse(null);
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
            ThreatFields fields = new ThreatFields(parser);
            fields.read().ifPresentOrElse(threats::add, values::drop);
            values.drop(fields.droppedTags());
        });
    }

    private void object(Consumer<String> member) {
        values.object(() -> Members.ofObject(parser, member));
    }

    /** Adds what the report says to the findings, or tells what is missing for that. */
    Optional<String> addTo(DecodeResultBuilder findings) {
        if (host.name().isEmpty()) {
            return Optional.of("host.hostname is missing (expected: text)");
        }
        if (timestamp == null) {
            return Optional.of("timestamp is missing, or is none (expected: RFC 3339)");
        }
        int before = findings.count();
        HostObservationBuilder ofHost =
                new HostObservationBuilder(host.name().get(), timestamp, host.environment(), findings);
        host.addTo(ofHost);
        metrics.addTo(ofHost);
        processes().addTo(ofHost);
        threats.forEach(ofHost::add);
        collection.addTo(ofHost);
        if (findings.count() == before) {
            return Optional.of("metrics, processes, threat_indicators: there is nothing in any of them");
        }
        findings.drop(values.dropped());
        return Optional.empty();
    }

    /** The processes from the place where there are some: agents that fill the one leave the other empty. */
    private AgentProcesses processes() {
        boolean atTop = processesOfMetrics.entries().isEmpty()
                && (!processesAtTop.entries().isEmpty()
                        || processesOfMetrics.count().isEmpty());
        return atTop ? processesAtTop : processesOfMetrics;
    }
}
