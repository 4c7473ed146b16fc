package io.logaggregator.embedded;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.server.logs.query.LogQueryParser;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The most expensive queries that the parser accepts, on extreme messages. */
@Tag("slow")
class QueryCostIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int EVENTS = 500;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(3);

    /** For a single message, which is matched completely regardless of the timeout. Exponential work would take years. */
    private static final Duration ONE_MESSAGE = Duration.ofMinutes(2);

    private static PostgresStore store;

    @BeforeAll
    static void append() {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        store = new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                3,
                Duration.ofSeconds(2),
                TIME_LIMIT,
                Map.of()));
        store.migrate();
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(IntStream.range(0, EVENTS)
                    .<Observation>mapToObj(QueryCostIT::event)
                    .toList()));
        }
    }

    private static LogEvent event(int number) {
        Instant at = NOON.plusMillis(number);
        String attribute = "["
                + IntStream.range(0, 500).mapToObj(element -> "\"aaaaaaaa\"").collect(joining(",")) + "]";
        return new LogEvent(
                EventId.of(0, number, 0, at),
                at,
                at,
                "web-1",
                Level.INFO,
                "a".repeat(10_000),
                LogTexts.EMPTY,
                IntStream.range(0, 50).mapToObj(tag -> "aaaa" + tag).toList(),
                new JsonObject("{\"a\":{\"b\":{\"c\":{\"d\":" + attribute + "}}}}"));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    static List<String> worst() {
        return List.of(
                "*" + "a*".repeat(127) + "b",
                "*" + "aa?*".repeat(63) + "b",
                "?".repeat(255) + "b",
                "a".repeat(255) + "b",
                "a?".repeat(127) + "b",
                many(32, "a".repeat(120) + "b", " OR "),
                many(32, "*a*a*b*", " OR "),
                many(32, "tag:*a*b*", " OR "),
                many(32, "attributes.a.b.c.d:*a*a*b*", " OR "),
                many(32, "attributes.a.b.c.d:[1 TO 2]", " OR "),
                many(16, "attributes.a.b.c.d.e.f.g.h:[a TO b}", " "),
                "attributes." + "a.".repeat(2_000) + "b:1",
                "(".repeat(31) + many(32, "-a*b", " ") + ")".repeat(31),
                "NOT (".repeat(30) + "a*b" + ")".repeat(30),
                many(16, "(a* OR b)", " AND "));
    }

    private static String many(int times, String term, String word) {
        return IntStream.range(0, times).mapToObj(number -> term).collect(joining(word));
    }

    @ParameterizedTest
    @MethodSource("worst")
    void query_completesOrTimesOut(String text, TestReporter reporter) {
        long begin = System.nanoTime();
        LogQuery query = new LogQuery(NOON, NOON.plusSeconds(60), LogQueryParser.parse(text));
        Duration parsed = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(parsed).isLessThan(ONE_MESSAGE);

        String outcome = outcome(query);

        Duration taken = Duration.ofNanos(System.nanoTime() - begin).minus(parsed);
        reporter.publishEntry(
                text.substring(0, Math.min(40, text.length())),
                outcome + " after " + taken.toMillis() + " ms, parsed in " + parsed.toMillis() + " ms");
        assertThat(taken).isLessThan(TIME_LIMIT.plus(ONE_MESSAGE));
    }

    private static String outcome(LogQuery query) {
        try {
            return store.logs().find(query, 10, Optional.empty()).items().size() + " found";
        } catch (QueryTimeoutException e) {
            return "ended";
        }
    }
}
