package io.logaggregator.wire.log;

import static io.logaggregator.wire.log.Slot.APPLICATION;
import static io.logaggregator.wire.log.Slot.COMPONENT;
import static io.logaggregator.wire.log.Slot.CORRELATION_ID;
import static io.logaggregator.wire.log.Slot.ENVIRONMENT;
import static io.logaggregator.wire.log.Slot.HOST;
import static io.logaggregator.wire.log.Slot.LEVEL;
import static io.logaggregator.wire.log.Slot.LEVEL_NUMBER;
import static io.logaggregator.wire.log.Slot.MESSAGE;
import static io.logaggregator.wire.log.Slot.TIME;

import io.logaggregator.wire.log.LevelNumbers.Scale;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The names of the standard fields in log records, by the conventions of logging libraries, shippers and clouds. This is the
 * one definition. A dotted name also means nested objects. Of the names of a field the first one with a usable value counts.
 */
final class FieldNames {

    /** Precedes the ranks of names in a container, so that a name outside of containers counts first. */
    static final int CONTAINER = 1_000;

    /** Seconds of the time in records for Google Cloud, beside its nanoseconds. */
    static final String TIME_SECONDS = "timestampSeconds";

    /** Names of fields, in order of precedence. */
    private static final Map<Slot, List<String>> FIELDS = Map.of(
            TIME,
            List.of(
                    "@timestamp",
                    "timestamp",
                    "time",
                    "ts",
                    "t",
                    "@t",
                    "datetime",
                    "date",
                    "eventTime",
                    "timeUnixNano",
                    "instant",
                    "asctime",
                    "created",
                    "timereported",
                    "__REALTIME_TIMESTAMP",
                    "time_iso8601",
                    "time_local",
                    TIME_SECONDS,
                    "start_time",
                    "StartUTC",
                    "record.time.timestamp",
                    "record.time.repr"),
            LEVEL,
            List.of(
                    "log.level",
                    "level",
                    "severity",
                    "loglevel",
                    "log_level",
                    "lvl",
                    "levelname",
                    "level_name",
                    "severityText",
                    "severity_text",
                    "error_severity",
                    "@l",
                    "record.level.name"),
            LEVEL_NUMBER,
            List.of(
                    "severityNumber",
                    "severity_number",
                    "levelno",
                    "level_value",
                    "PRIORITY",
                    "syslogseverity",
                    "log.syslog.severity.code",
                    "record.level.no"),
            MESSAGE,
            List.of(
                    "message",
                    "msg",
                    "@m",
                    "RenderedMessage",
                    "body",
                    "short_message",
                    "record.message",
                    "log",
                    "event",
                    "textPayload",
                    "event.original",
                    "@mt",
                    "MessageTemplate"),
            HOST,
            List.of(
                    "host.name",
                    "host.hostname",
                    "host",
                    "hostname",
                    "_HOSTNAME",
                    "fromhost",
                    "kubernetes.host",
                    "agent.hostname",
                    "beat.hostname"),
            APPLICATION,
            List.of(
                    "application",
                    "service.name",
                    "service_name",
                    "service",
                    "app",
                    "appname",
                    "app_name",
                    "programname",
                    "SYSLOG_IDENTIFIER",
                    "kubernetes.container_name",
                    "container_name"),
            COMPONENT,
            List.of(
                    "component",
                    "logger",
                    "loggerName",
                    "logger_name",
                    "log.logger",
                    "Category",
                    "channel",
                    "SourceContext"),
            ENVIRONMENT,
            List.of(
                    "deployment.environment.name",
                    "deployment.environment",
                    "service.environment",
                    "environment",
                    "env"),
            CORRELATION_ID,
            List.of(
                    "trace_id",
                    "traceId",
                    "trace.id",
                    "@tr",
                    "correlation_id",
                    "correlationId",
                    "_traceId",
                    "logging.googleapis.com/trace",
                    "trace"));

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
    private static final List<String> WRAPPERS = List.of("data", "payload", "jsonPayload", "event");

    private static final Map<String, Scale> SCALES = Map.of(
            "severityNumber", Scale.OPEN_TELEMETRY,
            "severity_number", Scale.OPEN_TELEMETRY,
            "levelno", Scale.PYTHON,
            "level_value", Scale.LOGBACK,
            "PRIORITY", Scale.SYSLOG,
            "syslogseverity", Scale.SYSLOG,
            "log.syslog.severity.code", Scale.SYSLOG,
            "record.level.no", Scale.PYTHON);

    /** Fields whose names count with an underscore in front, too, as GELF writes fields of applications. */
    private static final List<Slot> UNDERSCORED = List.of(LEVEL, APPLICATION, COMPONENT, ENVIRONMENT, CORRELATION_ID);

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
        FIELDS.forEach((slot, names) -> {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                NameTable.Field field = new NameTable.Field(slot, i + 1, SCALES.get(name), transform(name));
                table.add(name, field);
            }
        });
        UNDERSCORED.forEach(slot -> addUnderscored(slot, table));
        for (int i = 0; i < CONTAINERS.size(); i++) {
            table.entry(CONTAINERS.get(i)).container = i + 1;
        }
        WRAPPERS.forEach(name -> table.entry(name).wrapper = true);
        table.entry("attributes").flat = true;
        table.entry("metadata").flat = true;
        table.entry("tags").tags = true;
        table.entry("logEvents").elements = true;
        for (Slot slot : Slot.values()) {
            if (!slot.onlyName.isEmpty()) {
                table.add(slot.onlyName, new NameTable.Field(slot, 1, null, Transform.NONE));
            }
        }
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
        List<String> names = Objects.requireNonNull(FIELDS.get(slot));
        for (int i = 0; i < names.size(); i++) {
            String name = "_" + names.get(i);
            if (name.indexOf('.') < 0 && transform(names.get(i)) != Transform.TRACE_NAME && table.find(name) == null) {
                table.add(name, new NameTable.Field(slot, AFTER_OTHERS + i, null, transform(names.get(i))));
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
