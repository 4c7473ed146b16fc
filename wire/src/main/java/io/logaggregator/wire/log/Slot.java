package io.logaggregator.wire.log;

import io.logaggregator.core.observation.LogField.Text;
import java.util.List;
import java.util.stream.Stream;

/** A value that is sought in a log record, with its names. Of the names the first one with a usable value counts. */
enum Slot {
    TIME(
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
            "timestampSeconds",
            "start_time",
            "StartUTC",
            "timeMillis",
            "lastTimestamp",
            "TimeCreated",
            "_meta.date",
            "record.time.timestamp",
            "record.time.repr"),
    /** A word. */
    LEVEL(
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
            "@level",
            "record.level.name",
            "level.name",
            "level.levelStr",
            "_meta.logLevelName"),
    /** A number with a known scale. */
    LEVEL_NUMBER(
            "severityNumber",
            "severity_number",
            "levelno",
            "level_value",
            "PRIORITY",
            "syslogseverity",
            "log.syslog.severity.code",
            "record.level.no"),
    MESSAGE(
            "message",
            "msg",
            "@m",
            "@message",
            "RenderedMessage",
            "body",
            "short_message",
            "record.message",
            "logentry.formatted",
            "log",
            "event",
            "textPayload",
            "event.original",
            "@mt",
            "MessageTemplate",
            "0"),
    HOST(
            "host.name",
            "host.hostname",
            "host",
            "hostname",
            "_HOSTNAME",
            "fromhost",
            "kubernetes.host",
            "agent.hostname",
            "beat.hostname",
            "source_host",
            "Computer",
            "_meta.hostname"),
    ENVIRONMENT("deployment.environment.name", "deployment.environment", "service.environment", "environment", "env"),
    APPLICATION(
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
    COMPONENT(
            "component",
            "logger",
            "loggerName",
            "logger_name",
            "log.logger",
            "logger.name",
            "Category",
            "channel",
            "SourceContext",
            "@module"),
    CORRELATION_ID(
            "trace_id",
            "traceId",
            "trace.id",
            "@tr",
            "correlation_id",
            "correlationId",
            "_traceId",
            "logging.googleapis.com/trace",
            "trace"),

    /** A level as a number; its scale depends on the rest of the record. */
    BARE_LEVEL,
    /** The program, in records of bunyan and pino. */
    PROGRAM("name"),
    /** The level, in records for Datadog. */
    STATUS("status"),
    /** The level, in events of Kubernetes. */
    TYPE("type"),
    /** The level, in records of MongoDB. */
    SEVERITY_LETTER("s"),
    /** The component, in records of MongoDB. */
    COMPONENT_LETTER("c"),
    /** A text that Kafka Connect wrapped with its schema. */
    PAYLOAD("payload"),
    /** The nanoseconds of the time, in records for Google Cloud. */
    TIME_NANOS("timestampNanos"),
    /** Tags of Datadog, one of which may be the environment. */
    TAG_LIST("ddtags");

    static final int COUNT = values().length;

    /** Number of slots that count in records of all libraries, which are the first ones. */
    static final int USUAL = PROGRAM.ordinal();

    /** The slots of {@link Text#ALL}, which have the same names, in its order. */
    private static final List<Slot> DESCRIPTIVE =
            Text.ALL.stream().map(text -> valueOf(text.name())).toList();

    /** The values that a record within another one replaces, apart from time and level. */
    static final List<Slot> TEXTS =
            Stream.concat(Stream.of(MESSAGE, HOST), DESCRIPTIVE.stream()).toList();

    /** Slots whose names count with an underscore in front, too, as GELF writes fields of applications. */
    static final List<Slot> UNDERSCORED =
            Stream.concat(Stream.of(LEVEL), DESCRIPTIVE.stream()).toList();

    /** The bits of slots that count in the records of one library only. */
    static final int CONVENTIONS = PROGRAM.bit
            | STATUS.bit
            | TYPE.bit
            | SEVERITY_LETTER.bit
            | COMPONENT_LETTER.bit
            | PAYLOAD.bit
            | TIME_NANOS.bit;

    /** The slot in sets of slots. */
    final int bit = 1 << ordinal();

    /** The names of the member with the value, in order of precedence; dotted ones also mean nested objects. */
    final List<String> names;

    Slot(String... names) {
        this.names = List.of(names);
    }

    static Slot of(Text text) {
        return DESCRIPTIVE.get(text.ordinal());
    }
}
