package io.logaggregator.wire.log;

import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.line.LevelWords;
import io.logaggregator.wire.log.FieldNames.Mark;
import io.logaggregator.wire.log.LevelNumbers.Scale;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Resolves the values whose meaning depends on the library that has written the record. */
final class Conventions {

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private Conventions() {}

    /** Uses the values that count in the records of one library only. */
    static void resolve(RecordFields fields) {
        boolean mongo = fields.has(Mark.MONGODB_TIME)
                && fields.has(Mark.MONGODB_SEVERITY)
                && fields.has(Mark.MONGODB_COMPONENT);
        if (fields.has(Slot.PROGRAM)) {
            resolve(fields, Slot.PROGRAM, Slot.APPLICATION, isTens(fields));
        }
        if (fields.has(Slot.COMPONENT_LETTER)) {
            resolve(fields, Slot.COMPONENT_LETTER, Slot.COMPONENT, mongo);
        }
        if (fields.has(Slot.STATUS)) {
            resolveLevel(fields, Slot.STATUS, fields.has(Mark.DATADOG));
        }
        if (fields.has(Slot.TYPE)) {
            resolveLevel(fields, Slot.TYPE, fields.has(Mark.KUBERNETES));
        }
        if (fields.has(Slot.SEVERITY_LETTER)) {
            resolveLevel(fields, Slot.SEVERITY_LETTER, mongo);
        }
        if (fields.has(Slot.PAYLOAD)) {
            resolve(fields, Slot.PAYLOAD, Slot.MESSAGE, fields.has(Mark.SCHEMA));
        }
        if (fields.has(Slot.TIME_NANOS)) {
            resolveNanos(fields);
        }
    }

    private static void resolveNanos(RecordFields fields) {
        long nanos = RecordFields.integer(fields.value(Slot.TIME_NANOS));
        Instant time = fields.time;
        if (time != null
                && "timestampSeconds".equals(fields.name(Slot.TIME))
                && nanos >= 0
                && nanos < NANOS_PER_SECOND) {
            fields.clear(Slot.TIME_NANOS);
            fields.time = time.truncatedTo(ChronoUnit.SECONDS).plusNanos(nanos);
        } else {
            fields.release(Slot.TIME_NANOS);
        }
    }

    private static void resolve(RecordFields fields, Slot from, Slot to, boolean applies) {
        String name = fields.name(from);
        String value = fields.value(from);
        if (applies && !fields.has(to) && !value.isBlank()) {
            fields.clear(from);
            fields.set(to, RecordFields.DERIVED, name, value, true, -1);
        } else {
            fields.release(from);
        }
    }

    private static void resolveLevel(RecordFields fields, Slot slot, boolean applies) {
        Optional<Level> word =
                applies && !fields.has(Slot.LEVEL) ? LevelWords.ofField(fields.value(slot)) : Optional.empty();
        if (word.isPresent()) {
            resolve(fields, slot, Slot.LEVEL, true);
            fields.level = word.get();
        } else {
            fields.release(slot);
        }
    }

    /** Whether the record is of pino or bunyan. */
    private static boolean isTens(RecordFields fields) {
        return fields.has(Mark.PID) && fields.has(Mark.HOSTNAME)
                || fields.has(Mark.BUNYAN_VERSION) && fields.has(Slot.BARE_LEVEL);
    }

    /** The level of a number; the rest of the record shows its scale. */
    private static Optional<Level> bareLevel(RecordFields fields) {
        long number = RecordFields.integer(fields.value(Slot.BARE_LEVEL));
        if (fields.has(Mark.GELF)) {
            return Scale.SYSLOG.level(number);
        }
        if (fields.has(Mark.WINDOWS) && fields.has(Mark.WINDOWS_RECORD)) {
            return Scale.WINDOWS.level(number);
        }
        if (fields.has(Mark.PYTHON)) {
            return Scale.PYTHON.level(number);
        }
        if (isTens(fields) && number > 0 && number < 70) {
            return Scale.TENS.level(number);
        }
        return LevelNumbers.ofBare(number);
    }

    /** Determines the level; numbers beside a word stay attributes. */
    static void resolveLevel(RecordFields fields) {
        if (fields.has(Slot.BARE_LEVEL)
                && fields.isConfigured(Slot.BARE_LEVEL)
                && !(fields.has(Slot.LEVEL) && fields.isConfigured(Slot.LEVEL))) {
            Optional<Level> configured = bareLevel(fields);
            if (configured.isPresent()) {
                fields.release(Slot.LEVEL);
                fields.release(Slot.LEVEL_NUMBER);
                fields.level = configured.get();
                return;
            }
        }
        if (!fields.has(Slot.LEVEL) && fields.has(Slot.LEVEL_NUMBER)) {
            fields.level = fields.numberLevel;
        } else if (fields.has(Slot.LEVEL_NUMBER)) {
            fields.release(Slot.LEVEL_NUMBER);
        }
        if (fields.has(Slot.BARE_LEVEL)) {
            Optional<Level> bare = fields.level == null ? bareLevel(fields) : Optional.empty();
            if (bare.isPresent()) {
                fields.level = bare.get();
            } else {
                fields.release(Slot.BARE_LEVEL);
            }
        }
    }
}
