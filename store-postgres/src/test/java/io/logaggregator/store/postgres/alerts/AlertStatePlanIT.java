package io.logaggregator.store.postgres.alerts;

import static io.logaggregator.store.postgres.alerts.AlertFixtures.CPU;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.NOON;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.cpuAbove80Percent;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.execute;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rule;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.scheduled.TimeBasedEvaluationTask;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rows that the evaluation of 5,000 hosts reads at once, with generic plans on tables that were analyzed while empty. They grow with
 * the number of states, not with its square.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls fill() before the test
class AlertStatePlanIT {

    private static final int COUNT = 5_000;

    /** Portions of 1,000 states read the hosts each. */
    private static final long MAX_READS = 100L * COUNT;

    private static final AlertRule RULE = cpuAbove80Percent(Duration.ofMinutes(1));
    private static final AlertRule NO_DATA = rule(
            new NoData(NoData.Of.HOST, NoData.FORGET_AFTER), Map.of(Severity.HIGH, 60.0), Recovery.IMMEDIATE, Glob.ANY);
    private static final List<String> HOSTS =
            IntStream.range(0, COUNT).mapToObj(host -> "web-" + host).toList();

    private static ReadRows reads;
    private static HikariDataSource pool;

    @BeforeAll
    static void fill() throws Exception {
        TestPostgres.Database database = TestStore.newDatabase();
        reads = new ReadRows(
                database,
                List.of(
                        "alert",
                        "alert_state",
                        "alert_transition",
                        "alert_evidence",
                        "host",
                        "metric_series",
                        "metric_sample_default"),
                MAX_READS);
        pool = reads.pool();
        store(database, RULE);
        store(database, NO_DATA);
        execute(database, """
                insert into host (name, first_seen_at, last_seen_at, appended_at)
                select 'web-' || n, '%1$s', '%1$s', '%1$s' from generate_series(0, %2$d) n""".formatted(NOON, COUNT - 1));
        execute(database, """
                insert into metric_series (host, metric, attributes)
                select name, '%s', '{}' from host""".formatted(CPU));
        execute(database, """
                insert into metric_sample (series_id, observed_at, value)
                select id, timestamptz '%s' - n * interval '1 minute', 0.5
                from metric_series, generate_series(1, 3) n""".formatted(NOON));
    }

    @AfterAll
    static void close() {
        reads.close();
    }

    @Test
    void statements_readRowsInProportion() {
        reads.assertFew("open", () -> samples(0, 0.95));
        assertThat(firing(RULE)).isEqualTo(COUNT);
        reads.assertFew("recover", () -> samples(10, 0.1));
        reads.assertFew("recovery is due", () -> tick(RULE, 80));
        assertThat(firing(RULE)).isZero();

        reads.assertFew("no data", () -> tick(NO_DATA, 90));
        assertThat(firing(NO_DATA)).isEqualTo(COUNT);
        reads.assertFew("no data, not due", () -> tick(NO_DATA, 91));
        update("update host set appended_at = '" + NOON.plusSeconds(100) + "'");
        reads.assertFew("data", () -> tick(NO_DATA, 110));
        assertThat(firing(NO_DATA)).isZero();

        reads.assertFew("no data", () -> tick(NO_DATA, 170));
        reads.assertFew("delete a rule", () -> engine(engine -> engine.deleteRule(NO_DATA.id(), "ann", NOON)));
        assertThat(firing(NO_DATA)).isZero();
        reads.assertFew("open", () -> samples(200, 0.95));
        reads.assertFew(
                "remove hosts", () -> engine(engine -> engine.removeHosts(HOSTS, "", "ann", NOON.plusSeconds(201))));
        assertThat(firing(RULE)).isZero();
        reads.assertFew("open", () -> samples(300, 0.95));
        reads.assertFew("stale", () -> tick(RULE, 4_000));
        assertThat(firing(RULE)).isZero();
    }

    private static void samples(int second, double value) {
        List<Signal> signals = HOSTS.stream()
                .map(host -> new Signal(
                        RULE, Labels.ofHost(host, Map.of()), List.of(new Point(NOON.plusSeconds(second), value))))
                .toList();
        engine(engine -> engine.evaluate(COUNT, (_, _) -> signals, List.of()));
    }

    private static void engine(Consumer<AlertEngine> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            work.accept(new AlertEngine(new PostgresAlertStates(connection)));
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void tick(AlertRule rule, int second) {
        new TimeBasedEvaluationTask(new PostgresTimeBasedEvaluation(pool), () -> RuleSet.EMPTY, Set.of())
                .evaluate(List.of(rule), NOON.plusSeconds(second));
    }

    private static long firing(AlertRule rule) {
        return Sql.of("select count(*) from alert where status = 'OPEN' and rule_id = ?", rule.id())
                .first(pool, row -> row.getLong(1))
                .orElseThrow();
    }

    private static void update(String sql) {
        Query.run(pool, Sql.of(sql)::update);
    }
}
