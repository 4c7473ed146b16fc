package io.logaggregator.store.postgres.logs;

import static io.logaggregator.store.postgres.TestStore.execute;
import static io.logaggregator.store.postgres.TestStore.number;
import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogHistogram.Bucket;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestAdvances;
import io.logaggregator.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class MinuteCountsIT {

    private static final Instant NOW = Instant.parse("2026-11-23T12:34:56Z");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int WRITERS = 3;
    private static final int EVENTS = 2_000;

    private static final LogCondition WITHOUT_CANARY =
            new Not(new Matches(LogField.Text.APPLICATION, TextPattern.of(LogEvent.CANARY)));

    private final Random random = new Random(6);
    private final List<LogEvent> stored = new ArrayList<>();
    private final long[] offsets = new long[WRITERS];

    private TestPostgres.Database database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        database = TestStore.newDatabaseWithoutPartitions();
        store = TestStore.at(database, NOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void histogram_countsEventsOfAllWriters() {
        append(NOW.minus(Duration.ofHours(5)), NOW);
        append(NOW.minus(Duration.ofDays(2)), NOW.plus(Duration.ofMinutes(10)));

        assertHistogramsAreRight();
    }

    @Test
    void histogram_isExact_afterFoldingAndLateEvents() throws SQLException {
        append(NOW.minus(Duration.ofDays(2)), NOW);
        long before = number(database, "select count(*) from log_minute");

        store.maintenance().run(NOW, MONTH);

        assertThat(number(database, "select count(*) from log_minute")).isLessThan(before);
        assertThat(number(
                        database,
                        "select count(*) from log_minute where writer <> 0 and minute < '%s'"
                                .formatted(NOW.minus(Duration.ofHours(2)))))
                .isZero();
        assertHistogramsAreRight();
        append(NOW.minus(Duration.ofDays(2)), NOW);
        store.maintenance().run(NOW, MONTH);
        assertHistogramsAreRight();
    }

    @Test
    void histogram_excludesExpiredEvents() throws SQLException {
        append(NOW.minus(Duration.ofDays(6)), NOW);
        Instant longAgo = NOW.minus(Duration.ofDays(40));
        append(longAgo, longAgo.plus(Duration.ofDays(1))); // in the default partition
        Duration retention = Duration.between(longAgo.plus(Duration.ofHours(7)), NOW);

        store.maintenance().run(NOW, retention);

        stored.removeIf(event -> event.observedAt().isBefore(NOW.minus(retention)));
        assertHistogramsAreRight();

        store.maintenance().run(NOW, Duration.ofDays(3));

        Instant oldest = Instant.parse("2026-11-20T00:00:00Z");
        stored.removeIf(event -> event.observedAt().isBefore(oldest));
        assertHistogramsAreRight();
        assertThat(number(database, "select count(*) from log_minute where minute < '" + oldest + "'"))
                .isZero();
        assertThat(number(database, "select sum(events) from log_minute")).isEqualTo(stored.size());
    }

    @Test
    void onlyHistogramOfLevels_readsMinuteCounts() throws SQLException {
        append(NOW.minus(Duration.ofHours(5)), NOW);
        execute(database, "update log_minute set events = 1000");
        Instant from = NOW.minus(Duration.ofHours(4)).truncatedTo(MINUTES);
        LogCondition web1 = new Matches(Standard.HOST, TextPattern.of("web-1"));

        assertThat(events(from, Duration.ofMinutes(10), LogCondition.ALL)).isGreaterThan(100_000);
        assertThat(events(from, Duration.ofMinutes(10), new Not(new AtLeast(Level.WARN))))
                .isGreaterThan(50_000);
        assertThat(events(from, Duration.ofMinutes(10), new And(List.of(WITHOUT_CANARY, new AtLeast(Level.WARN)))))
                .isGreaterThan(50_000);
        assertThat(events(from, Duration.ofMinutes(10), web1)).isLessThan(EVENTS);
        assertThat(events(from, Duration.ofSeconds(90), LogCondition.ALL)).isLessThan(EVENTS);
    }

    private long events(Instant from, Duration step, LogCondition condition) {
        return store.logs().histogram(new LogQuery(from, NOW, condition), step).buckets().stream()
                .flatMap(bucket -> bucket.counts().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private void assertHistogramsAreRight() {
        List<LogCondition> conditions = List.of(
                LogCondition.ALL,
                new AtLeast(Level.WARN),
                new Not(new Matches(Standard.LEVEL, TextPattern.of("info"))),
                new Matches(Standard.HOST, TextPattern.of("web-1")),
                WITHOUT_CANARY);
        for (int question = 0; question < 40; question++) {
            Instant from = NOW.minusMillis(random.nextLong(Duration.ofDays(50).toMillis()));
            Instant to = from.plusMillis(random.nextLong(
                    question % 2 == 0
                            ? Duration.ofDays(60).toMillis()
                            : Duration.ofMinutes(5).toMillis()));
            Duration step = Duration.ofMinutes(List.of(11, 10, 60, 1440).get(random.nextInt(4)));
            LogQuery query = new LogQuery(from, to, conditions.get(question % conditions.size()));
            assertThat(store.logs().histogram(query, question % 2 == 0 ? step : Duration.ofMinutes(1)))
                    .as("%s", query)
                    .extracting("buckets")
                    .isEqualTo(counted(query, question % 2 == 0 ? step : Duration.ofMinutes(1)));
        }
    }

    private List<Bucket> counted(LogQuery query, Duration step) {
        TreeMap<Instant, Map<Level, Long>> counts = new TreeMap<>();
        for (LogEvent event : stored) {
            Instant at = event.observedAt();
            if (!at.isBefore(query.from()) && at.isBefore(query.to()) && matches(query.condition(), event)) {
                Instant start = at.minusMillis(Math.floorMod(at.toEpochMilli(), step.toMillis()))
                        .truncatedTo(MINUTES);
                counts.computeIfAbsent(start, first -> new EnumMap<>(Level.class))
                        .merge(event.level(), 1L, Long::sum);
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new Bucket(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static boolean matches(LogCondition condition, LogEvent event) {
        return switch (condition) {
            case AtLeast(var level) -> event.level().compareTo(level) >= 0;
            case Not(Matches(var field, var pattern)) when field == LogField.Text.APPLICATION -> !event.isCanary();
            case Not(var negated) -> event.level() != Level.INFO;
            case Matches(var field, var pattern) -> event.host().equals("web-1");
            default -> true;
        };
    }

    /** Stores by several writers, with one session each. */
    private void append(Instant from, Instant to) {
        for (int writer = 0; writer < WRITERS; writer++) {
            Partition partition = new Partition("logs", "id", writer);
            List<Observation> events = new ArrayList<>();
            for (int number = 0; number < EVENTS / WRITERS; number++) {
                events.add(event(
                        partition,
                        offsets[writer] + number,
                        from.plusNanos(
                                random.nextLong(Duration.between(from, to).toNanos()))));
            }
            int count = events.size();
            long begin = offsets[writer];
            offsets[writer] += count;
            try (IngestSession session = store.openIngestSession()) {
                session.positions(Map.of(partition, 0L));
                session.store(IngestBatch.of(events)
                        .withAdvances(List.of(TestAdvances.of(
                                partition,
                                begin,
                                begin + count,
                                new IngestCounts(count, count, 0, 0, 0, 0, count, 0, 0, 0, 0)))));
            }
        }
    }

    private LogEvent event(Partition partition, long offset, Instant at) {
        LogEvent event = new LogEvent(
                EventId.of(partition.number(), offset, 0, at),
                at,
                at,
                "web-" + random.nextInt(3),
                Level.ofSeverityNumber(1 + random.nextInt(24)).orElseThrow(),
                "m",
                LogTexts.of("prod", random.nextInt(4) == 0 ? LogEvent.CANARY : "shop", "cart"),
                List.of(),
                JsonObject.EMPTY);
        stored.add(event);
        return event;
    }
}
