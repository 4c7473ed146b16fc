package io.logaggregator.store.postgres.logs;

import static io.logaggregator.store.postgres.StoredObservations.append;
import static io.logaggregator.store.postgres.StoredObservations.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.FieldSample;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.FieldValues.Statistics;
import io.logaggregator.core.logs.FieldValues.ValueCount;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogHistogram.Bucket;
import io.logaggregator.core.logs.LogHistogram.ByValue;
import io.logaggregator.core.logs.LogHistogram.ValueBucket;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.store.postgres.LargeTables;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.store.postgres.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLogSearchIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final LogQuery EVER = new LogQuery(Instant.MIN, Instant.MAX, LogCondition.ALL);

    private PostgresStore store;
    private LogSearch logs;

    @BeforeEach
    void open() {
        store = TestStore.on(TestStore.newDatabase());
        store.maintenance().run(NOON, Duration.ofDays(2));
        logs = store.logs();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void find_returnsStoredEvents() {
        LogEvent event = new LogEvent(
                EventId.of(0, 7, 0, NOON.plusNanos(123_456_000)),
                NOON.plusNanos(123_456_000),
                NOON.plusSeconds(1),
                "web-1",
                Level.ERROR,
                "quoted ' and \\ and ☃",
                LogTexts.of("prod", "shop", "cart", "trace-1"),
                List.of("a", "b,c", "\"d\""),
                new JsonObject("{\"a\": {\"b\": [1, null, \"x\"]}}"));
        append(store, List.of(event));

        assertThat(logs.find(event.id())).contains(event);
        assertThat(logs.find(EVER, 1, Optional.empty())).isEqualTo(new Page<>(List.of(event), Optional.empty()));
    }

    @Test
    void find_includesStartAndExcludesEnd() {
        append(store, List.of(event(1, NOON, "a", "first"), event(2, NOON.plusSeconds(1), "a", "after")));

        assertThat(messages(logs.find(new LogQuery(NOON, NOON.plusSeconds(1), LogCondition.ALL), 9, Optional.empty())))
                .containsExactly("first");
        assertThat(messages(logs.find(new LogQuery(NOON, NOON, LogCondition.ALL), 9, Optional.empty())))
                .isEmpty();
    }

    @Test
    void find_hasMicrosecondPrecision() {
        Instant instant = NOON.plusNanos(999_999_999);
        append(store, List.of(event(1, instant, "a", "rounded or cut")));
        Instant stored = logs.find(EVER, 1, Optional.empty()).items().getFirst().observedAt();

        LogQuery exactly = new LogQuery(stored, stored.plusNanos(1_000), LogCondition.ALL);

        assertThat(messages(logs.find(exactly, 9, Optional.empty()))).containsExactly("rounded or cut");
    }

    @Test
    void paging_isExact_duringIngest() {
        List<LogEvent> events = IntStream.range(0, 1_000)
                .mapToObj(number -> event(number, NOON, "host-" + number % 3, "event " + number))
                .toList();
        append(store, events);
        List<UUID> read = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        int incoming = 10_000;
        do {
            Page<LogEvent> page = logs.find(EVER, 77, after);
            page.items().forEach(event -> read.add(event.id()));
            after = page.next();
            append(store, List.of(event(incoming++, NOON.plusMillis(5), "new", "newer")));
        } while (after.isPresent());

        assertThat(read)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(LogEvent::id).toList());
    }

    /** Ids of earlier versions have other bits after the time. */
    @Test
    void paging_isExact_acrossFormsOfIds() {
        List<LogEvent> events = new ArrayList<>();
        Random random = new Random(1);
        for (int number = 0; number < 600; number++) {
            Instant at = NOON.plusNanos(number / 100 * 1_000L);
            LogEvent event = event(number, at, "host", "event " + number);
            UUID earlier = EventId.at(new UUID(0, random.nextLong() >>> 1 >>> 1 | Long.MIN_VALUE), at);
            events.add(number % 3 == 0 ? withId(event, earlier) : event);
        }
        append(store, events);
        List<UUID> read = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        do {
            Page<LogEvent> page = logs.find(EVER, 77, after);
            page.items().forEach(event -> read.add(event.id()));
            after = page.next();
        } while (after.isPresent());

        List<UUID> sorted = events.stream().map(LogEvent::id).sorted().toList();
        assertThat(read).isEqualTo(sorted.reversed());
        assertThat(logs.find(EVER, Order.OLDEST_FIRST, 700, Optional.empty()).items())
                .extracting(LogEvent::id)
                .isEqualTo(sorted);
        assertThat(logs.find(EVER, Order.OLDEST_FIRST, 50, Optional.of(sorted.get(99)))
                        .items())
                .extracting(LogEvent::id)
                .isEqualTo(sorted.subList(100, 150));
    }

    private static LogEvent withId(LogEvent event, UUID id) {
        return new LogEvent(
                id,
                event.observedAt(),
                event.receivedAt(),
                event.host(),
                event.level(),
                event.message(),
                event.texts(),
                event.tags(),
                event.attributes());
    }

    @Test
    void fullLastPage_hasNoNext() {
        append(store, List.of(event(1, NOON, "a", "x"), event(2, NOON, "a", "y")));

        assertThat(logs.find(EVER, 2, Optional.empty()).next()).isEmpty();
        assertThat(logs.find(EVER, 1, Optional.empty()).next()).isPresent();
    }

    @Test
    void page_isBoundedInBytes() {
        List<LogEvent> events = IntStream.range(0, 40)
                .mapToObj(number -> event(number, NOON.plusMillis(number), "a", "x".repeat(1 << 20)))
                .toList();
        append(store, events);

        Page<LogEvent> first = logs.find(EVER, 100, Optional.empty());
        Page<LogEvent> second = logs.find(EVER, 100, first.next());
        Page<LogEvent> third = logs.find(EVER, 100, second.next());

        assertThat(List.of(first, second, third))
                .extracting(page -> page.items().size())
                .containsExactly(16, 16, 8);
        assertThat(third.next()).isEmpty();
        assertThat(first.items()).isEqualTo(events.subList(24, 40).reversed());
        assertThat(logs.context(events.get(20).id(), 40, 0).orElseThrow().before())
                .isEqualTo(events.subList(4, 20));
        assertThat(logs.context(events.get(0).id(), 0, 40).orElseThrow().after())
                .isEqualTo(events.subList(1, 17));
    }

    @Test
    void findById_readsDefaultPartition() {
        LogEvent ancient = event(1, Instant.parse("1999-01-01T00:00:00Z"), "a", "ancient");
        LogEvent distant = event(2, Instant.parse("2099-01-01T00:00:00Z"), "a", "distant");
        append(store, List.of(ancient, distant));

        assertThat(logs.find(ancient.id())).contains(ancient);
        assertThat(logs.find(distant.id())).contains(distant);
        assertThat(messages(logs.find(EVER, 9, Optional.empty()))).containsExactly("distant", "ancient");
    }

    @Test
    void findById_isEmpty_forForeignId() {
        assertThat(logs.find(new UUID(0, 0))).isEmpty();
        assertThat(logs.find(new UUID(-1, -1))).isEmpty();
        assertThat(logs.find(UUID.fromString("b1c7a3e0-93a4-4b6e-8d4f-3f6f2a3c4d5e")))
                .isEmpty();
        assertThat(logs.context(new UUID(0, 0), 1, 1)).isEmpty();
    }

    @Test
    void context_isOfSameHostOldestFirst() {
        List<LogEvent> events = IntStream.range(0, 20)
                .mapToObj(
                        number -> event(number, NOON.plusMillis(number / 4), number % 2 == 0 ? "a" : "b", "" + number))
                .toList();
        append(store, events);

        LogContext context = logs.context(events.get(10).id(), 2, 3).orElseThrow();

        assertThat(context.before()).extracting(LogEvent::message).containsExactly("6", "8");
        assertThat(context.event()).isEqualTo(events.get(10));
        assertThat(context.after()).extracting(LogEvent::message).containsExactly("12", "14", "16");
        assertThat(logs.context(events.get(0).id(), 5, 0))
                .contains(new LogContext(List.of(), events.get(0), List.of()));
    }

    @Test
    void histogram_countsByEpochAlignedStepAndLevel() {
        append(
                store,
                List.of(
                        event(1, NOON.minusSeconds(1), "a", "x"),
                        event(2, NOON, "a", "x"),
                        event(3, NOON.plusSeconds(3_599), "a", "x"),
                        event(4, NOON.plusSeconds(3_600), "b", "x")));
        LogQuery query = new LogQuery(NOON.minusSeconds(1_800), NOON.plusSeconds(7_200), LogCondition.ALL);

        assertThat(logs.histogram(query, Duration.ofHours(1)).buckets())
                .containsExactly(
                        new Bucket(NOON.minusSeconds(3_600), Map.of(Level.INFO, 1L)),
                        new Bucket(NOON, Map.of(Level.INFO, 2L)),
                        new Bucket(NOON.plusSeconds(3_600), Map.of(Level.INFO, 1L)));
        assertThat(logs.histogram(query, Duration.ofDays(1)).buckets())
                .containsExactly(new Bucket(Instant.parse("2026-11-23T00:00:00Z"), Map.of(Level.INFO, 4L)));
        assertThat(logs.histogram(query, Duration.ofDays(7)).buckets())
                .containsExactly(new Bucket(Instant.parse("2026-11-19T00:00:00Z"), Map.of(Level.INFO, 4L)));
    }

    @Test
    void histogramAndExport_countTheSame_atEdges() {
        Instant midnight = Instant.parse("2026-11-24T00:00:00Z");
        List<Instant> times = Stream.of(NOON, NOON.plusSeconds(60), NOON.plusSeconds(3_600), midnight)
                .flatMap(edge -> Stream.of(edge.minusNanos(1_000), edge, edge.plusNanos(1_000)))
                .toList();
        append(
                store,
                IntStream.range(0, times.size())
                        .mapToObj(number -> event(number, times.get(number), "a", "x"))
                        .toList());
        for (LogCondition condition : List.of(LogCondition.ALL, new Matches(Standard.HOST, TextPattern.of("A")))) {
            for (Instant from : times) {
                for (Instant to : times.subList(times.indexOf(from) + 1, times.size())) {
                    LogQuery query = new LogQuery(from, to, condition);
                    List<Instant> expected = times.subList(times.indexOf(from), times.indexOf(to));
                    List<Instant> exported = new ArrayList<>();
                    store.logExport().read(query, Order.OLDEST_FIRST, event -> exported.add(event.observedAt()));

                    assertThat(exported).isEqualTo(expected);
                    for (Duration step : List.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(1))) {
                        assertThat(logs.histogram(query, step).buckets())
                                .as("%s to %s by %s", from, to, step)
                                .containsExactlyElementsOf(buckets(expected, step));
                    }
                }
            }
        }
    }

    private static List<Bucket> buckets(List<Instant> times, Duration step) {
        return times.stream()
                .collect(Collectors.groupingBy(
                        at -> Instant.ofEpochSecond(
                                Math.floorDiv(at.getEpochSecond(), step.toSeconds()) * step.toSeconds()),
                        TreeMap::new,
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(bucket -> new Bucket(bucket.getKey(), Map.of(Level.INFO, bucket.getValue())))
                .toList();
    }

    @Test
    void histogramByValue_countsTopValuesInAnyCase() {
        append(
                store,
                List.of(
                        event(1, NOON, "web-1", "x"),
                        event(2, NOON, "WEB-1", "x"),
                        event(3, NOON.plusSeconds(3_600), "WEB-1", "x"),
                        event(4, NOON.plusSeconds(3_600), "db-1", "x"),
                        event(5, NOON.plusSeconds(3_600), "db-1", "y"),
                        event(6, NOON.plusSeconds(3_600), "cache-1", "x")));
        LogQuery query = new LogQuery(NOON, NOON.plusSeconds(7_200), LogCondition.ALL);

        assertThat(logs.histogram(query, Duration.ofHours(1), Standard.HOST, 2))
                .isEqualTo(new ByValue(
                        Duration.ofHours(1),
                        List.of("WEB-1", "db-1"),
                        List.of(
                                new ValueBucket(NOON, 2, Map.of("WEB-1", 2L)),
                                new ValueBucket(NOON.plusSeconds(3_600), 4, Map.of("WEB-1", 1L, "db-1", 2L)))));
    }

    @Test
    void histogramByValue_countsElementsOfAttributes() {
        append(
                store,
                List.of(
                        withAttributes(
                                event(1, NOON, "a", "x"),
                                "{\"http\": {\"status\": 500}, \"roles\": [\"a\", \"b\", \"a\", null]}"),
                        withAttributes(event(2, NOON, "a", "x"), "{\"http.status\": \"500\", \"roles\": {\"a\": 1}}"),
                        withAttributes(event(3, NOON, "a", "x"), "{\"http\": null, \"roles\": \"b\"}"),
                        event(4, NOON, "a", "x")));
        LogQuery query = new LogQuery(NOON, NOON.plusSeconds(60), LogCondition.ALL);

        assertThat(logs.histogram(query, Duration.ofHours(1), new Attribute("http.status"), 9)
                        .buckets())
                .containsExactly(new ValueBucket(NOON, 4, Map.of("500", 2L)));
        assertThat(logs.histogram(query, Duration.ofHours(1), new Attribute("roles"), 9)
                        .buckets())
                .containsExactly(new ValueBucket(NOON, 4, Map.of("b", 2L, "a", 1L)));
        assertThat(logs.histogram(query, Duration.ofHours(1), new Attribute("absent"), 9))
                .isEqualTo(new ByValue(Duration.ofHours(1), List.of(), List.of(new ValueBucket(NOON, 4, Map.of()))));
    }

    @Test
    void histogram_rejectsTooManyBuckets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> logs.histogram(EVER, Duration.ofMinutes(1)))
                .withMessageContaining("step: PT1M");
    }

    @Test
    void fields_returnTopValues() {
        append(
                store,
                List.of(
                        event(1, NOON, "a", "x"),
                        event(2, NOON, "a", "x"),
                        event(3, NOON, "b", "x"),
                        withAttributes(
                                event(4, NOON, "c", "x"),
                                "{\"http\": {\"status\": 500}, \"user.id\": [1, 2, null], \"none\": null, \"on\": true}"),
                        withAttributes(event(5, NOON, "c", "x"), "{\"http\": {\"status\": \"500\"}}")));

        List<FieldValues> fields = logs.fields(EVER, 2).fields();

        assertThat(fields)
                .contains(
                        new FieldValues(Standard.HOST, List.of(new ValueCount("a", 2), new ValueCount("c", 2))),
                        new FieldValues(Standard.LEVEL, List.of(new ValueCount("INFO", 5))),
                        new FieldValues(
                                new Attribute("http.status"),
                                List.of(new ValueCount("500", 2)),
                                Optional.of(new Statistics(2, 500, 500, 500, 500, 500, 500))),
                        new FieldValues(
                                new Attribute("user.id"),
                                List.of(new ValueCount("1", 1), new ValueCount("2", 1)),
                                Optional.of(new Statistics(2, 1, 1.5, 1, 2, 2, 2))),
                        new FieldValues(new Attribute("on"), List.of(new ValueCount("true", 1))));
        assertThat(fields)
                .extracting(FieldValues::field)
                .doesNotContain(new Attribute("none"), Standard.MESSAGE, Standard.TAG);
    }

    @Test
    void fields_countSpellingsAsQueryMatches() {
        append(
                store,
                List.of(
                        event(1, NOON, "web-1", "x"),
                        event(2, NOON, "WEB-1", "x"),
                        event(3, NOON, "WEB-1", "x"),
                        withAttributes(event(4, NOON, "db-1", "x"), "{\"zone\": [\"A\", \"a\", \"b\"]}")));

        assertThat(logs.fields(EVER, 2).fields())
                .contains(
                        new FieldValues(Standard.HOST, List.of(new ValueCount("WEB-1", 3), new ValueCount("db-1", 1))),
                        new FieldValues(
                                new Attribute("zone"), List.of(new ValueCount("A", 1), new ValueCount("b", 1))));
    }

    @Test
    void tagsThatRepeatOtherFields_areNotCounted() {
        LogEvent plain = event(1, NOON, "web-1", "x");
        LogEvent tagged = new LogEvent(
                plain.id(),
                plain.observedAt(),
                plain.receivedAt(),
                plain.host(),
                plain.level(),
                plain.message(),
                LogTexts.of("prod"),
                List.of("team:blue", "host:web-1", "level:" + plain.level(), "env:prod", "env:other"),
                plain.attributes());
        append(store, List.of(tagged));

        assertThat(logs.fields(EVER, 9).fields())
                .contains(new FieldValues(
                        Standard.TAG, List.of(new ValueCount("env:other", 1), new ValueCount("team:blue", 1))));
    }

    @Test
    void valuesOfOneField_containThePart() {
        append(
                store,
                List.of(
                        event(1, NOON, "web-1", "x"),
                        event(2, NOON, "WEB-2", "x"),
                        event(3, NOON, "db-1", "x"),
                        withAttributes(event(4, NOON, "web-1", "y"), "{\"a\": \"50%_\", \"b\": \"50\"}"),
                        withAttributes(event(5, NOON, "web-3", "y"), "{\"a\": [\"505\", \"6\"]}")));

        assertThat(logs.fields(EVER, Standard.HOST, "Eb-", 2))
                .isEqualTo(new FieldSample(
                        4,
                        List.of(new FieldValues(
                                Standard.HOST, List.of(new ValueCount("web-1", 2), new ValueCount("WEB-2", 1))))));
        assertThat(logs.fields(EVER, new Attribute("a"), "0%_", 9))
                .isEqualTo(new FieldSample(
                        1, List.of(new FieldValues(new Attribute("a"), List.of(new ValueCount("50%_", 1))))));
        assertThat(logs.fields(EVER, new Attribute("a"), "", 9))
                .isEqualTo(new FieldSample(
                        2,
                        List.of(new FieldValues(
                                new Attribute("a"),
                                List.of(
                                        new ValueCount("50%_", 1),
                                        new ValueCount("505", 1),
                                        new ValueCount("6", 1))))));
        assertThat(logs.fields(EVER, "WEB", 9))
                .isEqualTo(new FieldSample(
                        5,
                        List.of(new FieldValues(
                                Standard.HOST,
                                List.of(
                                        new ValueCount("web-1", 2),
                                        new ValueCount("WEB-2", 1),
                                        new ValueCount("web-3", 1))))));
        assertThat(logs.fields(EVER, Standard.LEVEL, "nf", 9).fields())
                .containsExactly(new FieldValues(Standard.LEVEL, List.of(new ValueCount("INFO", 5))));
    }

    /** Values of the newest 10,000 events alone would leave out the earlier ones. */
    @Test
    void valuesOfOneField_considerAllEventsOfTheRange() {
        append(store, List.of(event(1, NOON, "web-1", "x")));
        append(
                store,
                IntStream.range(0, 10_000)
                        .mapToObj(number -> event(2 + number, NOON.plusSeconds(1), "db-1", "x"))
                        .toList());

        assertThat(logs.fields(EVER, Standard.HOST, "web", 9).events()).isEqualTo(1);
    }

    @Test
    void fields_considerMatchesAnd50Attributes() {
        StringBuilder members = new StringBuilder("{\"often\": 1");
        IntStream.range(0, 60)
                .forEach(number -> members.append(",\"k").append(number).append("\": 1"));
        append(
                store,
                List.of(
                        withAttributes(
                                event(1, NOON, "a", "x"), members.append('}').toString()),
                        withAttributes(event(2, NOON, "a", "x"), "{\"often\": 2}"),
                        withAttributes(event(3, NOON, "b", "x"), "{\"other\": 1}")));
        LogQuery query = new LogQuery(Instant.MIN, Instant.MAX, new Matches(Standard.HOST, TextPattern.of("a")));

        List<FieldValues> attributes = logs.fields(query, 3).fields().stream()
                .filter(field -> field.field() instanceof Attribute)
                .toList();

        assertThat(attributes).hasSize(50);
        assertThat(attributes.getFirst().field()).isEqualTo(new Attribute("often"));
        assertThat(attributes).extracting(FieldValues::field).doesNotContain(new Attribute("other"));
    }

    @Test
    void slowQuery_throwsQueryTimeout() {
        var database = TestStore.newDatabase();
        try (var hasty = new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                1,
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                Map.of()))) {
            append(hasty, List.of(event(1, NOON, "a", "x")));
            LargeTables.slowDownReading(database);

            assertThatExceptionOfType(QueryTimeoutException.class)
                    .isThrownBy(() -> hasty.logs().find(EVER, 1, Optional.empty()));
        }
    }

    private static LogEvent withAttributes(LogEvent event, String attributes) {
        return new LogEvent(
                event.id(),
                event.observedAt(),
                event.receivedAt(),
                event.host(),
                event.level(),
                event.message(),
                event.texts(),
                event.tags(),
                new JsonObject(attributes));
    }

    private static List<String> messages(Page<LogEvent> page) {
        return page.items().stream().map(LogEvent::message).toList();
    }
}
