package io.logaggregator.store.postgres.ingest;

import static io.logaggregator.store.postgres.alerts.AlertFixtures.NOON;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.cpuAbove80Percent;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.AlertFixtures;
import io.logaggregator.testkit.TestAdvances;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The utilization of hosts that send counters, and its alert. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class DerivedUtilizationIT {

    private static final AlertRule RULE = cpuAbove80Percent(Duration.ZERO);
    private static final Partition PARTITION = new Partition("metrics", "id", 0);

    private final RuleSet rules = RuleSet.of(1, List.of(RULE), new NoMatching());

    private TestPostgres.Database database;
    private PostgresStore store;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        AlertFixtures.store(database, RULE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void cpuCounters_openAlert_acrossSessions() throws Exception {
        store(scrape(0, 100, 50));
        store(scrape(15, 101.5, 63.5).subList(0, 2));
        store(scrape(15, 101.5, 63.5).subList(2, 4));
        store(scrape(30, 115, 65));

        assertThat(
                        rows(
                                database,
                                "select attributes, round(value::numeric, 3) from metric_series"
                                        + " join metric_sample on id = series_id where metric = 'system.cpu.utilization' order by 2 desc"))
                .containsExactly("{} 0.900", "{} 0.100");
        assertThat(rows(database, "select kind from alert_transition order by id"))
                .containsExactly("OPENED", "RESOLVED");
        assertThat(rows(database, "select labels, severity, opened_at = '2026-11-23 12:00:15Z' from alert"))
                .containsExactly("{\"host\": \"web-1\"} MEDIUM t");
        assertThat(store.ledger().count()).allMatch(StoredRows::isBalanced);
        assertThat(store.ledger().entries().getFirst().tally().metricSamples()).isEqualTo(14);
    }

    @Test
    void removedHost_isForgotten() throws Exception {
        store(scrape(0, 100, 50));
        assertThat(rows(database, "select host, samples from host_utilization")).containsExactly("web-1 4");

        store.hosts().remove("web-1", Actor.SYSTEM, NOON);

        assertThat(rows(database, "select host from host_utilization")).isEmpty();
    }

    /** Stores a batch in a session of its own. */
    private void store(List<MetricSample> samples) {
        try (IngestSession session = store.openIngestSession()) {
            session.positions(Map.of(PARTITION, 0L));
            List<Observation> observations = List.copyOf(samples);
            IngestCounts counts = new IngestCounts(1, 1, 0, 0, 0, 0, 0, samples.size(), 0, 0, 0);
            session.store(IngestBatch.of(observations)
                    .withAdvances(List.of(TestAdvances.of(PARTITION, offset, ++offset, counts)))
                    .withSignals(rules.signals(observations)));
        }
    }

    /** Two processors with the same times. */
    private static List<MetricSample> scrape(int second, double idle, double user) {
        List<MetricSample> samples = new ArrayList<>();
        for (String cpu : List.of("0", "1")) {
            samples.add(sample(second, idle, cpu, "idle"));
            samples.add(sample(second, user, cpu, "user"));
        }
        return samples;
    }

    private static MetricSample sample(int second, double value, String cpu, String mode) {
        Instant at = NOON.plusSeconds(second);
        return new MetricSample(
                "web-1",
                "node_cpu_seconds_total",
                value,
                at,
                at,
                MetricSample.Kind.CUMULATIVE,
                new TreeMap<>(Map.of("cpu", cpu, "mode", mode)));
    }

    private static final class NoMatching implements LogMatching {

        @Override
        public Predicate<LogEvent> matching(String query) {
            return _ -> false;
        }

        @Override
        public Function<LogEvent, String> value(LogField field) {
            return _ -> "";
        }
    }
}
