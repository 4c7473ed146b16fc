package io.logaggregator.store.postgres.alerts;

import static io.logaggregator.core.alerting.alert.AlertStatus.ACKNOWLEDGED;
import static io.logaggregator.core.alerting.alert.AlertStatus.OPEN;
import static io.logaggregator.core.alerting.alert.AlertStatus.RESOLVED;
import static io.logaggregator.core.alerting.rule.Severity.CRITICAL;
import static io.logaggregator.core.alerting.rule.Severity.HIGH;
import static io.logaggregator.core.alerting.rule.Severity.LOW;
import static io.logaggregator.core.alerting.rule.Severity.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.alerting.alert.AlertTrends.Bucket;
import io.logaggregator.core.alerting.alert.AlertTrends.Count;
import io.logaggregator.core.alerting.alert.AlertTrends.Times;
import io.logaggregator.store.postgres.LargeTables;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class AlertTrendsIT {

    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    private static final Instant WEDNESDAY = TUESDAY.plus(Duration.ofDays(1));
    private static final Duration HOUR = Duration.ofHours(1);

    private TestPostgres.Database database;
    private PostgresStore store;
    private StoredAlerts stored;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        stored = new StoredAlerts(database);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void trends_countAlertsOpenedInRange() {
        stored.open("cpu", "web-1", LOW, MONDAY.minusMillis(1));
        stored.open("cpu", "web-1", LOW, MONDAY);
        stored.open("cpu", "web-1", HIGH, TUESDAY.minusMillis(1));
        stored.open("cpu", "web-1", LOW, TUESDAY);
        UUID over = stored.open("cpu", "web-2", LOW, WEDNESDAY.minusMillis(1));
        stored.resolved(over, WEDNESDAY);
        stored.open("cpu", "web-2", LOW, WEDNESDAY);

        AlertTrends trends = trends(10);

        assertThat(trends.total()).isEqualTo(2);
        assertThat(trends.previousTotal()).isEqualTo(2);
        assertThat(trends.bySeverity()).isEqualTo(Map.of(LOW, 2L));
        assertThat(trends.byStatus()).isEqualTo(Map.of(OPEN, 1L, RESOLVED, 1L));
    }

    @Test
    void trends_countByHighestSeverity() {
        UUID id = stored.open("cpu", "web-1", LOW, TUESDAY);
        stored.execute(Sql.of("update alert set highest = 'CRITICAL' where id = ?", id));

        assertThat(trends(10).bySeverity()).isEqualTo(Map.of(CRITICAL, 1L));
    }

    @Test
    void trends_separateSameHourOfTwoDays() {
        stored.open("cpu", "web-1", LOW, MONDAY.plus(Duration.ofMinutes(90)));
        stored.open("cpu", "web-1", LOW, TUESDAY.plus(Duration.ofMinutes(90)));
        stored.open("cpu", "web-2", MEDIUM, TUESDAY.plus(Duration.ofMinutes(119)));

        assertThat(store.alerts().trends(MONDAY, WEDNESDAY, HOUR, 10).buckets())
                .containsExactly(
                        new Bucket(MONDAY.plus(HOUR), Map.of(LOW, 1L)),
                        new Bucket(TUESDAY.plus(HOUR), Map.of(LOW, 1L, MEDIUM, 1L)));
    }

    @Test
    void trends_reportNonNegativeDurations() {
        for (int minutes = -1; minutes < 20; minutes++) {
            UUID id = stored.open("cpu", "web-" + minutes, LOW, TUESDAY);
            stored.acknowledged(id, TUESDAY.plus(Duration.ofMinutes(minutes)));
            if (minutes == 4) {
                stored.resolved(id, TUESDAY.plusMillis(2_500));
            }
        }

        AlertTrends trends = trends(1);

        // 0, 0, 1 and so on to 19: 190 minutes of 21 alerts
        assertThat(trends.toAcknowledge())
                .contains(new Times(21, Duration.ofNanos(542_857_143_000L), Duration.ofMinutes(18)));
        assertThat(trends.toResolve()).contains(new Times(1, Duration.ofMillis(2_500), Duration.ofMillis(2_500)));
        assertThat(trends.byStatus()).isEqualTo(Map.of(ACKNOWLEDGED, 20L, RESOLVED, 1L));
    }

    @Test
    void trends_omitDurationsOfOpenAlerts() {
        stored.open("cpu", "web-1", LOW, TUESDAY);

        assertThat(trends(10).toAcknowledge()).isEmpty();
        assertThat(trends(10).toResolve()).isEmpty();
    }

    @Test
    void trends_compareTopRulesAndHostsWithPreviousRange() {
        stored.open("cpu", "web-1", LOW, MONDAY);
        stored.open("quiet since", "web-9", LOW, MONDAY);
        stored.open("cpu", "web-1", LOW, TUESDAY);
        UUID renamedBefore = stored.open("cpu", "web-2", LOW, TUESDAY.plusSeconds(9));
        stored.resolved(renamedBefore, WEDNESDAY);
        stored.open("memory", "web-2", LOW, TUESDAY);
        stored.open("logs", "", LOW, TUESDAY.plusSeconds(1));
        stored.open("logs", "", LOW, TUESDAY.plusSeconds(2));
        stored.open("logs", "", LOW, TUESDAY.plusSeconds(3));
        stored.execute(Sql.of("update alert set rule_name = 'CPU load' where id = ?", renamedBefore));

        AlertTrends trends = trends(2);

        assertThat(trends.rules()).containsExactly(new Count("logs", 3, 0, 3), new Count("CPU load", 2, 1, 1));
        assertThat(trends.hosts()).containsExactly(new Count("web-2", 2, 0, 1), new Count("web-1", 1, 1, 1));
    }

    @Test
    void trends_areEmpty_withoutAlerts() {
        AlertTrends trends = store.alerts().trends(Instant.MIN, Instant.MAX, HOUR, 10);

        assertThat(trends.total()).isZero();
        assertThat(trends.buckets()).isEmpty();
        assertThat(trends.rules()).isEmpty();
    }

    @Test
    void trends_countAllOf100000Alerts(TestReporter reporter) {
        LargeTables.fillAlerts(database);
        Instant from = Instant.parse("2026-01-01T00:00:00Z");

        long begin = System.nanoTime();
        AlertTrends trends = store.alerts().trends(from, from.plus(Duration.ofDays(90)), HOUR, 10);
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(trends.total()).isEqualTo(100_000);
        assertThat(trends.bySeverity())
                .isEqualTo(Map.of(LOW, 25_000L, MEDIUM, 25_000L, HIGH, 25_000L, CRITICAL, 25_000L));
        assertThat(trends.byStatus()).isEqualTo(Map.of(OPEN, 10_000L, RESOLVED, 90_000L));
        assertThat(trends.rules()).hasSize(10).allMatch(rule -> rule.alerts() == 5_000 && rule.open() == 500);
        assertThat(trends.hosts()).hasSize(10).allMatch(host -> host.alerts() == 1_000 && host.open() == 100);
        assertThat(trends.buckets()).hasSize(90 * 24);
        assertThat(sum(trends.buckets())).isEqualTo(100_000);
        assertThat(trends.toResolve()).contains(new Times(90_000, Duration.ofMinutes(10), Duration.ofMinutes(10)));
        reporter.publishEntry("trends over 100,000 alerts", taken.toMillis() + " ms");
    }

    private static long sum(List<Bucket> buckets) {
        return buckets.stream()
                .flatMap(bucket -> bucket.counts().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private AlertTrends trends(int top) {
        return store.alerts().trends(TUESDAY, WEDNESDAY, HOUR, top);
    }
}
