package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads log events from rows of {@code log_event}. */
public final class LogEventRow {

    static final String TEXT_COLUMNS = Text.ALL.stream().map(Text::column).collect(Collectors.joining(", "));

    /** All columns of {@code log_event}. */
    public static final String COLUMN_NAMES =
            "id, observed_at, received_at, host, level, message, " + TEXT_COLUMNS + ", tags, attributes";

    static final Sql COLUMNS = Sql.of(COLUMN_NAMES);

    static final SizedColumns SIZED = new SizedColumns(
            Stream.concat(Stream.of("host", "message"), Text.ALL.stream().map(Text::column))
                    .toList(),
            List.of("tags", "attributes"));

    private LogEventRow() {}

    static LogEvent read(ResultSet row) throws SQLException {
        return new LogEvent(
                row.getObject("id", UUID.class),
                Timestamps.read(row, "observed_at"),
                Timestamps.read(row, "received_at"),
                row.getString("host"),
                level(row.getInt("level")),
                row.getString("message"),
                texts(row),
                List.of((String[]) row.getArray("tags").getArray()),
                new JsonObject(row.getString("attributes")));
    }

    private static LogTexts texts(ResultSet row) throws SQLException {
        String[] texts = new String[Text.ALL.size()];
        for (Text field : Text.ALL) {
            texts[field.ordinal()] = row.getString(field.column());
        }
        return LogTexts.of(texts);
    }

    public static Level level(int severityNumber) {
        return Level.ofSeverityNumber(severityNumber)
                .orElseThrow(() -> new IllegalStateException("level: " + severityNumber + " (expected: 1 to 24)"));
    }
}
