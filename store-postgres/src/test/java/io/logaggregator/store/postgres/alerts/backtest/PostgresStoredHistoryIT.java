package io.logaggregator.store.postgres.alerts.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.backtest.Backtest;
import io.logaggregator.core.alerting.backtest.BacktestResult;
import io.logaggregator.core.alerting.backtest.BacktestResult.Opening;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class PostgresStoredHistoryIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));

    private TestPostgres.Database database;
    private PostgresStore store;
    private Backtest backtest;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        backtest = new Backtest(store.storedHistory(), query -> LogCondition.ALL);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void threshold_opensPerMatchingSeries() {
        List<Observation> samples = new ArrayList<>();
        for (String host : List.of("web-1", "web-2", "db-1")) {
            samples.add(cpu(host, 0, 0.5));
            samples.add(cpu(host, 60, 0.9));
            samples.add(cpu(host, 120, 0.95));
            samples.add(cpu(host, 180, 0.5));
        }
        samples.add(cpu("web-2", 240, 0.99));
        StoredObservations.append(store, samples);

        BacktestResult result = backtest.run(
                rule(new Threshold("cpu"), 0.8, new Matchers(new Glob("WEB-*"), Glob.ANY, new TreeMap<>())), NOON, ONE);

        assertThat(result.watched()).isEqualTo(2);
        assertThat(result.openings())
                .containsExactly(
                        opening("web-2", 240, Optional.empty(), 0.99, 1),
                        opening("web-2", 60, Optional.of(180), 0.95, 2),
                        opening("web-1", 60, Optional.of(180), 0.95, 2));
        assertThat(result.shareOfTimeAbove()).isEqualTo(240.0 / 420);
    }

    @Test
    void spellingsOfAName_areOneHost() {
        StoredObservations.append(store, List.of(cpu("Web-1", 0, 0.9), cpu("web-1", 60, 0.95), cpu("WEB-1", 120, 0.5)));

        BacktestResult result = backtest.run(rule(new Threshold("cpu"), 0.8, Matchers.ALL), NOON, ONE);

        assertThat(result.watched()).isEqualTo(1);
        assertThat(result.openings()).containsExactly(opening("WEB-1", 0, Optional.of(120), 0.95, 2));

        BacktestResult noData = backtest.run(
                rule(new NoData(NoData.Of.HOST, Duration.ofDays(1)), 59, Matchers.ALL), NOON, NOON.plusSeconds(121));

        assertThat(noData.watched()).isEqualTo(1);
        assertThat(noData.openings())
                .extracting(Opening::openedAt)
                .containsExactlyInAnyOrder(NOON.plusSeconds(59), NOON.plusSeconds(119));
    }

    @Test
    void environment_isThatOfHost() {
        StoredObservations.append(
                store,
                List.of(
                        sample("web-1", "info", 1, 0, Map.of("deployment.environment.name", "prod")),
                        sample("web-2", "info", 1, 0, Map.of("deployment.environment.name", "test")),
                        cpu("web-1", 1, 1),
                        cpu("web-2", 1, 1),
                        cpu("web-3", 1, 1)));

        BacktestResult result = backtest.run(
                rule(new Threshold("cpu"), 0.8, new Matchers(Glob.ANY, new Glob("prod"), new TreeMap<>())), NOON, ONE);

        assertThat(result.openings())
                .extracting(opening -> opening.labels().host())
                .containsExactly("web-1");
    }

    @Test
    void logCount_countsPerGroupAndWindow() {
        LogField user = new LogField.Attribute("user.id");
        StoredObservations.append(
                store,
                List.of(
                        event(1, 1, "a", "{\"user\":{\"id\":7}}"),
                        event(2, 20, "a", "{\"user\":{\"id\":[7,8]}}"),
                        event(3, 21, "b", "{\"user.id\":\"7\"}"),
                        event(4, 30, "a", "{}"),
                        event(5, 90, "a", "{\"user.id\":7}")));

        BacktestResult result = backtest.run(
                rule(
                        new LogCount("", List.of(user, Standard.LEVEL), Duration.ofMinutes(1)),
                        2,
                        new Matchers(Glob.ANY, new Glob("pr?d"), new TreeMap<>())),
                NOON,
                ONE);

        Labels seven = new Labels(new TreeMap<>(Map.of("attributes.user.id", "7", "level", "INFO")));
        assertThat(result.watched()).isEqualTo(2);
        assertThat(result.openings())
                .containsExactly(new Opening(
                        seven, NOON.plusSeconds(21), Optional.of(NOON.plusSeconds(61)), Severity.HIGH, 3, 1));
    }

    @Test
    void logCount_groupsValuesAsASearch() {
        LogField user = new LogField.Attribute("user");
        StoredObservations.append(
                store,
                List.of(
                        event(1, 1, "a", "{\"user\":\"Ä1\"}"),
                        event(2, 2, "a", "{\"user\":\"ä1\"}"),
                        event(3, 20, "a", "{\"user\":[\"ä1\"]}"),
                        event(4, 30, "a", "{\"user\":1e3}"),
                        event(5, 40, "a", "{\"user\":1000}"),
                        event(6, 50, "a", "{\"user\":\"1000\"}")));

        BacktestResult result =
                backtest.run(rule(new LogCount("", List.of(user), Duration.ofMinutes(1)), 2, Matchers.ALL), NOON, ONE);

        assertThat(result.openings())
                .extracting(opening -> opening.labels().values().get("attributes.user"))
                .containsExactly("1000", "Ä1");
    }

    @Test
    void noData_considersLogsMetricsAndProcesses() {
        StoredObservations.append(
                store,
                List.of(
                        event(1, 0, "a", "{}"),
                        cpu("a", 60, 1),
                        new ProcessSnapshot("a", NOON.plusSeconds(120), List.of()),
                        event(2, 300, "a", "{}"),
                        event(3, 150, "b", "{}")));
        Condition ofHost = new NoData(NoData.Of.HOST, Duration.ofDays(1));
        Condition ofGroup = new NoData(NoData.Of.GROUP, Duration.ofDays(1));

        BacktestResult hosts = backtest.run(rule(ofHost, 100, Matchers.ALL), NOON, NOON.plusSeconds(360));
        BacktestResult group = backtest.run(rule(ofGroup, 100, Matchers.ALL), NOON, NOON.plusSeconds(360));

        assertThat(hosts.openings())
                .extracting(opening -> opening.labels().host(), Opening::openedAt, Opening::resolvedAt)
                .containsExactly(
                        tuple("b", NOON.plusSeconds(250), Optional.empty()),
                        tuple("a", NOON.plusSeconds(220), Optional.of(NOON.plusSeconds(300))));
        assertThat(group.openings())
                .extracting(Opening::labels, Opening::openedAt, Opening::resolvedAt)
                .containsExactly(tuple(Labels.NONE, NOON.plusSeconds(250), Optional.of(NOON.plusSeconds(300))));
    }

    @Test
    void backtest_streamsMonthOfSamples(TestReporter reporter) throws SQLException {
        Instant begin = NOON.minus(Backtest.MAX_RANGE);
        execute("""
                insert into metric_series (host, metric, attributes) values ('web-1', 'cpu', '{}');
                insert into metric_sample
                select (select id from metric_series), '2026-10-23 12:00Z'::timestamptz + number * interval '5 seconds',
                       case when number %% 720 < 12 then 0.9 else 0.5 end
                from generate_series(0, %s) as number""".formatted(Backtest.MAX_RANGE.toSeconds() / 5 - 1));
        long started = System.nanoTime();

        BacktestResult result = backtest.run(rule(new Threshold("cpu"), 0.8, Matchers.ALL), begin, NOON);

        reporter.publishEntry("535,680 samples: " + (System.nanoTime() - started) / 1_000_000 + " ms");
        assertThat(result.openedTotal()).isEqualTo(31 * 24);
        assertThat(result.openedPerWeek()).isEqualTo(7 * 24);
        assertThat(result.openings()).hasSize(31 * 24).allMatch(opening -> opening.occurrences() == 12);
        assertThat(result.shareOfTimeAbove()).isBetween(0.0166, 0.0167);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static RuleDefinition rule(Condition condition, double threshold, Matchers matchers) {
        return new RuleDefinition(
                "a rule",
                "",
                true,
                condition,
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, threshold)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                matchers);
    }

    private static Opening opening(
            String host, int openedSecond, Optional<Integer> resolvedSecond, double peak, long occurrences) {
        return new Opening(
                Labels.ofHost(host, Map.of()),
                NOON.plusSeconds(openedSecond),
                resolvedSecond.map(NOON::plusSeconds),
                Severity.HIGH,
                peak,
                occurrences);
    }

    private static MetricSample cpu(String host, int second, double value) {
        return sample(host, "cpu", value, second, Map.of());
    }

    private static MetricSample sample(
            String host, String metric, double value, int second, Map<String, String> attributes) {
        return new MetricSample(host, metric, value, NOON.plusSeconds(second), attributes);
    }

    @Test
    void canary_isNeitherCountedNorHostActivity() {
        StoredObservations.append(
                store,
                List.of(
                        event(1, 0, "a", "{}"),
                        StoredObservations.canary(2, NOON.plusSeconds(1)),
                        StoredObservations.canary(3, NOON.plusSeconds(60))));
        Condition everything = new LogCount("", List.of(), Duration.ofMinutes(5));
        Condition ofGroup = new NoData(NoData.Of.GROUP, Duration.ofDays(1));

        BacktestResult counted = backtest.run(rule(everything, 1, Matchers.ALL), NOON, ONE);
        BacktestResult noData = backtest.run(rule(ofGroup, 100, Matchers.ALL), NOON, NOON.plusSeconds(120));

        assertThat(counted.openings()).isEmpty();
        assertThat(noData.openings()).extracting(Opening::openedAt).containsExactly(NOON.plusSeconds(100));
    }

    private static LogEvent event(int number, int second, String host, String attributes) {
        Instant at = NOON.plusSeconds(second);
        return new LogEvent(
                EventId.of(0, number, 0, at),
                at,
                at,
                host,
                Level.INFO,
                "message",
                LogTexts.of("prod", "shop", "cart"),
                List.of(),
                new JsonObject(attributes));
    }
}
