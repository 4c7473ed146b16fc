package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.testkit.CpuSample;
import io.logaggregator.testkit.ExpectedTransitions;
import io.logaggregator.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Alert evaluation while partitions move between two instances: no transition is lost or duplicated. */
@Tag("cluster")
class AlertRebalanceIT {

    private static final int HOSTS = 40;
    private static final int SAMPLES_PER_WAVE = 20;
    private static final int WAVES = 8;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final SplittableRandom random = new SplittableRandom(40);
    private final List<CpuSample> published = new ArrayList<>();
    private final PipelineFixture pipeline = new PipelineFixture();
    private Instant time = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void joiningAndLeavingInstance_causesNoWrongTransition() {
        AlertRule rule =
                pipeline.store.alertRules().create(new UUID(3, 3), Origin.API, busy(), Actor.SYSTEM, Instant.now());
        CachedRules rules = new CachedRules(pipeline.store.alertRules(), new NoLogs(), InstantSource.system());

        try (PipelineFixture.Instance _ = pipeline.start(WireFormat.AGENT, Map.of(), UnaryOperator.identity(), rules)) {
            publishWave();
            awaitSamples(1);
            try (PipelineFixture.Instance second =
                    pipeline.start(WireFormat.AGENT, Map.of(), UnaryOperator.identity(), rules)) {
                for (int wave = 0; wave < WAVES / 2; wave++) {
                    publishWave();
                }
                await().atMost(TIMEOUT)
                        .until(() -> !second.ingest().loops().getFirst().lag().isEmpty());
                publishWave();
            }
            for (int wave = 0; wave < WAVES / 2; wave++) {
                publishWave();
            }
            awaitSamples(published.size());
        }

        List<String> expected =
                new ExpectedTransitions().add(rule, published, time).lines();
        assertThat(expected).hasSizeGreaterThan(500);
        assertThat(ExpectedTransitions.stored(pipeline.store.alerts(), pipeline.alertIds()))
                .isEqualTo(expected);
    }

    private void publishWave() {
        List<CpuSample> samples = new ArrayList<>();
        for (int sample = 0; sample < SAMPLES_PER_WAVE; sample++) {
            time = time.plusSeconds(1);
            for (int host = 0; host < HOSTS; host++) {
                samples.add(new CpuSample("host-" + host, time, random.nextInt(100) / 100.0));
            }
        }
        published.addAll(samples);
        pipeline.publishCpu(samples);
    }

    private void awaitSamples(long samples) {
        await().atMost(TIMEOUT).until(() -> pipeline.number("select count(*) from metric_sample") >= samples);
    }

    private static RuleDefinition busy() {
        return new RuleDefinition(
                "busy",
                "",
                true,
                new Condition.Threshold("system.cpu.utilization"),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9)),
                Duration.ZERO,
                new Recovery(OptionalDouble.of(0.7), Duration.ZERO),
                Matchers.ALL);
    }

    /** This test has no log rules. */
    private static final class NoLogs implements LogMatching {

        @Override
        public Predicate<LogEvent> matching(String query) {
            throw new UnsupportedOperationException(query);
        }

        @Override
        public Function<LogEvent, String> value(LogField field) {
            throw new UnsupportedOperationException(field.label());
        }
    }
}
