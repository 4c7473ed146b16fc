package io.logaggregator.store.postgres.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The worst patterns that a query may contain, on messages of a MiB. */
class PatternCostIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int MEBIBYTE = 1 << 20;
    private static final int LONG_MESSAGES = 10;

    private static TestPostgres.Database database;
    private static PostgresStore store;

    @BeforeAll
    static void append() {
        database = TestStore.newDatabase();
        store = store(Duration.ofSeconds(20));
        StoredObservations.append(store, List.of(StoredObservations.event(0, NOON, "same", "a".repeat(MEBIBYTE))));
        for (int number = 1; number <= LONG_MESSAGES; number++) {
            StoredObservations.append(store, List.of(StoredObservations.event(number, NOON, "random", random(number))));
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static PostgresStore store(Duration queryTimeout) {
        PostgresStoreConfig config = TestStore.config(database);
        return new PostgresStore(new PostgresStoreConfig(
                config.jdbcUrl(),
                config.user(),
                config.password(),
                config.poolSize(),
                config.connectionTimeout(),
                queryTimeout,
                Map.of()));
    }

    /** 4,096 characters in values of 256, and 32 values; each took many times the timeout before. */
    @Test
    void worstPatterns_areSearchedWithinTimeout() {
        LogCondition sameHost = new Matches(Standard.HOST, TextPattern.of("same"));

        assertThat(found(sameHost, Collections.nCopies(15, message("a".repeat(254) + "?b"))))
                .isEmpty();
        assertThat(found(sameHost, Collections.nCopies(32, message("a".repeat(125) + "b"))))
                .isEmpty();
        assertThat(found(sameHost, List.of(message("a".repeat(110) + "b")))).isEmpty();
        assertThat(found(sameHost, List.of(message("a*".repeat(127) + "b")))).isEmpty();
        assertThat(found(
                        sameHost,
                        Collections.nCopies(32, new Matches(new Attribute("a.b.c.d.e.f.g.h"), pattern("*x")))))
                .isEmpty();
    }

    @Test
    void queryWithinARow_isCancelledAtTimeout() throws Exception {
        LogCondition worst = message("a" + "?".repeat(254) + "c");
        try (PostgresStore impatient = store(Duration.ofMillis(500))) {
            assertThatExceptionOfType(QueryTimeoutException.class)
                    .isThrownBy(() -> found(impatient, new Or(Collections.nCopies(15, worst))));
        }
        assertThat(TestStore.number(
                        database,
                        "select count(*) from pg_stat_activity where state = 'active' and datname = current_database()"
                                + " and pid <> pg_backend_pid() and backend_type = 'client backend'"))
                .isZero();
    }

    private static List<?> found(LogCondition host, List<LogCondition> alternatives) {
        return found(store, new LogCondition.And(List.of(host, new Or(alternatives))));
    }

    private static List<?> found(PostgresStore from, LogCondition condition) {
        return from.logs()
                .find(new LogQuery(NOON.minusSeconds(60), NOON.plusSeconds(60), condition), 10, Optional.empty())
                .items();
    }

    private static LogCondition message(String text) {
        return new Matches(Standard.MESSAGE, pattern(text));
    }

    private static TextPattern pattern(String glob) {
        return TextPattern.of(new Glob(glob));
    }

    private static String random(int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(MEBIBYTE);
        for (int index = 0; index < MEBIBYTE; index++) {
            text.append(random.nextBoolean() ? 'a' : 'b');
        }
        return text.toString();
    }
}
