package io.logaggregator.wire;

import io.logaggregator.domain.ProcessSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The processes of an agent's report: totals and a list. An entry that is broken costs itself only. */
final class AgentProcesses {

    private final JsonParser parser;
    private final AgentNumbers numbers;
    private final List<ProcessSnapshot.Entry> entries = new ArrayList<>();
    private OptionalDouble totalCount = OptionalDouble.empty();
    private OptionalDouble totalCpuPercent = OptionalDouble.empty();
    private OptionalDouble totalMemoryBytes = OptionalDouble.empty();

    AgentProcesses(JsonParser parser, AgentNumbers numbers) {
        this.parser = parser;
        this.numbers = numbers;
    }

    /** Reads the object that is the parser's current value. */
    AgentProcesses read() {
        Members.ofObject(parser, this::readMember);
        return this;
    }

    private void readMember(String name) {
        switch (name) {
            case "total_count" -> totalCount = numbers.amount();
            case "total_cpu_percent" -> totalCpuPercent = numbers.amount();
            case "total_memory_usage" -> totalMemoryBytes = numbers.amount();
            case "list", "process_list" -> readList();
            default -> {}
        }
    }

    private void readList() {
        entries.clear();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            Members.ofArray(parser, () -> new EntryFields().read());
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            numbers.drop();
        }
    }

    List<ProcessSnapshot.Entry> entries() {
        return entries;
    }

    /** How many processes there are. Zero means that the agent did not look: it is one itself. */
    OptionalDouble count() {
        if (totalCount.orElse(0) > 0) {
            return totalCount;
        }
        return entries.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(entries.size());
    }

    OptionalDouble totalCpuPercent() {
        return totalCpuPercent;
    }

    OptionalDouble totalMemoryBytes() {
        return totalMemoryBytes;
    }

    /** One process, as far as read. */
    private final class EntryFields {

        private static final double LARGEST_MEMORY = 0x1p63;

        private double pid = -1;
        private String processName = "";
        private double cpuPercent;
        private double memoryBytes;
        private String status = "";
        private boolean broken;

        void read() {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                Members.ofObject(parser, this::readMember);
            }
            boolean valid =
                    pid >= 0 && pid <= Integer.MAX_VALUE && pid == Math.rint(pid) && memoryBytes < LARGEST_MEMORY;
            if (broken || !valid) {
                numbers.drop();
                return;
            }
            entries.add(
                    new ProcessSnapshot.Entry((int) pid, processName, cpuPercent / 100, (long) memoryBytes, status));
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
            broken |= number < 0;
            return number;
        }

        private String text() {
            broken |= parser.currentToken().isStructStart();
            return Scalars.text(parser).orElse("");
        }
    }
}
