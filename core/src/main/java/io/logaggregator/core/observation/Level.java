package io.logaggregator.core.observation;

import java.util.Locale;
import java.util.Optional;

/**
 * Severity of a log event, in the order of OpenTelemetry's severity numbers.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber">OpenTelemetry,
 *     SeverityNumber</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1">RFC 5424, severity</a>
 */
public enum Level {
    TRACE(1),
    DEBUG(5),
    INFO(9),
    WARN(13),
    ERROR(17),
    FATAL(21);

    private final int severityNumber;

    Level(int severityNumber) {
        this.severityNumber = severityNumber;
    }

    /** The lowest OpenTelemetry severity number of this level: 1, 5, 9, 13, 17 or 21. */
    public int severityNumber() {
        return severityNumber;
    }

    /** The level of an OpenTelemetry severity number; empty outside 1..24. */
    public static Optional<Level> ofSeverityNumber(long number) {
        return number < 1 || number > 24 ? Optional.empty() : Optional.of(values()[(int) (number - 1) / 4]);
    }

    /** The level of a syslog severity, from 0 (emergency) to 7 (debug); empty outside 0..7. */
    public static Optional<Level> ofSyslogSeverity(long severity) {
        if (severity < 0 || severity > 7) {
            return Optional.empty();
        }
        return Optional.of(
                switch ((int) severity) {
                    case 0, 1, 2 -> FATAL;
                    case 3 -> ERROR;
                    case 4 -> WARN;
                    case 5, 6 -> INFO;
                    default -> DEBUG;
                });
    }

    /**
     * The level of a word that a usual logging library writes, such as {@code warn}, {@code WARNING} or {@code Crit},
     * case-insensitive; empty if unknown.
     */
    public static Optional<Level> named(String word) {
        return Optional.ofNullable(
                switch (word.strip().toUpperCase(Locale.ROOT)) {
                    case "TRACE", "TRCE", "TRAC", "FINEST", "VERBOSE", "VRB", "SILLY" -> TRACE;
                    case "DEBUG",
                            "DBUG",
                            "DEBU",
                            "DEBG",
                            "DBG",
                            "FINE",
                            "FINER",
                            "HTTP",
                            "D1",
                            "D2",
                            "D3",
                            "D4",
                            "D5" -> DEBUG;
                    case "INFO", "INF", "INFORMATION", "INFORMATIONAL", "NOTICE", "CONFIG", "LOG" -> INFO;
                    case "WARN", "WARNING", "WRN" -> WARN;
                    case "ERROR", "ERRO", "EROR", "ERR", "SEVERE", "FAIL", "FAILURE", "DPANIC" -> ERROR;
                    case "FATAL", "FATA", "FTL", "CRITICAL", "CRIT", "ALERT", "EMERG", "EMERGENCY", "PANIC", "PANI" ->
                        FATAL;
                    default -> null;
                });
    }
}
