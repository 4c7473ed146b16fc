package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.recovery;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.threshold;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Evaluation of samples from wrong clocks, and after gaps. */
class ClockEvaluatorTest {

    private static final Map<Severity, Double> HIGH = Map.of(Severity.HIGH, 0.8);

    @Test
    void sampleOfClockAhead_hidesNoneAfterCorrection() {
        assertThat(threshold(HIGH, 0, Recovery.IMMEDIATE)
                        .then(540, 0.1, 0)
                        .then(1, 0.9, 1)
                        .then(6, 0.9, 6)
                        .then(7, 0.5, 7)
                        .timeline())
                .containsExactly("OPENED HIGH 1.0", "RESOLVED HIGH 7.0");
    }

    @Test
    void clockAheadThroughout_isEvaluatedInItsTime() {
        assertThat(threshold(HIGH, 0, Recovery.IMMEDIATE)
                        .then(300, 0.9, 0)
                        .then(310, 0.1, 10)
                        .then(305, 0.9, 11)
                        .timeline())
                .containsExactly("OPENED HIGH 300.0", "RESOLVED HIGH 310.0");
    }

    @Test
    void correctedClock_movesPendingPeriodBack() {
        assertThat(threshold(HIGH, 60, Recovery.IMMEDIATE)
                        .then(500, 0.9, 0)
                        .then(30, 0.9, 30)
                        .then(89, 0.9, 89)
                        .then(90, 0.9, 90)
                        .timeline())
                .containsExactly("OPENED HIGH 89.0");
    }

    @Test
    void alertOfClockAhead_isResolvedAtItsOpening() {
        assertThat(threshold(HIGH, 0, Recovery.IMMEDIATE)
                        .then(300, 0.9, 0)
                        .then(10, 0.1, 10)
                        .then(301, 0.1, 301)
                        .timeline())
                .containsExactly("OPENED HIGH 300.0", "RESOLVED HIGH 300.0");
    }

    @Test
    void clockLagging_isEvaluatedInItsTime() {
        assertThat(threshold(HIGH, 0, recovery(60))
                        .then(0, 0.9, 120)
                        .then(5, 0.1, 125)
                        .then(4, 0.9, 126)
                        .then(10, 0.9, 130)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0");
    }

    @Test
    void gapOfTenMinutes_restartsPendingKeepsAlertOpen() {
        assertThat(threshold(HIGH, 60, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .then(600, 0.9)
                        .then(659, 0.9)
                        .then(660, 0.9)
                        .then(1260, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 660.0");
    }

    @Test
    void maxGap_isThatOfTheRule() {
        assertThat(series(1200, 3600, 60, 0).then(0, 0.9).then(1200, 0.9).timeline())
                .containsExactly("OPENED HIGH 1200.0");
        assertThat(series(30, 3600, 60, 0)
                        .then(0, 0.9)
                        .then(31, 0.9)
                        .then(60, 0.9)
                        .timeline())
                .isEmpty();
    }

    @Test
    void staleSeries_isResolvedAtLastSample() {
        assertThat(series(300, 600, 0, 0)
                        .then(0, 0.9)
                        .then(10, 0.9)
                        .elapse(609)
                        .elapse(610)
                        .then(5, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 610.0");
    }

    @Test
    void staleSeries_endsBeforeItsNextSample() {
        assertThat(series(300, 600, 0, 1200)
                        .then(0, 0.9)
                        .then(10, 0.1)
                        .then(3000, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 610.0", "OPENED HIGH 3000.0");
    }

    @Test
    void suppression_endsWithTheSeries() {
        assertThat(series(300, 600, 0, 0)
                        .then(0, 0.9)
                        .resolvedManually()
                        .then(10, 0.9)
                        .then(700, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0", "OPENED HIGH 700.0");
    }

    @Test
    void staleAfterNever_keepsAlertOpen() {
        assertThat(new EvaluatedSeries(EvaluatedSeries.definition(
                                new Threshold("cpu", SampleFunction.VALUE, Duration.ofMinutes(5), Optional.empty()),
                                Comparison.ABOVE,
                                HIGH,
                                0,
                                Recovery.IMMEDIATE))
                        .then(0, 0.9)
                        .elapse(1e9)
                        .timeline())
                .containsExactly("OPENED HIGH 0.0");
    }

    private static EvaluatedSeries series(int maxGap, int staleAfter, int pendingPeriod, int recoveryPeriod) {
        return new EvaluatedSeries(EvaluatedSeries.definition(
                new Threshold(
                        "cpu",
                        SampleFunction.VALUE,
                        Duration.ofSeconds(maxGap),
                        Optional.of(Duration.ofSeconds(staleAfter))),
                Comparison.ABOVE,
                HIGH,
                pendingPeriod,
                recovery(recoveryPeriod)));
    }

    @Test
    void gapOfFiveMinutes_isTolerated() {
        assertThat(threshold(HIGH, 60, Recovery.IMMEDIATE)
                        .then(0, 0.9)
                        .then(300, 0.9)
                        .timeline())
                .containsExactly("OPENED HIGH 300.0");
    }
}
