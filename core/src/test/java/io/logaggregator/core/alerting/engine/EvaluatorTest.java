package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.THRESHOLDS;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.definition;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.point;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.recovery;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.threshold;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.Severity;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Evaluation of metric samples. */
class EvaluatorTest {

    private static final Map<Severity, Double> HIGH = Map.of(Severity.HIGH, 0.8);

    @Test
    void noPendingPeriod_opensWithFirstSampleAbove() {
        assertThat(threshold(HIGH, 0, Recovery.IMMEDIATE)
                        .then(0, 0.8)
                        .then(5, 0.81)
                        .timeline())
                .containsExactly("OPENED HIGH 5.0");
    }

    @Test
    void pendingPeriod_opensWithFirstSampleAfterIt() {
        assertThat(threshold(HIGH, 60, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .then(59, 0.9)
                        .then(61, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 61.0");
    }

    @Test
    void sampleBelow_restartsPendingPeriod() {
        assertThat(threshold(HIGH, 60, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .then(30, 0.5)
                        .then(40, 0.9)
                        .then(90, 0.9)
                        .then(100, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 100.0");
    }

    @Test
    void tenThousandSamplesAbove_areOneAlertThatCountsThem() {
        EvaluatedSeries series = threshold(HIGH, 0, Recovery.IMMEDIATE)
                .batch(IntStream.range(0, 10_000)
                        .mapToObj(number -> point(number, number == 77 ? 0.99 : 0.9))
                        .toList());

        assertThat(series.timeline()).containsExactly("OPENED HIGH 0.0");
        assertThat(series.alert().occurrences()).isEqualTo(10_000);
        assertThat(series.alert().peak()).isEqualTo(0.99);
    }

    @Test
    void severity_risesAndFallsWithinTheAlert() {
        EvaluatedSeries series = threshold(THRESHOLDS, 0, Recovery.IMMEDIATE)
                .then(0, 0.85)
                .then(1, 0.98)
                .then(2, 0.91)
                .then(3, 0.5);

        assertThat(series.timeline())
                .containsExactly("OPENED MEDIUM 0.0", "RAISED CRITICAL 1.0", "LOWERED HIGH 2.0", "RESOLVED HIGH 3.0");
        assertThat(series.transitions())
                .extracting(AlertTransition::alertId)
                .containsOnly(series.transitions().getFirst().alertId());
        assertThat(series.transitions().getLast().highest()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void valueInTheBand_neitherOpensNorResolves() {
        assertThat(threshold(HIGH, 0, recovery(0.7, 0))
                        .then(0, 0.75)
                        .then(1, 0.85)
                        .then(2, 0.75)
                        .then(3, 0.7)
                        .then(4, 0.75)
                        .timeline())
                .containsExactly("OPENED HIGH 1.0", "RESOLVED HIGH 3.0");
    }

    @Test
    void valueThatFlaps_staysOneAlertWithARecoveryDuration() {
        EvaluatedSeries series = threshold(HIGH, 0, recovery(30));
        IntStream.range(0, 100).forEach(number -> series.then(number * 10, number % 2 == 0 ? 0.9 : 0.5));

        assertThat(series.timeline()).containsExactly("OPENED HIGH 0.0");
        assertThat(series.alert().occurrences()).isEqualTo(50);
    }

    @Test
    void recovery_endsWithoutFurtherSamples() {
        assertThat(threshold(HIGH, 0, recovery(60))
                        .then(0, 0.9)
                        .then(10, 0.5)
                        .elapse(69)
                        .elapse(500)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 70.0");
    }

    @Test
    void severitiesRecoveringTogether_areLeftTogether() {
        assertThat(threshold(THRESHOLDS, 0, recovery(60))
                        .then(0, 0.99)
                        .then(10, 0.85)
                        .then(20, 0.5)
                        .then(75, 0.5)
                        .elapse(100)
                        .timeline())
                .containsExactly("OPENED CRITICAL 0.0", "LOWERED MEDIUM 70.0", "RESOLVED MEDIUM 80.0");
    }

    @Test
    void duplicateSample_countsOnce() {
        assertThat(threshold(HIGH, 0, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .then(0, 0.9)
                        .alert()
                        .occurrences())
                .isEqualTo(1);
    }

    @Test
    void olderSample_doesNotReopenResolvedAlert() {
        assertThat(threshold(HIGH, 0, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .then(10, 0.5)
                        .then(5, 0.99)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 10.0");
        assertThat(threshold(HIGH, 0, recovery(60))
                        .then(0, 0.9)
                        .then(10, 0.5)
                        .elapse(100)
                        .then(65, 0.99)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 70.0");
    }

    @Test
    void comparisonBelow_mirrorsAbove() {
        EvaluatedSeries series = new EvaluatedSeries(definition(
                        new Threshold("free"),
                        Comparison.BELOW,
                        Map.of(Severity.LOW, 10.0, Severity.HIGH, 5.0),
                        0,
                        recovery(12, 0)))
                .then(0, 10)
                .then(1, 9)
                .then(2, 3)
                .then(3, 6)
                .then(4, 7)
                .then(5, 11)
                .then(6, 12);

        assertThat(series.timeline())
                .containsExactly("OPENED LOW 1.0", "RAISED HIGH 2.0", "LOWERED LOW 4.0", "RESOLVED LOW 6.0");
        assertThat(series.transitions().getLast().peak()).isEqualTo(3);
    }

    @Test
    void resolvedManually_staysClosedUntilNormalOnce() {
        assertThat(threshold(HIGH, 0, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .resolvedManually()
                        .then(1, 0.99)
                        .then(2, 0.5)
                        .then(3, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "OPENED HIGH 3.0");
    }

    @Test
    void resolvedManually_suppressesItsSeverityOnly() {
        assertThat(threshold(
                                Map.of(Severity.LOW, 10.0, Severity.HIGH, 50.0, Severity.CRITICAL, 100.0),
                                5,
                                Recovery.IMMEDIATE)
                        .then(0, 60)
                        .then(5, 60)
                        .resolvedManually()
                        .then(10, 60)
                        .then(20, 60)
                        .then(25, 500)
                        .then(30, 500)
                        .then(31, 60)
                        .then(32, 5)
                        .timeline())
                .containsExactly("OPENED HIGH 5.0", "OPENED CRITICAL 30.0", "LOWERED HIGH 31.0", "RESOLVED HIGH 32.0");
    }

    @Test
    void transitionsAtOneInstant_haveDifferentIds() {
        EvaluatedSeries series = threshold(THRESHOLDS, 0, recovery(10))
                .then(0, 0.98)
                .then(5, 0.92)
                .then(10, 0.85)
                .changed(recovery(0))
                .then(20, 0.75);

        assertThat(series.timeline())
                .containsExactly(
                        "OPENED CRITICAL 0.0", "LOWERED HIGH 5.0", "LOWERED MEDIUM 10.0", "RESOLVED MEDIUM 20.0");
        assertThat(series.transitions())
                .extracting(transition -> transition.notificationId(new UUID(0, 1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void repeatedEvaluation_givesSameIds() {
        UUID channel = new UUID(3, 4);

        assertThat(List.of(stormIds(channel), stormIds(channel))).containsOnly(stormIds(channel));
        assertThat(stormIds(channel)).doesNotHaveDuplicates();
    }

    private static List<UUID> stormIds(UUID channel) {
        List<AlertTransition> transitions = threshold(THRESHOLDS, 0, Recovery.IMMEDIATE)
                .then(0, 0.85)
                .then(1, 0.98)
                .then(2, 0.5)
                .then(3, 0.9)
                .transitions();
        return Collections.unmodifiableList(transitions.stream()
                .map(transition -> transition.notificationId(channel))
                .toList());
    }
}
