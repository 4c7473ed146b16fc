package io.logaggregator.wire.log;

import io.logaggregator.core.observation.Level;
import java.util.Optional;

/** Levels as numbers. The scales of libraries overlap, so that a number alone does not always state a level. */
final class LevelNumbers {

    private LevelNumbers() {}

    /** A scale of severity numbers. */
    enum Scale {
        /** 1 to 24, four numbers per level. */
        OPEN_TELEMETRY,
        /** 0 (emergency) to 7 (debug). */
        SYSLOG,
        /** Of the event log of Windows: 1 (critical) to 5 (verbose); 0 is logged always. */
        WINDOWS,
        /** Of pino and bunyan: 10 (trace) to 60 (fatal). */
        TENS,
        /** 10 (debug) to 50 (critical). */
        PYTHON,
        /** 5,000 (trace) to 40,000 (error). */
        LOGBACK,
        /** 100 (debug) to 600 (emergency). */
        MONOLOG;

        /** The level of a number. Between two steps the lower one counts, and below the first step the first. */
        Optional<Level> level(long number) {
            return switch (this) {
                case OPEN_TELEMETRY -> Level.ofSeverityNumber(number);
                case SYSLOG -> Level.ofSyslogSeverity(number);
                case WINDOWS -> windows(number);
                case TENS -> step(number, 10, 1, 6);
                case PYTHON -> step(number, 10, 2, 6);
                case LOGBACK ->
                    number < 0
                            ? Optional.empty()
                            : Optional.of(
                                    number < 10_000 ? Level.TRACE : Level.values()[(int) Math.min(number / 10_000, 4)]);
                case MONOLOG -> number < 0 ? Optional.empty() : Optional.of(monolog(number));
            };
        }

        /** A level per {@code size}; the first step is the level at {@code first - 1}, the last one FATAL. */
        private static Optional<Level> step(long number, int size, int first, int last) {
            if (number < 0) {
                return Optional.empty();
            }
            long step = Math.max(number / size + first - 2, first - 1);
            return Optional.of(Level.values()[(int) Math.min(step, last - 1)]);
        }

        private static Optional<Level> windows(long number) {
            return switch ((int) Math.min(number, 6)) {
                case 0, 4 -> Optional.of(Level.INFO);
                case 1 -> Optional.of(Level.FATAL);
                case 2 -> Optional.of(Level.ERROR);
                case 3 -> Optional.of(Level.WARN);
                case 5 -> Optional.of(Level.TRACE);
                default -> Optional.empty();
            };
        }

        private static Level monolog(long number) {
            return switch ((int) Math.min(number / 100, 5)) {
                case 0, 1 -> Level.DEBUG;
                case 2 -> Level.INFO;
                case 3 -> Level.WARN;
                case 4 -> Level.ERROR;
                default -> Level.FATAL;
            };
        }
    }

    /**
     * The level of a number without a known scale. A multiple of ten is pino's or bunyan's: a false DEBUG does less harm
     * than a false ERROR, which opens alerts.
     */
    static Optional<Level> ofBare(long number) {
        if (number >= 0 && number <= 7) {
            return Scale.SYSLOG.level(number);
        }
        if (number % 10 == 0 && number >= 10 && number <= 60) {
            return Scale.TENS.level(number);
        }
        if (number >= 100 && number <= 600) {
            return Scale.MONOLOG.level(number);
        }
        return Scale.OPEN_TELEMETRY.level(number);
    }
}
