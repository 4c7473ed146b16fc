package io.logaggregator.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What an agent's report has said so far. Three shapes of it are in use, which differ in where things stand: the host
 * under {@code host} or {@code host_info}, the processes at the top or under {@code metrics}. Any mixture is read, also
 * within {@code data}. Credentials and the sender's identity are not even looked at.
 */
final class AgentReport {

    private final JsonParser parser;
    final AgentNumbers numbers;

    @Nullable
    Instant timestamp;

    @Nullable
    String host;

    OptionalDouble cpuCores = OptionalDouble.empty();
    final SortedMap<String, String> description = new TreeMap<>();

    OptionalDouble cpuRatio = OptionalDouble.empty();
    OptionalDouble memoryUsedBytes = OptionalDouble.empty();
    OptionalDouble memoryTotalBytes = OptionalDouble.empty();
    OptionalDouble memoryRatio = OptionalDouble.empty();
    OptionalDouble diskUsedBytes = OptionalDouble.empty();
    OptionalDouble diskTotalBytes = OptionalDouble.empty();
    OptionalDouble diskRatio = OptionalDouble.empty();
    OptionalDouble networkSentBytes = OptionalDouble.empty();
    OptionalDouble networkReceivedBytes = OptionalDouble.empty();

    private AgentProcesses processesAtTop;
    private AgentProcesses processesOfMetrics;

    final List<AgentNotice> threats = new ArrayList<>();
    final List<String> errors = new ArrayList<>();
    final AttributesWriter collection = new AttributesWriter();

    AgentReport(JsonParser parser) {
        this.parser = parser;
        numbers = new AgentNumbers(parser);
        processesAtTop = new AgentProcesses(parser, numbers);
        processesOfMetrics = processesAtTop;
    }

    /** Reads the object that is the parser's current value. */
    void readMembers() {
        Members.ofObject(parser, this::readMember);
    }

    /** The processes from the place where there are some: the other is left empty by agents that fill only one. */
    AgentProcesses processes() {
        boolean top = processesOfMetrics.entries().isEmpty()
                && (!processesAtTop.entries().isEmpty()
                        || processesOfMetrics.count().isEmpty());
        return top ? processesAtTop : processesOfMetrics;
    }

    private void readMember(String name) {
        switch (name) {
            case "timestamp" -> timestamp = Scalars.time(parser).orElse(null);
            case "host", "host_info" -> object(this::readHost);
            case "tenant_metadata" -> object(this::readTenant);
            case "metrics" -> object(this::readMetric);
            case "processes" -> object(() -> processesAtTop = new AgentProcesses(parser, numbers).read());
            case "threat_indicators" -> {
                threats.clear();
                array(this::readThreat);
            }
            case "metadata" -> object(this::readCollection);
            case "data" -> object(this::readMember);
            default -> {}
        }
    }

    private void readHost(String name) {
        switch (name) {
            case "hostname" -> host = Scalars.label(parser).orElse(null);
            case "cpu_cores" -> cpuCores = numbers.amount();
            case "os" -> describe("os.type", word -> word.toLowerCase(Locale.ROOT));
            case "arch" -> describe("host.arch", AgentReport::architecture);
            case "go_version" -> describe("process.runtime.version", word -> word);
            default -> {}
        }
    }

    private void readTenant(String name) {
        switch (name) {
            case "environment" -> describe(AgentObservations.ENVIRONMENT, word -> word);
            case "agent_version" -> describe("agent.version", word -> word);
            case "tenant_name" -> describe("tenant.name", word -> word);
            case "tenant_type" -> describe("tenant.type", word -> word);
            default -> {}
        }
    }

    private void describe(String attribute, UnaryOperator<String> spelling) {
        Optional<String> word = Scalars.label(parser);
        word.ifPresent(value -> description.put(attribute, spelling.apply(value)));
        if (word.isEmpty() && parser.currentToken() != JsonToken.VALUE_NULL) {
            numbers.drop();
        }
    }

    /** OpenTelemetry's names for what compilers and kernels call by others. */
    private static String architecture(String word) {
        return switch (word) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "arm" -> "arm32";
            case "386", "i386", "i686" -> "x86";
            default -> word;
        };
    }

    private void readMetric(String name) {
        switch (name) {
            case "cpu_usage" -> cpuRatio = numbers.percent();
            case "memory_usage" -> memoryUsedBytes = numbers.amount();
            case "total_memory" -> memoryTotalBytes = numbers.amount();
            case "memory_usage_percent" -> memoryRatio = numbers.percent();
            case "disk" -> object(this::readDisk);
            case "network" -> object(this::readNetwork);
            case "processes" -> object(() -> processesOfMetrics = new AgentProcesses(parser, numbers).read());
            default -> {}
        }
    }

    private void readDisk(String name) {
        switch (name) {
            case "total" -> diskTotalBytes = numbers.amount();
            case "used" -> diskUsedBytes = numbers.amount();
            case "usage_percent" -> diskRatio = numbers.percent();
            default -> {}
        }
    }

    private void readNetwork(String name) {
        switch (name) {
            case "BytesSent", "bytes_sent" -> networkSentBytes = numbers.amount();
            case "BytesReceived", "bytes_received" -> networkReceivedBytes = numbers.amount();
            default -> {}
        }
    }

    private void readThreat() {
        ThreatFields fields = new ThreatFields(parser);
        fields.read().ifPresentOrElse(threats::add, numbers::drop);
        numbers.drop(fields.droppedTags());
    }

    private void readCollection(String name) {
        if (name.equals("errors")) {
            errors.clear();
            array(() -> Scalars.text(parser).ifPresentOrElse(errors::add, numbers::drop));
        } else {
            collection.add(name, parser);
        }
    }

    private void object(Consumer<String> member) {
        object(() -> Members.ofObject(parser, member));
    }

    private void object(Runnable reading) {
        readIf(JsonToken.START_OBJECT, reading);
    }

    private void array(Runnable element) {
        readIf(JsonToken.START_ARRAY, () -> Members.ofArray(parser, element));
    }

    private void readIf(JsonToken start, Runnable reading) {
        if (parser.currentToken() == start) {
            reading.run();
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            numbers.drop();
        }
    }
}
