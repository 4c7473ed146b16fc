package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.definition;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation of the time without data. */
class NoDataEvaluatorTest {

    private static final Map<Severity, Double> THRESHOLDS = Map.of(Severity.LOW, 60.0, Severity.HIGH, 300.0);

    @Test
    void noData_reachesEachSeverityAtItsThreshold() {
        assertThat(noData().noData(0, 59)
                        .noData(0, 90)
                        .noData(0, 91)
                        .noData(0, 400)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0");
        assertThat(noData().noData(0, 400).timeline()).containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0");
    }

    @Test
    void fractionOfSecond_isExactToMillisecond() {
        EvaluatedSeries series = new EvaluatedSeries(definition(
                new NoData(NoData.Of.HOST, Duration.ofHours(1)),
                Comparison.ABOVE,
                Map.of(Severity.LOW, 1.005),
                0,
                Recovery.IMMEDIATE));

        assertThat(series.noData(0, 1.004).noData(0, 1.005).timeline()).containsExactly("OPENED LOW 1.005");
    }

    @Test
    void observation_resolvesAtItsOwnTime() {
        assertThat(noData().noData(0, 90).noData(100, 130).noData(100, 170).timeline())
                .containsExactly("OPENED LOW 60.0", "RESOLVED LOW 100.0", "OPENED LOW 160.0");
    }

    @Test
    void forgetAfter_resolves() {
        EvaluatedSeries series = noData().noData(0, 400).noData(0, 3600).noData(0, 4000);

        assertThat(series.timeline()).containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0", "RESOLVED HIGH 3600.0");
        assertThat(series.transitions().getLast().reason()).isEqualTo(AlertTransition.Reason.FORGOTTEN);
    }

    @Test
    void hostNoLongerExpected_opensNoAlert() {
        assertThat(noData().noData(0, 4000).timeline()).isEmpty();
    }

    @Test
    void resolvedManually_staysClosedUntilObservation() {
        assertThat(noData().noData(0, 90)
                        .resolvedManually()
                        .noData(0, 200)
                        .noData(500, 510)
                        .noData(500, 560)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "OPENED LOW 560.0");
    }

    @Test
    void resolvedManually_opensAtHigherSeverity() {
        assertThat(noData().noData(0, 90)
                        .resolvedManually()
                        .noData(0, 299)
                        .noData(0, 300)
                        .noData(0, 400)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "OPENED HIGH 300.0");
    }

    @Test
    void longerThreshold_resolves() {
        assertThat(noData().noData(0, 90)
                        .changed(Map.of(Severity.LOW, 600.0))
                        .noData(0, 95)
                        .noData(0, 650)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "RESOLVED LOW 95.0", "OPENED LOW 600.0");
    }

    @Test
    void shorterThreshold_escalates() {
        assertThat(noData().noData(0, 90)
                        .changed(Map.of(Severity.LOW, 20.0, Severity.HIGH, 40.0))
                        .noData(0, 95)
                        .noData(0, 100)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "RAISED HIGH 95.0");
    }

    /** Rule M3: an evaluation before the due time, without data, changes nothing. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30})
    void evaluationWhenDue_equalsEvaluationEachSecond(int recoverySeconds) {
        List<Map<Severity, Double>> edits = List.of(
                THRESHOLDS,
                Map.of(Severity.LOW, 20.0, Severity.HIGH, 40.0),
                Map.of(Severity.LOW, 200.0),
                Map.of(Severity.MEDIUM, 90.0, Severity.CRITICAL, 400.0));
        long transitions = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            EvaluatedSeries always = noData().changed(EvaluatedSeries.recovery(recoverySeconds));
            EvaluatedSeries due = noData().changed(EvaluatedSeries.recovery(recoverySeconds));
            int lastSeen = 0;
            boolean changed = true;
            for (int now = 1; now < 5000; now++) {
                if (random.nextInt(now % 1000 < 100 ? 10 : 700) == 0) {
                    lastSeen = now;
                    changed = true;
                }
                if (random.nextInt(1000) == 0) {
                    Map<Severity, Double> edit = edits.get(random.nextInt(edits.size()));
                    always.changed(edit);
                    due.changed(edit);
                    changed = true;
                }
                if (random.nextInt(1000) == 0 && always.state().openAlert().isPresent()) {
                    always.resolvedManually();
                    due.resolvedManually();
                }
                always.noData(lastSeen, now);
                Instant time = EvaluatedSeries.at(now);
                boolean isDue = due.state()
                        .dueAt(due.rule().definition())
                        .filter(at -> !at.isAfter(time))
                        .isPresent();
                if (changed || isDue || due.state().isInactive()) {
                    due.noData(lastSeen, now);
                    assertThat(due.state().dueAt(due.rule().definition()))
                            .as("due after an evaluation")
                            .matches(at -> at.isEmpty() || at.get().isAfter(time));
                }
                changed = false;
            }
            assertThat(due.timeline()).as("seed " + seed).isEqualTo(always.timeline());
            transitions += due.timeline().size();
        }
        assertThat(transitions).isGreaterThan(2000);
    }

    private static EvaluatedSeries noData() {
        return new EvaluatedSeries(definition(
                new NoData(NoData.Of.HOST, Duration.ofHours(1)), Comparison.ABOVE, THRESHOLDS, 0, Recovery.IMMEDIATE));
    }
}
