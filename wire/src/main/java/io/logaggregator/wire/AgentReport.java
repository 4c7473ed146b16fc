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
    private final AgentNumbers numbers;
    private final AgentHost host;
    private final AgentMetrics metrics;
    private final AgentCollection collection;
    private final List<AgentNotice> threats = new ArrayList<>();
    private AgentProcesses processesAtTop;
    private AgentProcesses processesOfMetrics;
    private @Nullable Instant timestamp;

    AgentReport(JsonParser parser) {
        this.parser = parser;
        numbers = new AgentNumbers(parser);
        host = new AgentHost(parser, numbers);
        metrics = new AgentMetrics(parser, numbers);
        collection = new AgentCollection(parser, numbers);
        processesAtTop = new AgentProcesses(parser, numbers);
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
            case "processes" -> numbers.object(() -> processesAtTop = new AgentProcesses(parser, numbers).read());
            case "threat_indicators" -> readThreats();
            case "metadata" -> object(collection::readMember);
            case "data" -> object(this::readMember);
            default -> {}
        }
    }

    private void readMetric(String name) {
        if (name.equals("processes")) {
            numbers.object(() -> processesOfMetrics = new AgentProcesses(parser, numbers).read());
        } else {
            metrics.readMember(name);
        }
    }

    private void readThreats() {
        threats.clear();
        numbers.array(() -> {
            ThreatFields fields = new ThreatFields(parser);
            fields.read().ifPresentOrElse(threats::add, numbers::drop);
            numbers.drop(fields.droppedTags());
        });
    }

    private void object(Consumer<String> member) {
        numbers.object(() -> Members.ofObject(parser, member));
    }

    /** Adds what the report says to the findings, or tells what is missing for that. */
    Optional<String> addTo(Findings findings) {
        if (host.name().isEmpty()) {
            return Optional.of("host.hostname is missing (expected: text)");
        }
        if (timestamp == null) {
            return Optional.of("timestamp is missing, or is none (expected: RFC 3339)");
        }
        int before = findings.count();
        HostFindings ofHost = new HostFindings(host.name().get(), timestamp, host.environment(), findings);
        host.addTo(ofHost);
        metrics.addTo(ofHost);
        processes().addTo(ofHost);
        threats.forEach(ofHost::add);
        collection.addTo(ofHost);
        if (findings.count() == before) {
            return Optional.of("metrics, processes, threat_indicators: there is nothing in any of them");
        }
        findings.drop(numbers.dropped());
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
