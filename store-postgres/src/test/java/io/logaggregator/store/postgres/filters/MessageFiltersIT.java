package io.logaggregator.store.postgres.filters;

import static io.logaggregator.store.postgres.StoredObservations.append;
import static io.logaggregator.store.postgres.StoredObservations.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.Glob;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.commits.IdRange;
import io.logaggregator.store.postgres.logs.LogConditionSql;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageFiltersIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");

    /** Common characters, wildcards, and characters with a lowercase of ASCII, of several characters, or by context. */
    private static final String[] CHARACTERS =
            "a A b B i I k K s S 1 2 \u0130 \u0131 \u212A \u017F \u00DF \u1E9E \u03A3 \u03C2 \u03C3 \u00CC \u00E9 \u00C9 e\u0301 \u0416 \u0436 \u4E2D \uD83D\uDE00 % _ \\ \n"
                    .split(" ");

    private final TestPostgres.Database database = TestStore.newDatabaseWithoutPartitions();
    private final PostgresStore store = TestStore.at(database, NOON);
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void ranges_haveEachMatch_beforeAndAfterCompaction() throws SQLException {
        List<LogEvent> events = new ArrayList<>();
        for (int batch = 0; batch < 40; batch++) {
            List<LogEvent> stored = randomEvents(events.size(), 1 + random.nextInt(40));
            append(store, stored);
            events.addAll(stored);
        }
        assertThat(missed(events)).isEmpty();
        long before = TestStore.number(database, "select count(*) from message_filter");

        store.maintenance().maintainClosedPartitions(NOON.plus(Duration.ofHours(2)));

        assertThat(missed(events)).isEmpty();
        assertThat(TestStore.number(database, "select count(*) from message_filter"))
                .isLessThan(before);
        assertThat(TestStore.number(database, "select sum(events) from message_filter"))
                .isEqualTo(events.size());
    }

    /** Events of an hour, some of them late, in batches out of order. */
    private List<LogEvent> randomEvents(int first, int count) {
        Instant begin = NOON.plusSeconds(random.nextInt(3_000));
        return IntStream.range(first, first + count)
                .mapToObj(number -> event(
                        number,
                        random.nextInt(10) == 0
                                ? NOON.plusMillis(random.nextInt(3_599_000))
                                : begin.plusMillis(random.nextInt(200)),
                        "web-1",
                        randomText(5 + random.nextInt(40))))
                .toList();
    }

    private String randomText(int characters) {
        StringBuilder text = new StringBuilder();
        random.ints(characters, 0, CHARACTERS.length).forEach(index -> text.append(CHARACTERS[index]));
        return text.toString();
    }

    /** Conditions with a matching event outside of their ranges. */
    private List<LogCondition> missed(List<LogEvent> events) throws SQLException {
        List<LogCondition> missed = new ArrayList<>();
        int restricted = 0;
        try (Connection connection = database.connect()) {
            for (int number = 0; number < 200; number++) {
                LogCondition condition = condition(events);
                Optional<MessageFilters> filters = MessageFilters.of(condition);
                if (filters.isEmpty()) {
                    continue;
                }
                List<IdRange> ranges =
                        filters.get().ranges(connection, NOON, MIDNIGHT).orElseThrow();
                List<Long> matches = Sql.of("select id from log_event where ?", LogConditionSql.ofStored(condition))
                        .list(connection, row -> EventId.millisOf(row.getObject("id", UUID.class)));
                if (!matches.stream()
                        .allMatch(millis ->
                                ranges.stream().anyMatch(range -> range.first() <= millis && millis <= range.last()))) {
                    missed.add(condition);
                }
                restricted++;
            }
        }
        assertThat(restricted).isGreaterThan(100);
        return missed;
    }

    private LogCondition condition(List<LogEvent> events) {
        return switch (random.nextInt(6)) {
            case 0 -> new And(List.of(text(events), text(events)));
            case 1 -> new Or(List.of(text(events), text(events)));
            case 2 -> new And(List.of(text(events), new Not(text(events))));
            default -> text(events);
        };
    }

    /** A part of a message in another case, with and without wildcards. */
    private Matches text(List<LogEvent> events) {
        String message = events.get(random.nextInt(events.size())).message();
        int begin = random.nextInt(message.length() - 4);
        int end = begin + 4 + random.nextInt(Math.min(12, message.length() - begin - 4) + 1);
        String part = message.substring(begin, end);
        String spelled = switch (random.nextInt(3)) {
            case 0 -> part.toUpperCase(Locale.ROOT);
            case 1 -> part.toLowerCase(Locale.ROOT);
            default -> part;
        };
        boolean hasWildcard = random.nextInt(3) == 0 && spelled.length() > 6;
        return new Matches(
                Standard.MESSAGE,
                hasWildcard
                        ? TextPattern.of(new Glob(spelled.substring(0, 4) + "*" + spelled.substring(5)))
                        : TextPattern.of(spelled));
    }

    @Test
    void ranges_areEmpty_forAbsentText() throws SQLException {
        append(
                store,
                List.of(
                        event(1, NOON, "web-1", "connection refused"),
                        event(2, NOON.plusSeconds(60), "web-1", "timeout")));

        assertThat(ranges("refused")).containsExactly(new IdRange(NOON.toEpochMilli(), NOON.toEpochMilli()));
        assertThat(ranges("zebra")).isEmpty();
        assertThat(MessageFilters.of(message("abc"))).isEmpty();
        assertThat(MessageFilters.of(message("abc*def"))).isEmpty();
    }

    @Test
    void ranges_areAbsent_forMostEvents() throws SQLException {
        append(
                store,
                IntStream.range(0, 10_001)
                        .mapToObj(number -> event(number, NOON.plusMillis(number), "web-1", "number " + number))
                        .toList());

        try (Connection connection = database.connect()) {
            assertThat(MessageFilters.of(message("number")).orElseThrow().ranges(connection, NOON, MIDNIGHT))
                    .isEmpty();
        }
        assertThat(ranges("number 7777")).isNotEmpty();
    }

    @Test
    void committedEvents_areFound_duringCompaction() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> compaction = executor.submit(() -> {
                while (!done.get()) {
                    store.maintenance().maintainClosedPartitions(NOON.plus(Duration.ofHours(2)));
                }
                return null;
            });
            List<Future<List<String>>> writers = IntStream.range(0, 2)
                    .mapToObj(writer -> executor.submit(() -> missedAfterCommit(writer)))
                    .toList();
            List<String> missed = new ArrayList<>();
            for (Future<List<String>> writer : writers) {
                missed.addAll(writer.get());
            }
            done.set(true);
            compaction.get();
            assertThat(missed).isEmpty();
        }
        assertThat(TestStore.number(database, "select sum(events) from message_filter"))
                .isEqualTo(100);
    }

    private List<String> missedAfterCommit(int writer) throws SQLException {
        List<String> missed = new ArrayList<>();
        try (IngestSession session = store.openIngestSession()) {
            for (int number = 0; number < 50; number++) {
                String text = "order-%d-%05d".formatted(writer, number);
                Instant time = NOON.plusMillis(random.nextInt(3_599_000));
                session.store(IngestBatch.of(List.of(event(number, time, "web-1", text))));
                boolean found = ranges(text).stream()
                        .anyMatch(range -> range.first() <= time.toEpochMilli() && time.toEpochMilli() <= range.last());
                if (!found) {
                    missed.add(text);
                }
            }
        }
        return missed;
    }

    @Test
    void largeMessages_areFound() {
        List<LogEvent> events = IntStream.range(0, 6_000)
                .mapToObj(number -> event(
                        number,
                        NOON.plusMillis(number),
                        "web-1",
                        number % 2_000 == 0
                                ? "needle "
                                        + random.ints(200_000, 33, 127)
                                                .collect(
                                                        StringBuilder::new,
                                                        StringBuilder::appendCodePoint,
                                                        StringBuilder::append)
                                : "hay"))
                .toList();
        append(store, events);

        assertThat(store.logs()
                        .find(new LogQuery(NOON, MIDNIGHT, message("needle")), 10, Optional.empty())
                        .items())
                .extracting(LogEvent::id)
                .containsExactly(
                        events.get(4_000).id(),
                        events.get(2_000).id(),
                        events.get(0).id());
    }

    private List<IdRange> ranges(String text) throws SQLException {
        try (Connection connection = database.connect()) {
            return MessageFilters.of(message(text))
                    .orElseThrow()
                    .ranges(connection, NOON, MIDNIGHT)
                    .orElseThrow();
        }
    }

    private static LogCondition message(String text) {
        return new Matches(Standard.MESSAGE, TextPattern.of(new Glob(text)));
    }
}
