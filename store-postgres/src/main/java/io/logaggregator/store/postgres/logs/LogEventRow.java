package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads log events from rows with the columns of {@code log_record}. */
public final class LogEventRow {

    static final String TEXT_COLUMNS = Text.ALL.stream().map(Text::column).collect(Collectors.joining(", "));

    /** The texts that are part of the stream of an event. */
    private static final Set<Text> OF_STREAM = EnumSet.of(Text.ENVIRONMENT, Text.APPLICATION, Text.COMPONENT);

    /** Prefix of the columns of events without a stream. */
    static final String INLINE = "inline_";

    /** Columns of {@code log_event} with the values of an event without a stream. */
    public static final String INLINE_COLUMNS = "id, observed_at, received_at, inline_host, level, message, "
            + Text.ALL.stream().map(LogEventRow::inlineColumn).collect(Collectors.joining(", "))
            + ", inline_tags, attributes";

    /** The columns of {@code log_record}, from {@code log_event} and {@code log_stream}. */
    private static final String RECORD_COLUMNS =
            "event.id, observed_at, received_at, coalesce(inline_host, host) as host, level, message, "
                    + Text.ALL.stream()
                            .map(text -> OF_STREAM.contains(text)
                                    ? "coalesce(%1$s, %2$s) as %2$s".formatted(inlineColumn(text), text.column())
                                    : text.column())
                            .collect(Collectors.joining(", "))
                    + ", coalesce(inline_tags, log_tags(tags, level_tag, level)) as tags, attributes";

    static final SizedColumns SIZED = new SizedColumns(
            Stream.concat(Stream.of("host", "message"), Text.ALL.stream().map(Text::column))
                    .toList(),
            List.of("tags", "attributes"));

    private LogEventRow() {}

    /** Whether the values of a field are in {@code log_stream}. */
    static boolean isOfStream(LogField field) {
        return switch (field) {
            case Standard.HOST, Standard.TAG -> true;
            case Text text -> OF_STREAM.contains(text);
            case Standard _, Attribute _ -> false;
        };
    }

    private static String inlineColumn(Text text) {
        return isOfStream(text) ? INLINE + text.column() : text.column();
    }

    /** The columns of {@code log_record} for some rows of {@code log_event}, which remain ordered only by chance. */
    static Sql resolved(Sql events) {
        return resolved(events, "");
    }

    /** @param others columns of these rows to select as well, each after a comma */
    static Sql resolved(Sql events, String others) {
        return Sql.of(
                "select " + RECORD_COLUMNS + others
                        + " from (?) as event left join log_stream as stream on stream.id = stream_id",
                events);
    }

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
