package io.logaggregator.wire.agent;

import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The processes of an agent's report: totals and a list. Invalid entries are dropped. */
final class AgentProcesses {

    private final JsonParser parser;
    private final AgentValues values;
    private final List<ProcessSnapshot.Entry> entries = new ArrayList<>();
    private OptionalDouble totalCount = OptionalDouble.empty();
    private OptionalDouble totalCpuRatio = OptionalDouble.empty();
    private OptionalDouble totalMemoryBytes = OptionalDouble.empty();

    AgentProcesses(JsonParser parser, AgentValues values) {
        this.parser = parser;
        this.values = values;
    }

    /** Reads the object that is the parser's current value. */
    AgentProcesses read() {
        Members.ofObject(parser, this::readMember);
        return this;
    }

    private void readMember(String name) {
        switch (name) {
            case "total_count" -> totalCount = values.amount();
            case "total_cpu_percent" -> totalCpuRatio = cores();
            case "total_memory_usage" -> totalMemoryBytes = values.amount();
            case "list", "process_list" -> readList();
            default -> {}
        }
    }

    /** A percentage of one core as a ratio; the sum over processes may exceed 1. */
    private OptionalDouble cores() {
        OptionalDouble percent = values.amount();
        return percent.isEmpty() ? percent : OptionalDouble.of(AgentValues.ratio(percent.getAsDouble()));
    }

    private void readList() {
        entries.clear();
        values.array(() -> new EntryFields().read());
    }

    List<ProcessSnapshot.Entry> entries() {
        return entries;
    }

    /** Number of processes. Zero means that the agent did not list them, since it is a process itself. */
    OptionalDouble count() {
        if (totalCount.orElse(0) > 0) {
            return totalCount;
        }
        return entries.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(entries.size());
    }

    void addTo(HostObservationBuilder result) {
        result.add("system.process.count", count());
        if (!entries.isEmpty()) {
            result.add(entries);
        } else if (count().isPresent()) {
            // Totals without a list: OpenTelemetry's metrics of a process, summed over all processes.
            result.add("process.cpu.utilization", totalCpuRatio);
            result.add("process.memory.usage", totalMemoryBytes);
        }
    }

    /** A process while it is read. */
    private final class EntryFields {

        private static final double MAX_MEMORY_BYTES = 0x1p63;

        private double pid = -1;
        private String processName = "";
        private double cpuPercent;
        private double memoryBytes;
        private String status = "";
        private boolean invalid;

        void read() {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                Members.ofObject(parser, this::readMember);
            }
            boolean inRange =
                    pid >= 0 && pid <= Integer.MAX_VALUE && pid == Math.rint(pid) && memoryBytes < MAX_MEMORY_BYTES;
            if (invalid || !inRange) {
                values.drop();
                return;
            }
            entries.add(new ProcessSnapshot.Entry(
                    (int) pid, processName, AgentValues.ratio(cpuPercent), (long) memoryBytes, status));
        }

        private void readMember(String name) {
            switch (name) {
                case "pid" -> pid = number(-1);
                case "name" -> processName = text();
                case "cpu_percent" -> cpuPercent = number(0);
                case "memory_usage" -> memoryBytes = number(0);
                case "status" -> status = text();
                default -> {}
            }
        }

        private double number(double absent) {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return absent;
            }
            double number = Scalars.number(parser).orElse(-1);
            invalid |= number < 0;
            return number;
        }

        private String text() {
            invalid |= parser.currentToken().isStructStart();
            return Scalars.text(parser).orElse("");
        }
    }
}
