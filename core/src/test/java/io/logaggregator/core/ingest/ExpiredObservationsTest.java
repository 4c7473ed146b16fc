package io.logaggregator.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.ingest.IngestSession.StoredPosition;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ExpiredObservationsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Partition PARTITION = new Partition("metrics", "id", 0);

    private final RuleSet rules = RuleSet.of(
            1,
            List.of(new AlertRule(
                    UUID.randomUUID(),
                    1,
                    Origin.API,
                    NOON,
                    new RuleDefinition(
                            "rule",
                            "",
                            true,
                            new Threshold("cpu"),
                            new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 0.5)),
                            Duration.ZERO,
                            Recovery.IMMEDIATE,
                            Matchers.ALL))),
            new NoMatching());

    @Test
    void sampleOlderThanRetention_isStoredAndNotEvaluated() {
        IngestBatch batch = stored(sample(NOON.minus(Duration.ofDays(40)), 0.9), sample(NOON, 0.8));

        assertThat(batch.observations()).extracting(Observation::observedAt).containsExactly(NOON, NOON);
        assertThat(batch.signals().signals(TrackedHosts.NONE, List.of()))
                .singleElement()
                .extracting(Signal::points)
                .isEqualTo(List.of(new Point(NOON, 0.8)));
    }

    @Test
    void sampleOfClockAhead_isEvaluated() {
        IngestBatch batch = stored(sample(NOON.plus(Duration.ofDays(1)), 0.9));

        assertThat(batch.signals().signals(TrackedHosts.NONE, List.of())).hasSize(1);
    }

    private IngestBatch stored(Observation... observations) {
        Pipeline pipeline = new Pipeline(
                Map.of("metrics", (_, _, _) -> new Decoded(List.of(observations), List.of(), 0)),
                new Enricher(new Enrichment(LogTexts.EMPTY, List.of(), Duration.ofMinutes(10), Duration.ofDays(30))),
                1 << 20);
        Message message = Message.unqueued(PARTITION, NOON, null, new byte[] {1}, null);
        return pipeline.decode(
                        new Batch(List.of(new Batch.Slice(PARTITION, 0, 1, List.of(message)))),
                        Map.of(PARTITION, new StoredPosition(Position.of(0), 0)))
                .next()
                .toIngestBatch(rules);
    }

    private static MetricSample sample(Instant at, double value) {
        return new MetricSample("web-1", "cpu", value, at, Map.of());
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
