package io.logaggregator.store.postgres.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.store.postgres.LargeTables;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Sql;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans of queries on 100,000 alerts: a page reads only a few more rows than it returns. */
class AlertPlanIT {

    private static final Instant MID_FEBRUARY = Instant.parse("2026-02-15T00:00:00Z");

    private static HikariDataSource pool;

    @BeforeAll
    static void fill() {
        var database = TestStore.newDatabase();
        pool = new Connections(TestStore.config(database)).quickPool(2);
        LargeTables.fillAlerts(database);
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Test
    void find_readsLittleMoreThanPage() {
        assertReads(150, AlertQuery.ALL, Optional.empty());
        assertReads(150, AlertQuery.ALL, Optional.of(EventId.lowest(MID_FEBRUARY)));
        assertReads(150, question(Optional.empty(), Optional.empty(), Optional.of(MID_FEBRUARY)), Optional.empty());
    }

    @Test
    void find_byHostOrRule_readsOnlyItsAlerts() {
        assertReads(1_100, question(Optional.of("web-7"), Optional.empty(), Optional.empty()), Optional.empty());
        assertReads(300, question(Optional.of("nowhere"), Optional.empty(), Optional.empty()), Optional.empty());
        assertReads(5_100, question(Optional.empty(), Optional.of("RULE 7"), Optional.empty()), Optional.empty());
        assertReads(300, question(Optional.empty(), Optional.of("nothing"), Optional.empty()), Optional.empty());
        assertReads(
                300,
                question(
                        Optional.empty(),
                        Optional.of(StoredAlerts.ruleId("nothing").toString()),
                        Optional.empty()),
                Optional.empty());
    }

    @Test
    void find_acknowledged_readsNoResolvedAlerts() {
        assertReads(
                300,
                new AlertQuery(
                        Set.of(AlertStatus.ACKNOWLEDGED),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty());
    }

    private static AlertQuery question(Optional<String> host, Optional<String> rule, Optional<Instant> to) {
        return new AlertQuery(Set.of(), Set.of(), host, rule, Optional.empty(), Optional.empty(), to);
    }

    private static void assertReads(long most, AlertQuery query, Optional<UUID> after) {
        Sql explained = Sql.of("explain (analyze, costs off, timing off) ?", AlertRow.newest(query, 101, after));
        String plan = String.join("\n", explained.list(pool, row -> row.getString(1)));

        assertThat(plan).doesNotContain("Seq Scan on alert\n", "Seq Scan on alert ");
        assertThat(numbers(plan, "Scan[^\\n]* on alert [^\\n]*rows=(\\d+)")
                        + numbers(plan, "Removed by Filter: (\\d+)"))
                .as(plan)
                .isLessThanOrEqualTo(most);
    }

    private static long numbers(String plan, String pattern) {
        return Pattern.compile(pattern)
                .matcher(plan)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}
