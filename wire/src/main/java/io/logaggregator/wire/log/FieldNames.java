package io.logaggregator.wire.log;

import static io.logaggregator.wire.log.Slot.MESSAGE;

import io.logaggregator.wire.log.LevelNumbers.Scale;
import java.util.List;
import java.util.Map;

/**
 * The names in log records, by the conventions of logging libraries, shippers and clouds: those of {@link Slot}, of objects
 * around fields, and of members that show the convention of a record.
 */
final class FieldNames {

    /** Precedes the ranks of names in a container, so that a name outside of containers counts first. */
    static final int CONTAINER = 1_000;

    /** Objects whose members count as well, after those of the record itself, in order of precedence. */
    private static final List<String> CONTAINERS = List.of(
            "mdc",
            "contextMap",
            "context",
            "extra",
            "fields",
            "attributes",
            "metadata",
            "kubernetes",
            "State",
            "Properties");

    /** Objects that contain the record, if there is no message outside. */
    private static final List<String> WRAPPERS = List.of("data", "payload", "jsonPayload", "event", "detail");

    private static final Map<String, Scale> SCALES = Map.of(
            "severityNumber", Scale.OPEN_TELEMETRY,
            "severity_number", Scale.OPEN_TELEMETRY,
            "levelno", Scale.PYTHON,
            "level_value", Scale.LOGBACK,
            "PRIORITY", Scale.SYSLOG,
            "syslogseverity", Scale.SYSLOG,
            "log.syslog.severity.code", Scale.SYSLOG,
            "record.level.no", Scale.PYTHON);

    /** Rank of the first name with an underscore. */
    private static final int AFTER_OTHERS = CONTAINER / 2;

    /** The names of a record's members. */
    static final NameTable RECORD = table(Map.of());

    private FieldNames() {}

    /**
     * The names of a record's members, with configured ones that precede.
     *
     * @param configured in order of precedence
     */
    static NameTable table(Map<Slot, List<String>> configured) {
        NameTable table = new NameTable();
        for (Slot slot : Slot.values()) {
            for (int i = 0; i < slot.names.size(); i++) {
                String name = slot.names.get(i);
                table.add(name, new NameTable.Field(slot, i + 1, SCALES.get(name), transform(name)));
            }
        }
        Slot.UNDERSCORED.forEach(slot -> addUnderscored(slot, table));
        for (int i = 0; i < CONTAINERS.size(); i++) {
            table.entry(CONTAINERS.get(i)).container = i + 1;
        }
        WRAPPERS.forEach(name -> table.entry(name).wrapper = true);
        table.entry("attributes").flat = true;
        table.entry("metadata").flat = true;
        table.entry("tags").tags = true;
        table.entry("logEvents").elements = true;
        table.entry("records").elements = true;
        configured.forEach((slot, names) -> {
            for (int i = 0; i < names.size(); i++) {
                Transform transform = slot == MESSAGE ? transform(names.get(i)) : Transform.NONE;
                table.add(names.get(i), new NameTable.Field(slot, i + 1 - names.size(), null, transform));
            }
        });
        for (Mark mark : Mark.values()) {
            mark.names.forEach(name -> table.entry(name).marks |= mark.bit());
        }
        return table;
    }

    private static void addUnderscored(Slot slot, NameTable table) {
        for (int i = 0; i < slot.names.size(); i++) {
            String given = slot.names.get(i);
            String name = '_' + given;
            if (name.indexOf('.') < 0 && transform(given) != Transform.TRACE_NAME && table.find(name) == null) {
                table.add(name, new NameTable.Field(slot, AFTER_OTHERS + i, null, transform(given)));
            }
        }
    }

    private static Transform transform(String name) {
        return switch (name) {
            case "@mt", "MessageTemplate" -> Transform.TEMPLATE;
            case "log", "textPayload", "event" -> Transform.LINE;
            case "logging.googleapis.com/trace", "trace" -> Transform.TRACE_NAME;
            case "container_name" -> Transform.CONTAINER_NAME;
            default -> Transform.NONE;
        };
    }

    /** How the value of a name becomes the value of its field. */
    enum Transform {
        NONE,
        /** A message template with the names of other members. */
        TEMPLATE,
        /** A line as a program wrote it. */
        LINE,
        /** The resource name of a trace in Google Cloud, {@code projects/P/traces/ID}. */
        TRACE_NAME,
        /** The name of a container, which Docker begins with a slash. */
        CONTAINER_NAME
    }

    /** A name that shows which convention a record follows. */
    enum Mark {
        PID("pid"),
        HOSTNAME("hostname"),
        BUNYAN_VERSION("v"),
        GELF("short_message"),
        PYTHON("lineno", "funcName", "pathname", "processName", "asctime", "msecs"),
        DATADOG("ddsource"),
        KUBERNETES("involvedObject", "regarding"),
        WINDOWS("ProviderName"),
        WINDOWS_RECORD("EventRecordID", "EventID"),
        MONGODB_TIME("t"),
        MONGODB_SEVERITY("s"),
        MONGODB_COMPONENT("c"),
        SCHEMA("schema"),
        /** A shipper read the message from a file or a container. */
        SHIPPED("kubernetes", "@metadata", "beat", "ecs", "sourcetype", "logGroup");

        private final List<String> names;

        Mark(String... names) {
            this.names = List.of(names);
        }

        int bit() {
            return 1 << ordinal();
        }
    }
}
