package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.LogWindow;
import io.logaggregator.core.alerting.engine.OpenAlert;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversion between alert states and their rows, where {@code Instant.MIN} is null. */
public final class AlertStateColumns {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private AlertStateColumns() {}

    public static AlertState state(ResultSet row) throws SQLException {
        return new AlertState(
                instant(row, "judged_until"),
                instant(row, "settled_until"),
                alert(row),
                since(numbers(row, "since")),
                suppressed(row.getString("suppressed")),
                window(numbers(row, "window_counts")));
    }

    private static @Nullable OpenAlert alert(ResultSet row) throws SQLException {
        UUID id = row.getObject("alert_id", UUID.class);
        return id == null
                ? null
                : new OpenAlert(
                        id,
                        Timestamps.read(row, "opened_at"),
                        Severity.valueOf(row.getString("severity")),
                        Severity.valueOf(row.getString("highest")),
                        row.getLong("occurrences"),
                        new Point(Timestamps.read(row, "last_at"), row.getDouble("last_value")),
                        row.getDouble("peak"));
    }

    private static @Nullable Severity suppressed(@Nullable String name) {
        return name == null ? null : Severity.valueOf(name);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime instant = row.getObject(column, OffsetDateTime.class);
        return instant == null ? Instant.MIN : instant.toInstant();
    }

    private static Long[] numbers(ResultSet row, String column) throws SQLException {
        return (Long[]) row.getArray(column).getArray();
    }

    private static Map<Severity, Instant> since(Long[] micros) {
        Map<Severity, Instant> since = new EnumMap<>(Severity.class);
        Severity[] severities = Severity.values();
        for (int index = 0; index < severities.length; index++) {
            if (micros[index] != 0) {
                since.put(severities[index], EPOCH.plus(micros[index], ChronoUnit.MICROS));
            }
        }
        return since;
    }

    private static LogWindow window(Long[] counts) {
        SortedMap<Instant, Long> window = new TreeMap<>();
        for (int index = 0; index < counts.length; index += 2) {
            window.put(Instant.ofEpochSecond(counts[index]), counts[index + 1]);
        }
        return counts.length == 0 ? LogWindow.EMPTY : new LogWindow(window);
    }

    /** The text of a bigint array, since PostgreSQL has no arrays of arrays of different lengths. */
    static String since(AlertState state) {
        StringJoiner since = array();
        for (Severity severity : Severity.values()) {
            Instant instant = state.since().get(severity);
            since.add(Long.toString(instant == null ? 0 : Timestamps.micros(instant)));
        }
        return since.toString();
    }

    /** The text of a bigint array. */
    static String window(AlertState state) {
        StringJoiner counts = array();
        state.window()
                .counts()
                .forEach((begin, count) ->
                        counts.add(Long.toString(begin.getEpochSecond())).add(Long.toString(count)));
        return counts.toString();
    }

    private static StringJoiner array() {
        return new StringJoiner(",", "{", "}");
    }
}
