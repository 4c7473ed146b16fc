package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.definition;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Evaluation of event counts: a window of a minute, in slots of a second. */
class LogCountEvaluatorTest {

    @Test
    void countAboveThreshold_opens() {
        assertThat(moreThan(2).events(0, 10, 59.9).timeline()).containsExactly("OPENED HIGH 59.9");
    }

    @Test
    void window_slides() {
        assertThat(moreThan(2).events(0, 30, 61, 91, 121).timeline()).isEmpty();
    }

    @Test
    void batches_addUp() {
        EvaluatedSeries series =
                moreThan(2).batch(List.of(point(0, 1), point(1, 1))).batch(List.of(point(2, 1), point(3, 1)));

        assertThat(series.timeline()).containsExactly("OPENED HIGH 2.0");
        assertThat(series.alert().occurrences()).isEqualTo(2);
        assertThat(series.alert().peak()).isEqualTo(4);
    }

    @Test
    void lateEvents_countWithinTheWindow() {
        assertThat(moreThan(2).events(50, 40, 30).timeline()).containsExactly("OPENED HIGH 50.0");
        assertThat(moreThan(2).events(100, 30, 20).timeline()).isEmpty();
    }

    @Test
    void lateEvents_doNotReopenResolvedAlert() {
        assertThat(moreThan(1).events(0, 1).elapse(70).events(50, 51, 52).timeline())
                .containsExactly("OPENED HIGH 1.0", "RESOLVED HIGH 60.0");
    }

    @Test
    void lateEventOutsideWindow_isNotCounted() {
        assertThat(moreThan(1).events(98, 158).timeline()).isEmpty();
        assertThat(moreThan(1).events(158, 98).timeline()).isEmpty();
        assertThat(moreThan(1).events(158, 98.001).timeline()).containsExactly("OPENED HIGH 158.0");
    }

    @Test
    void eventAtEndOfWindow_keepsAlertOpen() {
        assertThat(moreThan(0).events(0, 60).elapse(124).timeline()).containsExactly("OPENED HIGH 0.0");
        assertThat(moreThan(0).events(0, 60.001).elapse(124).timeline())
                .containsExactly("OPENED HIGH 0.0", "RESOLVED HIGH 60.0", "OPENED HIGH 60.001");
    }

    @Test
    void window_shrinksWithoutFurtherEvents() {
        EvaluatedSeries series = moreThan(1).events(0, 1, 30).elapse(59).elapse(1000);

        assertThat(series.timeline()).containsExactly("OPENED HIGH 1.0", "RESOLVED HIGH 61.0");
        assertThat(series.state().isInactive()).isTrue();
    }

    @Test
    void dueAt_isEndOfGroupWithoutAlert() {
        EvaluatedSeries series = moreThan(5).events(3, 8);

        assertThat(series.state().dueAt(series.rule().definition())).contains(EvaluatedSeries.at(8 + 60 + 5));
    }

    @Test
    void dueAt_isNextEndOfWindowWithAlert() {
        EvaluatedSeries series = moreThan(1).events(3, 8);

        assertThat(series.state().dueAt(series.rule().definition())).contains(EvaluatedSeries.at(3 + 60 + 5));
    }

    @Test
    void dueAt_isLaterByLagOfGroup() {
        EvaluatedSeries series = moreThan(1).then(3, 1, 23).then(8, 1, 28);

        assertThat(series.state().dueAt(series.rule().definition())).contains(EvaluatedSeries.at(3 + 60 + 20 + 5));
    }

    @Test
    void resolvedManually_staysClosedUntilWindowIsNormal() {
        assertThat(moreThan(1)
                        .events(0, 1)
                        .resolvedManually()
                        .events(2, 3)
                        .elapse(100)
                        .events(101, 102)
                        .timeline())
                .containsExactly("OPENED HIGH 1.0", "OPENED HIGH 102.0");
    }

    private static EvaluatedSeries moreThan(double events) {
        return new EvaluatedSeries(definition(
                new LogCount("", List.of(), Duration.ofMinutes(1), Duration.ZERO),
                Comparison.ABOVE,
                Map.of(Severity.HIGH, events),
                0,
                Recovery.IMMEDIATE));
    }
}
