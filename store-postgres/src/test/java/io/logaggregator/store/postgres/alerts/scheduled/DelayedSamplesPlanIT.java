package io.logaggregator.store.postgres.alerts.scheduled;

import static io.logaggregator.store.postgres.TestStore.execute;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.CPU;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.AlertFixtures;
import io.logaggregator.store.postgres.alerts.ReadRows;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rule with an {@code evaluationDelay} reads the new samples of its series, and not the earlier ones. */
class DelayedSamplesPlanIT {

    private static final int SERIES = 2_000;
    private static final int EARLIER_SAMPLES = 60;

    private static final AlertRule RULE = AlertFixtures.rule(
            new Threshold(
                    CPU,
                    SampleFunction.VALUE,
                    Condition.MAX_GAP,
                    Optional.of(Condition.STALE_AFTER),
                    Duration.ofMinutes(1)),
            Map.of(Severity.HIGH, 0.9),
            Recovery.IMMEDIATE,
            Glob.ANY);

    @Test
    void samples_areReadInProportionToTheNewOnes() throws Exception {
        TestPostgres.Database database = TestStore.newDatabase();
        List<String> tables = List.of("metric_series", "metric_sample_default");
        try (ReadRows reads = new ReadRows(database, tables, 5L * SERIES)) {
            execute(database, """
                    insert into metric_series (host, metric, attributes)
                    select 'web-' || n, metric, '{}' from generate_series(1, %d) n, unnest(array['%s', 'other']) metric""".formatted(SERIES, CPU));
            execute(database, """
                    insert into metric_sample (series_id, observed_at, value)
                    select id, timestamptz '%s' - n * interval '10 seconds', 0.5
                    from metric_series, generate_series(-1, %d) n""".formatted(NOON, EARLIER_SAMPLES));
            List<MetricSample> samples = new ArrayList<>();

            reads.assertFew("samples of 10 seconds", () -> {
                try (Connection connection = reads.pool().getConnection()) {
                    samples.addAll(DelayedSamples.list(connection, RULE, NOON.minusSeconds(10), NOON));
                }
            });

            assertThat(samples)
                    .hasSize(SERIES)
                    .allMatch(sample -> sample.observedAt().equals(NOON)
                            && sample.queuedAt().equals(NOON.plusSeconds(60)));
        }
    }
}
