package io.logaggregator.wire.log;

import io.logaggregator.core.observation.LogField.Text;
import java.util.List;
import java.util.stream.Stream;

/** A value that is sought in a log record. */
enum Slot {
    TIME,
    /** A word. */
    LEVEL,
    /** A number with a known scale. */
    LEVEL_NUMBER,
    MESSAGE,
    HOST,
    ENVIRONMENT,
    APPLICATION,
    COMPONENT,
    CORRELATION_ID,

    /** A level as a number; its scale depends on the rest of the record. */
    BARE_LEVEL,
    /** The program, in records of bunyan and pino. */
    PROGRAM("name"),
    /** The level, in records for Datadog. */
    STATUS("status"),
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

    /** Number of slots with several names, which are the first ones. */
    static final int USUAL = PROGRAM.ordinal();

    /** The slots of {@link Text#ALL}, which have the same names, in its order. */
    private static final List<Slot> DESCRIPTIVE =
            Text.ALL.stream().map(text -> valueOf(text.name())).toList();

    /** The values that a record within another one replaces, apart from time and level. */
    static final List<Slot> TEXTS =
            Stream.concat(Stream.of(MESSAGE, HOST), DESCRIPTIVE.stream()).toList();

    /** The bits of slots that count in the records of one library only. */
    static final int CONVENTIONS =
            PROGRAM.bit | STATUS.bit | SEVERITY_LETTER.bit | COMPONENT_LETTER.bit | PAYLOAD.bit | TIME_NANOS.bit;

    /** The slot in sets of slots. */
    final int bit = 1 << ordinal();

    /** The only name of the slot; empty if {@link FieldNames} lists its names. */
    final String onlyName;

    Slot() {
        this("");
    }

    Slot(String onlyName) {
        this.onlyName = onlyName;
    }

    static Slot of(Text text) {
        return DESCRIPTIVE.get(text.ordinal());
    }
}
