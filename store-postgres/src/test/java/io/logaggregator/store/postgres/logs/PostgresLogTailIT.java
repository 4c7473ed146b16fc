package io.logaggregator.store.postgres.logs;

import static io.logaggregator.store.postgres.StoredObservations.event;
import static io.logaggregator.testkit.TestObservations.logEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresLogTailIT {

    private static final long NONE = -1;
    private static final int SESSIONS = 4;
    private static final int ROUNDS = 120;
    private static final int LINES_OF_A_ROUND = 40;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestPostgres.Database database;
    private PostgresStore store;
    private LogTail tail;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        tail = store.logTail();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void between_returnsCommittedEventsInIdOrder() {
        append(event(1, now, "web-1", "before"));
        TailCursor from = tail.now();
        append(event(3, now.plusMillis(1), "web-1", "newest"), event(2, now.minusSeconds(1), "web-1", "oldest"));
        append(event(4, now, "web-1", "middle"));
        TailCursor to = tail.now();
        append(event(5, now, "web-1", "after"));

        Portion portion = between(from, to);

        assertThat(portion.events()).extracting(LogEvent::message).containsExactly("oldest", "middle", "newest");
        assertThat(portion.committed()).isEqualTo(3);
        assertThat(portion.more()).isFalse();
        assertThat(portion.complete()).isTrue();
    }

    @Test
    void between_isEmpty_withoutCommits() {
        TailCursor from = tail.now();

        assertThat(between(from, tail.now())).isEqualTo(new Portion(List.of(), false, 0, true));
    }

    @Test
    void between_returnsWholeEvents() {
        LogEvent event = event(7, Instant.parse("2026-11-23T12:00:00.123456Z"), "web-1", "line 1\nline 2");
        TailCursor from = tail.now();
        append(event);

        assertThat(between(from, tail.now()).events()).containsExactly(event);
    }

    @Test
    void portion_isBoundedInBytes() {
        TailCursor from = tail.now();
        List<LogEvent> events = IntStream.range(0, 40)
                .mapToObj(number -> event(number, now.plusSeconds(number), "web-1", "x".repeat(1 << 20)))
                .toList();
        append(events.toArray(LogEvent[]::new));
        TailCursor to = tail.now();

        Portion first = tail.between(from, to, Optional.empty(), LogCondition.ALL, 100);
        Portion second = tail.between(from, to, lastOf(first), LogCondition.ALL, 100);
        Portion third = tail.between(from, to, lastOf(second), LogCondition.ALL, 100);

        assertThat(first.events()).isEqualTo(events.subList(0, 16));
        assertThat(second.events()).isEqualTo(events.subList(16, 32));
        assertThat(third.events()).isEqualTo(events.subList(32, 40));
        assertThat(List.of(first.more(), second.more(), third.more())).containsExactly(true, true, false);
    }

    private static Optional<UUID> lastOf(Portion portion) {
        return Optional.of(portion.events().getLast().id());
    }

    @Test
    void between_returnsPortions_aboveLimit() {
        TailCursor from = tail.now();
        List<LogEvent> events = new ArrayList<>();
        for (int number = 0; number < 25; number++) {
            events.add(event(number, now.plusSeconds(number % 5), "web-1", "line " + number));
        }
        append(events.toArray(LogEvent[]::new));
        TailCursor to = tail.now();

        List<LogEvent> read = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        Portion portion;
        do {
            portion = tail.between(from, to, after, LogCondition.ALL, 10);
            read.addAll(portion.events());
            after = Optional.of(read.getLast().id());
        } while (portion.more());

        assertThat(read).hasSize(25).hasSameElementsAs(events);
        assertThat(read).extracting(LogEvent::id).isSorted();
        assertThat(portion.events()).hasSize(5);
        assertThat(portion.committed()).isEqualTo(25);
    }

    @Test
    void between_filtersByCondition() {
        TailCursor from = tail.now();
        append(event(1, now, "web-1", "a"), event(2, now, "db-1", "b"));

        Portion portion = tail.between(
                from,
                tail.now(),
                Optional.empty(),
                new LogCondition.Matches(Standard.HOST, TextPattern.of("DB-1")),
                10);

        assertThat(portion.events()).extracting(LogEvent::message).containsExactly("b");
        assertThat(portion.committed()).isEqualTo(2);
    }

    @Test
    void lateEvents_areReturned() {
        append(event(1, now.minus(Duration.ofHours(5)), "web-1", "stored long ago"));
        TailCursor from = tail.now();
        append(
                event(2, now.minus(Duration.ofHours(5)), "web-1", "five hours late"),
                event(3, now, "web-1", "now"),
                event(4, now.minus(Duration.ofDays(20)), "web-1", "in the default partition"));

        assertThat(between(from, tail.now()).events())
                .extracting(LogEvent::message)
                .containsExactly("in the default partition", "five hours late", "now");
    }

    @Test
    void scatteredEvents_areReturnedOnce() {
        Random random = new Random(1);
        TailCursor from = tail.now();
        List<LogEvent> events = new ArrayList<>();
        for (int number = 0; number < 3_000; number++) {
            events.add(event(number, now.minusMillis(random.nextInt(86_400_000)), "web-1", "line"));
        }
        append(events.toArray(LogEvent[]::new));

        assertThat(tail.between(from, tail.now(), Optional.empty(), LogCondition.ALL, 5_000)
                        .events())
                .extracting(LogEvent::id)
                .containsExactlyElementsOf(
                        events.stream().map(LogEvent::id).sorted().toList());
    }

    @Test
    void outOfOrderCommits_areReturnedWhenVisible() throws SQLException {
        TailCursor start = tail.now();
        try (Connection slow = database.connect();
                Connection foreign = database.connect()) {
            writeLater(foreign, "create table something (id integer)");
            writeLater(slow, """
                    insert into ingest_commit (events, first_millis, last_millis) values (1, '{%1$d}', '{%1$d}');
                    insert into log_event values (
                        '%2$s', to_timestamp(%1$d / 1000.0), now(), 'web-1', 9, 'slow', '', '', '', '', '{}', '{}')
                    """.formatted(
                            now.toEpochMilli(), event(1, now, "web-1", "slow").id()));
            append(event(2, now, "web-1", "quick"));
            TailCursor first = tail.now();
            Portion quick = between(start, first);
            slow.commit();
            append(event(3, now, "web-1", "last"));
            TailCursor second = tail.now();

            assertThat(quick.events()).extracting(LogEvent::message).containsExactly("quick");
            assertThat(between(first, second).events())
                    .extracting(LogEvent::message)
                    .containsExactly("slow", "last");
            assertThat(between(second, tail.now()).events()).isEmpty();
            assertThat(between(start, second).events()).hasSize(3);
        }
    }

    private static long transactionId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_current_xact_id()::text::bigint")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void writeLater(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void concurrentSessions_areReturnedExactlyOnce() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            TailCursor cursor = tail.now();
            List<Future<?>> sessions = new ArrayList<>();
            for (int number = 0; number < SESSIONS; number++) {
                Partition partition = new Partition("logs", "id", number);
                sessions.add(executor.submit(() -> writeRounds(partition)));
            }
            List<UUID> seen = new ArrayList<>();
            boolean written = false;
            while (!written) {
                written = sessions.stream().allMatch(Future::isDone);
                TailCursor next = tail.now();
                seen.addAll(ids(cursor, next));
                cursor = next;
            }
            for (Future<?> session : sessions) {
                session.get();
            }

            assertThat(seen).doesNotHaveDuplicates().hasSize(SESSIONS * ROUNDS * LINES_OF_A_ROUND);
        }
    }

    /** Current and late events, of sessions in the same milliseconds. */
    private Void writeRounds(Partition partition) {
        Random random = new Random(partition.number());
        try (IngestSession session = store.openIngestSession()) {
            for (int round = 0; round < ROUNDS; round++) {
                List<LogEvent> events = new ArrayList<>();
                for (int line = 0; line < LINES_OF_A_ROUND; line++) {
                    long age = line == 0 ? random.nextInt(7_200_000) : random.nextInt(20);
                    Instant observedAt = Instant.now().minusMillis(age);
                    events.add(logEvent(partition, round * LINES_OF_A_ROUND + line, observedAt));
                }
                session.store(IngestBatch.of(List.copyOf(events)));
            }
        }
        return null;
    }

    private List<UUID> ids(TailCursor from, TailCursor to) {
        Portion portion = tail.between(from, to, Optional.empty(), LogCondition.ALL, 100_000);
        assertThat(portion.complete()).isTrue();
        assertThat(portion.committed()).isEqualTo(portion.events().size());
        return portion.events().stream().map(LogEvent::id).toList();
    }

    @Test
    void oldCommits_areDeleted() throws SQLException {
        TailCursor beforeAll = tail.now();
        append(event(1, now, "web-1", "old"));
        TailCursor old = tail.now();
        append(event(2, now, "web-1", "less old"));
        awaitEarlierTransactions(NONE);
        TailCursor lessOld = tail.now();
        execute("update ingest_commit set recorded_at = now() - interval '11 minutes'");
        append(event(3, now, "web-1", "new"));
        awaitEarlierTransactions(NONE);
        TailCursor newest = tail.now();

        store.maintenance().run(now, Duration.ofDays(30));

        assertThat(between(beforeAll, newest).complete()).isFalse();
        assertThat(between(old, newest).events()).extracting(LogEvent::message).containsExactly("less old", "new");
        assertThat(between(lessOld, newest).complete()).isTrue();
        assertThat(between(lessOld, newest).events())
                .extracting(LogEvent::message)
                .containsExactly("new");
        assertThat(between(newest, tail.now()).complete()).isTrue();
    }

    /** A snapshot includes transactions of all databases of the server, also of tests that run at the same time. */
    private void awaitEarlierTransactions(long except) throws SQLException {
        long next = database.number("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        await().until(() -> database.number("""
                        select count(*) from pg_snapshot_xip(pg_current_snapshot()) as running
                        where running::text::bigint < %d and running::text::bigint <> %d""".formatted(next, except)) == 0);
    }

    @Test
    void restoredCommits_areDeleted() throws SQLException {
        execute("update ingest_commit set tx = '900000000000', recorded_at = now() - interval '11 minutes'");
        store.migrate();
        awaitEarlierTransactions(NONE);
        TailCursor from = tail.now();
        append(event(1, now, "web-1", "new"));

        store.maintenance().run(now, Duration.ofDays(30));

        Portion portion = between(from, tail.now());
        assertThat(portion.events()).extracting(LogEvent::message).containsExactly("new");
        assertThat(portion.complete()).isTrue();
    }

    @Test
    void deletedCommit_makesPortionIncomplete() throws SQLException {
        try (Connection slow = database.connect()) {
            writeLater(slow, "insert into ingest_commit (events, first_millis, last_millis) values (0, '{}', '{}')");
            append(event(1, now, "web-1", "newer"));
            awaitEarlierTransactions(transactionId(slow));
            TailCursor whileItRan = tail.now();
            TailCursor stillRunning = tail.now();
            slow.commit();
            execute("update ingest_commit set recorded_at = now() - interval '11 minutes'");
            store.maintenance().run(now, Duration.ofDays(30));

            assertThat(between(whileItRan, stillRunning).complete()).isTrue();
            assertThat(between(whileItRan, tail.now()).complete()).isFalse();
        }
    }

    @Test
    void cursorBeforeCrash_returnsLaterCommits() throws SQLException {
        append(event(1, now, "web-1", "long before"));
        execute("update ingest_commit set recorded_at = now() - interval '1 minute'");
        append(event(2, now, "web-1", "just before"));
        TailCursor cursor = tail.now();
        append(event(3, now, "web-1", "after"));
        // as after a crash, but without a reset of statistics that all tests of the server share
        TailCursor beforeCrash = new TailCursor(cursor.text().replaceFirst("[0-9a-z]+", "1"));

        Portion portion = between(beforeCrash, tail.now());

        assertThat(portion.events()).extracting(LogEvent::message).containsExactly("just before", "after");
        assertThat(portion.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1:2:",
                "a.b.c",
                "a.b.9:5:",
                "a.b.1:5:7",
                "a.b.1:5:3,2",
                "a.b.1:5:3,,4",
                "a.b.1:5:3,",
                "a.b.0:5:0",
                "a.b.-1:5:",
                "a.b.1:99999999999999999999:",
                "a.b.1:5:'; drop table log_event"
            })
    void foreignMark_givesAnIncompletePortion(String text) {
        TailCursor foreign = new TailCursor(text);

        assertThat(between(foreign, tail.now())).isEqualTo(new Portion(List.of(), false, 0, false));
        assertThat(between(tail.now(), foreign)).isEqualTo(new Portion(List.of(), false, 0, false));
    }

    private Portion between(TailCursor from, TailCursor to) {
        return tail.between(from, to, Optional.empty(), LogCondition.ALL, 100);
    }

    private void append(LogEvent... events) {
        StoredObservations.append(store, List.of(events));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
