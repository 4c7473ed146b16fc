package io.logaggregator.store.postgres.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Round trips of rows in the binary COPY format. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() first
class BinaryCopyIT {

    private static final List<String> NASTY_TEXTS = List.of(
            "",
            " ",
            "plain",
            "quotes ' \" \\ and {braces}, NULL",
            "lines\r\n\tand \b\u0001\u007F",
            "\u0080\u07FF\u0800\uFFFD\uFFFF",
            "\uD83D\uDE00 and the last: \uDBFF\uDFFF",
            "x".repeat(300_000) + "\u00E9".repeat(100_000));

    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException {
        TestPostgres.Database database = TestStore.newDatabase();
        connection = database.connect();
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @Test
    void logEvent_roundTrips() throws SQLException {
        for (String text : NASTY_TEXTS) {
            assertComesBack(new LogEvent(
                    UUID.randomUUID(),
                    Instant.parse("2026-11-23T12:00:00.123456Z"),
                    Instant.parse("1969-12-31T23:59:59.999999Z"),
                    text,
                    Level.FATAL,
                    text,
                    LogTexts.of(text, text, text, text),
                    List.of(text, "second", text + "third"),
                    new JsonObject("{\"text\": \"\u00E9\uD83D\uDE00\", \"list\": [1, 2.5, null, true]}")));
        }
    }

    @Test
    void extremeLogEvent_roundTrips() throws SQLException {
        for (UUID id : List.of(new UUID(0, 0), new UUID(-1, -1), new UUID(Long.MIN_VALUE, Long.MAX_VALUE))) {
            for (String time : List.of(
                    "-4712-01-01T00:00:00Z",
                    "1970-01-01T00:00:00Z",
                    "9999-12-31T23:59:59.999999Z",
                    "+294276-12-31T23:59:59Z")) {
                assertComesBack(new LogEvent(
                        id,
                        Instant.parse(time),
                        Instant.EPOCH,
                        "h",
                        Level.TRACE,
                        "m",
                        LogTexts.EMPTY,
                        List.of(),
                        JsonObject.EMPTY));
            }
        }
    }

    private static void assertComesBack(LogEvent event) throws SQLException {
        empty("log_event");
        new BinaryCopy(connection).copy(List.of(event), CopyTable.LOG_EVENT);

        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select *, attributes = '%s'::jsonb as same_attributes,
                               extract(epoch from observed_at) as observed_second
                        from log_record
                        """.formatted(event.attributes()))) {
            assertThat(row.next()).isTrue();
            assertThat(row.getObject("id", UUID.class)).isEqualTo(event.id());
            assertThat(row.getBigDecimal("observed_second"))
                    .isEqualByComparingTo(seconds(Duration.between(Instant.EPOCH, event.observedAt())));
            assertThat(row.getObject("received_at", OffsetDateTime.class).toInstant())
                    .isEqualTo(event.receivedAt());
            assertThat(row.getShort("level")).isEqualTo((short) event.level().severityNumber());
            assertThat(row.getString("host")).isEqualTo(event.host());
            assertThat(row.getString("message")).isEqualTo(event.message());
            assertThat(row.getString("environment")).isEqualTo(event.text(LogField.Text.ENVIRONMENT));
            assertThat(row.getString("application")).isEqualTo(event.text(LogField.Text.APPLICATION));
            assertThat(row.getString("component")).isEqualTo(event.text(LogField.Text.COMPONENT));
            assertThat(row.getString("correlation_id")).isEqualTo(event.text(LogField.Text.CORRELATION_ID));
            assertThat((String[]) array(row, "tags")).containsExactlyElementsOf(event.tags());
            assertThat(row.getBoolean("same_attributes")).isTrue();
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void metricSample_roundTrips() throws SQLException {
        double[] values = {0, -0.0, 1e-320, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 0.1};
        for (double value : values) {
            empty("metric_sample");
            new BinaryCopy(connection)
                    .copy(
                            List.of(new SeriesIds.Sample(
                                    Integer.MAX_VALUE, new MetricSample("h", "m", value, Instant.EPOCH, Map.of()))),
                            CopyTable.METRIC_SAMPLE);

            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select * from metric_sample")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt("series_id")).isEqualTo(Integer.MAX_VALUE);
                assertThat(row.getDouble("value")).isEqualTo(value);
            }
        }
    }

    @Test
    void processSnapshot_roundTrips() throws SQLException {
        List<ProcessSnapshot.Entry> entries = List.of(
                new ProcessSnapshot.Entry(0, "", 0, 0, ""),
                new ProcessSnapshot.Entry(Integer.MAX_VALUE, "a,\"b\" {c} \uD83D\uDE00", 7.25, Long.MAX_VALUE, "NULL"),
                new ProcessSnapshot.Entry(7, "below", 0, 0, ""));
        empty("process_snapshot");
        new BinaryCopy(connection)
                .copy(
                        List.of(
                                new ProcessSnapshot("full", Instant.EPOCH, entries),
                                new ProcessSnapshot("empty", Instant.EPOCH, List.of())),
                        CopyTable.PROCESS_SNAPSHOT);

        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select *, pids(pid_step) as pid from process_snapshot order by host desc")) {
            assertThat(row.next()).isTrue();
            assertThat((Integer[]) array(row, "pid")).containsExactly(0, Integer.MAX_VALUE, 7);
            assertThat((String[]) array(row, "name")).containsExactly("", "a,\"b\" {c} \uD83D\uDE00", "below");
            assertThat((Float[]) array(row, "cpu")).containsExactly(0f, 7.25f, 0f);
            assertThat((Long[]) array(row, "memory")).containsExactly(0L, Long.MAX_VALUE, 0L);
            assertThat((String[]) array(row, "status")).containsExactly("", "NULL", "");
            assertThat(row.next()).isTrue();
            assertThat((Integer[]) array(row, "pid")).isEmpty();
            assertThat((String[]) array(row, "name")).isEmpty();
        }
    }

    @Test
    void rejectedMessage_roundTrips() throws SQLException {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        empty("rejected_message");
        new BinaryCopy(connection)
                .copy(
                        List.of(new RejectedMessage(
                                new UUID(7, 8),
                                new Partition("t", "i", 3),
                                Long.MAX_VALUE,
                                Instant.EPOCH,
                                new Rejection(Rejection.Reason.TOO_LARGE, "d", everyByte),
                                new byte[0],
                                "otlp",
                                Optional.empty())),
                        CopyTable.REJECTED_MESSAGE);

        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from rejected_message")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong("message_offset")).isEqualTo(Long.MAX_VALUE);
            assertThat(row.getBytes("value")).isEqualTo(everyByte);
            assertThat(row.getBytes("key")).isEmpty();
            assertThat(row.getString("format")).isEqualTo("otlp");
            assertThat(row.getObject("replayed_at")).isNull();
        }
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
    }

    private static Object array(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array.getArray();
    }

    private static void empty(String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("truncate " + table);
        }
    }
}
