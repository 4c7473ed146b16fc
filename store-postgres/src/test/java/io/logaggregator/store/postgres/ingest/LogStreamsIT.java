package io.logaggregator.store.postgres.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class LogStreamsIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int SESSIONS = 4;

    private TestPostgres.Database database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        database = TestStore.newDatabaseWithoutPartitions();
        store = TestStore.at(database, NOON);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void eventsOfStream_areReadAsTheyWereStored() throws SQLException {
        List<LogEvent> events = IntStream.range(0, 60)
                .mapToObj(number -> {
                    Level level = Level.values()[number % Level.values().length];
                    List<String> tags = switch (number % 4) {
                        case 0 -> List.of();
                        case 1 -> List.of("level:" + level);
                        case 2 -> List.of("a\"{}, \\b", "level:" + level, "env:\u00e9");
                        default -> List.of("a", "level:FATAL", "level:" + level);
                    };
                    return event(
                            number,
                            NOON,
                            "web-" + number % 2,
                            level,
                            tags.stream().distinct().toList());
                })
                .toList();
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.copyOf(events.subList(0, 30))));
            session.store(IngestBatch.of(List.copyOf(events.subList(30, 60))));
        }

        assertThat(TestStore.number(database, "select count(*) from log_event where stream_id is not null"))
                .isGreaterThan(20);
        assertThat(TestStore.number(database, "select count(*) from log_event where inline_tags is not null"))
                .isPositive();
        assertThat(found(LogCondition.ALL)).isEqualTo(events.reversed());
        assertThat(events)
                .allSatisfy(event -> assertThat(store.logs().find(event.id())).hasValue(event));
        assertThat(TestStore.number(database, """
                        select count(*) from logs
                        where host in ('web-0', 'web-1') and environment = 'prod' and application = 'shop'
                              and component = 'cart' and tags is not null""")).isEqualTo(60);
        for (LogEvent event : events) {
            for (String tag : event.tags()) {
                assertThat(found(new Matches(Standard.TAG, TextPattern.of(tag))))
                        .isEqualTo(events.reversed().stream()
                                .filter(other -> other.tags().contains(tag))
                                .toList());
            }
        }
        assertThat(found(new Exists(Standard.TAG))).hasSize(45);
        LogQuery all = new LogQuery(NOON.minusSeconds(60), NOON.plusSeconds(60), LogCondition.ALL);
        assertThat(store.logs()
                        .histogram(all, Duration.ofMinutes(2), Standard.HOST, 5)
                        .values())
                .containsExactly("web-0", "web-1");
        assertThat(store.logs().fields(all, 20).fields().stream()
                        .filter(field -> field.field() == Standard.TAG)
                        .flatMap(field -> field.values().stream())
                        .mapToLong(FieldValues.ValueCount::count)
                        .sum())
                .as("tags that repeat the level are left out")
                .isEqualTo(events.stream()
                        .flatMap(event -> event.tags().stream().filter(tag -> !tag.equals("level:" + event.level())))
                        .count());
    }

    @Test
    void valuesThatDoNotRecur_fillNoDictionary() throws SQLException {
        try (IngestSession session = store.openIngestSession()) {
            for (int batch = 0; batch < 3; batch++) {
                int first = batch * 5_000;
                session.store(IngestBatch.of(IntStream.range(first, first + 5_000)
                        .mapToObj(number -> event(number, NOON, "web-1", Level.INFO, List.of("request:" + number)))
                        .toList()));
            }
        }

        assertThat(TestStore.number(database, "select count(*) from log_stream"))
                .isZero();
        assertThat(TestStore.number(database, "select count(distinct tags) from logs"))
                .isEqualTo(15_000);
    }

    @Test
    void longValues_areStoredInRow() throws SQLException {
        List<LogEvent> events = IntStream.range(0, 40)
                .mapToObj(number -> event(
                        number,
                        NOON,
                        number % 2 == 0 ? "\u20ac".repeat(3_000) : "web-1",
                        Level.INFO,
                        number % 2 == 0 ? List.of() : Collections.nCopies(1_000, "")))
                .toList();

        store(events);

        assertThat(TestStore.number(database, "select count(*) from log_stream"))
                .isZero();
        assertThat(found(LogCondition.ALL)).isEqualTo(events.reversed());
    }

    @Test
    void fullDictionary_storesOthersInRow() throws SQLException {
        TestStore.execute(database, """
                insert into log_stream (host, environment, application, component, tags, level_tag, used_on)
                select 'host-' || number, 'prod', 'shop', 'cart', '{}', 0, '2026-11-23'
                from generate_series(1, %d) as number""".formatted(LogStreams.MAX_STREAMS));
        List<LogEvent> events = IntStream.range(0, 60)
                .mapToObj(number -> event(number, NOON, "host-" + number % 3, Level.INFO, List.of()))
                .toList();

        store(events);

        assertThat(TestStore.number(database, "select count(*) from log_stream"))
                .isEqualTo(LogStreams.MAX_STREAMS);
        assertThat(TestStore.number(database, "select count(*) from log_event where inline_host = 'host-0'"))
                .isEqualTo(20);
        assertThat(TestStore.number(database, "select count(distinct stream_id) from log_event"))
                .isEqualTo(2);
        assertThat(found(LogCondition.ALL)).isEqualTo(events.reversed());
        assertThat(found(new Matches(Standard.HOST, TextPattern.of("HOST-1")))).hasSize(20);
    }

    @Test
    void concurrentSessions_createEachStreamOnce() throws Exception {
        int streams = 500;
        int events = streams * 10;
        CyclicBarrier barrier = new CyclicBarrier(SESSIONS);
        List<Callable<Void>> sessions = IntStream.range(0, SESSIONS)
                .<Callable<Void>>mapToObj(number -> () -> {
                    try (IngestSession session = store.openIngestSession()) {
                        for (int day = 0; day < 3; day++) {
                            Instant at = NOON.plus(Duration.ofDays(day));
                            List<Observation> batch = IntStream.range(0, events)
                                    .<Observation>mapToObj(index -> event(
                                            number * events + index,
                                            at,
                                            "web-" + index % streams,
                                            Level.INFO,
                                            List.of("blue")))
                                    .collect(Collectors.toList());
                            Collections.shuffle(batch, new Random(number));
                            barrier.await();
                            session.store(IngestBatch.of(batch));
                        }
                    }
                    return null;
                })
                .toList();

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> session : executor.invokeAll(sessions)) {
                session.get();
            }
        }

        assertThat(TestStore.number(database, "select count(*) from log_stream"))
                .isEqualTo(streams);
        assertThat(TestStore.number(database, "select count(*) from logs where host is not null"))
                .isEqualTo(3L * SESSIONS * events);
    }

    @Test
    void unusedStreams_areRemovedAfterTheirEvents() throws SQLException {
        Duration days = Duration.ofDays(10);
        List<LogEvent> old = IntStream.range(0, 10)
                .mapToObj(number -> event(number, NOON, "web-1", Level.INFO, List.of()))
                .toList();
        List<LogEvent> later = IntStream.range(0, 20)
                .mapToObj(number -> event(number, NOON.plus(days), "web-" + (1 + number % 2), Level.INFO, List.of()))
                .toList();
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.copyOf(old)));
            store.maintenance().run(NOON.plus(days), Duration.ofDays(10));
            assertThat(TestStore.number(database, "select count(*) from log_stream"))
                    .isOne();
            store.maintenance().run(NOON.plus(days), Duration.ofDays(3));
            assertThat(TestStore.number(database, "select count(*) from log_stream"))
                    .isZero();

            session.store(IngestBatch.of(List.copyOf(later)));
            session.store(IngestBatch.of(List.copyOf(later)));
        }

        assertThat(TestStore.number(database, "select count(*) from log_event where stream_id is not null"))
                .isPositive();
        assertThat(TestStore.number(database, "select count(*) from logs where host = 'web-1'"))
                .isEqualTo(20);
    }

    @Test
    void usedStreams_stay() throws SQLException {
        List<LogEvent> today = IntStream.range(0, 10)
                .mapToObj(number -> event(number, NOON, "web-1", Level.INFO, List.of()))
                .toList();
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.copyOf(today)));
            for (int day = 1; day < 12; day++) {
                Instant at = NOON.plus(Duration.ofDays(day));
                session.store(IngestBatch.of(List.of(event(day, at, "web-1", Level.INFO, List.of()))));
                store.maintenance().run(at, Duration.ofDays(2));
            }
        }

        assertThat(TestStore.number(
                        database, "select count(distinct stream_id) from log_event where inline_host is null"))
                .isOne();
        assertThat(TestStore.number(database, "select count(*) from logs where host is null"))
                .isZero();
    }

    private void store(List<LogEvent> events) {
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.copyOf(events)));
        }
    }

    private List<LogEvent> found(LogCondition condition) {
        LogQuery query = new LogQuery(NOON.minusSeconds(60), NOON.plusSeconds(60), condition);
        return store.logs().find(query, 1_000, Optional.empty()).items();
    }

    private static LogEvent event(int number, Instant at, String host, Level level, List<String> tags) {
        return new LogEvent(
                EventId.of(0, number, 0, at),
                at,
                at,
                host,
                level,
                "line " + number,
                LogTexts.of("prod", "shop", "cart"),
                tags,
                JsonObject.EMPTY);
    }
}
