package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.NOON;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.THRESHOLDS;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.recovery;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.threshold;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.Severity;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation of metric samples while their rule is changed. */
class ChangedRuleEvaluatorTest {

    private static final Map<Severity, Double> HIGH = Map.of(Severity.HIGH, 0.8);

    @Test
    void editOfDescription_restartsNothing() {
        assertThat(threshold(HIGH, 20, recovery(20))
                        .then(0, 0.9)
                        .described("corrected")
                        .then(20, 0.9)
                        .then(30, 0.5)
                        .described("corrected again")
                        .elapse(55)
                        .timeline())
                .containsExactly("OPENED HIGH 20.0", "RESOLVED HIGH 50.0");
    }

    @Test
    void tightenedThreshold_keepsPendingPeriod() {
        assertThat(threshold(HIGH, 60, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .changed(Map.of(Severity.HIGH, 0.7))
                        .then(60, 0.75)
                        .timeline())
                .containsExactly("OPENED HIGH 60.0");
    }

    @Test
    void relaxedThreshold_restartsPendingPeriodAtLastValue() {
        assertThat(threshold(HIGH, 60, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .then(10, 0.9)
                        .changed(Map.of(Severity.HIGH, 0.85))
                        .then(60, 0.9)
                        .then(70, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 70.0");
    }

    @Test
    void relaxedThreshold_neverEscalates() {
        assertThat(threshold(Map.of(Severity.MEDIUM, 80.0), 0, recovery(15))
                        .then(0, 85)
                        .changed(Map.of(Severity.HIGH, 95.0))
                        .then(5, 85)
                        .then(10, 85)
                        .then(15, 85)
                        .then(20, 85)
                        .timeline())
                .containsExactly("OPENED MEDIUM 0.0", "RESOLVED MEDIUM 15.0");
        assertThat(threshold(Map.of(Severity.LOW, 10.0), 0, Recovery.IMMEDIATE)
                        .then(0, 50)
                        .changed(Map.of(Severity.CRITICAL, 1000.0))
                        .then(1, 50)
                        .timeline())
                .containsExactly("OPENED LOW 0.0", "RESOLVED LOW 0.0");
    }

    @Test
    void valueAboveNewThreshold_escalates() {
        assertThat(threshold(Map.of(Severity.MEDIUM, 80.0), 0, recovery(15))
                        .then(0, 85)
                        .changed(Map.of(Severity.HIGH, 95.0))
                        .then(5, 85)
                        .then(10, 96)
                        .timeline())
                .containsExactly("OPENED MEDIUM 0.0", "RAISED HIGH 10.0");
    }

    @Test
    void removedSeverity_isLeftAtEdit() {
        assertThat(threshold(THRESHOLDS, 0, Recovery.IMMEDIATE)
                        .then(0, 0.95)
                        .changed(Map.of(Severity.LOW, 0.8))
                        .elapse(4)
                        .then(5, 0.95)
                        .changed(Map.of(Severity.CRITICAL, 0.8))
                        .elapse(5.5)
                        .then(6, 0.95)
                        .changed(Map.of(Severity.CRITICAL, 0.99))
                        .then(7, 0.95)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "LOWERED LOW 0.0", "RAISED CRITICAL 6.0", "RESOLVED CRITICAL 6.0");
    }

    @Test
    void easierRecovery_keepsPeriodStricterRestartsIt() {
        assertThat(threshold(HIGH, 0, recovery(0.5, 20))
                        .then(0, 0.9)
                        .then(10, 0.5)
                        .changed(recovery(0.6, 20))
                        .then(20, 0.6)
                        .changed(recovery(0.4, 20))
                        .then(29, 0.4)
                        .then(30, 0.4)
                        .elapse(54)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 49.0");
    }

    @Test
    void newLengthOfRecovery_appliesToRunningPeriod() {
        assertThat(threshold(HIGH, 0, recovery(600))
                        .then(0, 0.9)
                        .then(10, 0.5)
                        .changed(recovery(20))
                        .elapse(35)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 30.0");
    }

    @Test
    void shorterRecovery_endsNothingBeforeTheEdit() {
        assertThat(threshold(HIGH, 0, recovery(600))
                        .then(0, 0.9)
                        .then(10, 0.5)
                        .changed(recovery(20), NOON.plusSeconds(100))
                        .elapse(110)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 100.0");
    }

    @Test
    void recoveryDueBeforeTheEdit_keepsItsTime() {
        assertThat(threshold(HIGH, 0, recovery(60))
                        .then(0, 0.9)
                        .then(10, 0.5)
                        .changed(recovery(20), NOON.plusSeconds(100))
                        .elapse(110)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 70.0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void escalation_needsValueAboveThreshold(long seed) {
        Random random = new Random(seed);
        EvaluatedSeries series = threshold(THRESHOLDS, random.nextInt(3) * 15, recovery(0.55, 20));
        double value = 0.8;
        for (int second = 0; second < 2_000; second += 5) {
            value = Math.clamp(value + random.nextGaussian() * 0.05, 0.5, 1);
            series.then(second, value);
            if (random.nextInt(4) == 0) {
                series.changed(randomThresholds(random))
                        .changed(recovery(0.5 + random.nextInt(10) * 0.01, random.nextInt(3) * 20))
                        .elapse(second + random.nextInt(5));
            }
        }

        assertThat(series.transitions())
                .filteredOn(transition -> transition.kind() == AlertTransition.Kind.OPENED
                        || transition.kind() == AlertTransition.Kind.RAISED)
                .hasSizeGreaterThan(2)
                .allMatch(transition -> transition.value() > transition.threshold());
    }

    private static Map<Severity, Double> randomThresholds(Random random) {
        Map<Severity, Double> thresholds = new EnumMap<>(Severity.class);
        double threshold = 0.6;
        for (Severity severity : Severity.values()) {
            threshold += 0.01 + random.nextInt(10) * 0.01;
            if (random.nextBoolean()) {
                thresholds.put(severity, threshold);
            }
        }
        return thresholds.isEmpty() ? Map.of(Severity.HIGH, threshold) : thresholds;
    }
}
