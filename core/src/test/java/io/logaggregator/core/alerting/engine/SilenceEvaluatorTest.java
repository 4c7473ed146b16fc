package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.definition;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Evaluation of silence. */
class SilenceEvaluatorTest {

    private static final Map<Severity, Double> THRESHOLDS = Map.of(Severity.LOW, 60.0, Severity.HIGH, 300.0);

    @Test
    void silence_reachesEachSeverityAtItsThreshold() {
        assertThat(silence()
                        .silence(0, 59)
                        .silence(0, 90)
                        .silence(0, 91)
                        .silence(0, 400)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0");
        assertThat(silence().silence(0, 400).timeline()).containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0");
    }

    @Test
    void fractionOfSecond_isExactToMillisecond() {
        EvaluatedSeries series = new EvaluatedSeries(definition(
                new Silence(Silence.Of.HOST, Duration.ofHours(1)),
                Comparison.ABOVE,
                Map.of(Severity.LOW, 1.005),
                0,
                Recovery.IMMEDIATE));

        assertThat(series.silence(0, 1.004).silence(0, 1.005).timeline()).containsExactly("OPENED LOW 1.005");
    }

    @Test
    void observation_endsSilenceAtItsOwnTime() {
        assertThat(silence().silence(0, 90).silence(100, 130).silence(100, 170).timeline())
                .containsExactly("OPENED LOW 60.0", "RESOLVED LOW 100.0", "OPENED LOW 160.0");
    }

    @Test
    void silenceBeyondForgetAfter_resolves() {
        EvaluatedSeries series = silence().silence(0, 400).silence(0, 3600).silence(0, 4000);

        assertThat(series.timeline()).containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0", "RESOLVED HIGH 3600.0");
        assertThat(series.transitions().getLast().comment()).contains("no longer expected");
    }

    @Test
    void hostNoLongerExpected_opensNoAlert() {
        assertThat(silence().silence(0, 4000).timeline()).isEmpty();
    }

    @Test
    void resolvedManually_staysClosedUntilObservation() {
        assertThat(silence()
                        .silence(0, 90)
                        .resolvedManually()
                        .silence(0, 200)
                        .silence(500, 510)
                        .silence(500, 560)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "OPENED LOW 560.0");
    }

    @Test
    void resolvedManually_opensAtHigherSeverity() {
        assertThat(silence()
                        .silence(0, 90)
                        .resolvedManually()
                        .silence(0, 299)
                        .silence(0, 300)
                        .silence(0, 400)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "OPENED HIGH 300.0");
    }

    @Test
    void ruleAllowingMoreSilence_resolves() {
        assertThat(silence()
                        .silence(0, 90)
                        .changed(Map.of(Severity.LOW, 600.0))
                        .silence(0, 95)
                        .silence(0, 650)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "RESOLVED LOW 95.0", "OPENED LOW 600.0");
    }

    @Test
    void ruleAllowingLessSilence_escalates() {
        assertThat(silence()
                        .silence(0, 90)
                        .changed(Map.of(Severity.LOW, 20.0, Severity.HIGH, 40.0))
                        .silence(0, 95)
                        .silence(0, 100)
                        .timeline())
                .containsExactly("OPENED LOW 60.0", "RAISED HIGH 95.0");
    }

    private static EvaluatedSeries silence() {
        return new EvaluatedSeries(definition(
                new Silence(Silence.Of.HOST, Duration.ofHours(1)),
                Comparison.ABOVE,
                THRESHOLDS,
                0,
                Recovery.IMMEDIATE));
    }
}
