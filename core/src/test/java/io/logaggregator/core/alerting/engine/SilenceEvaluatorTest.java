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

    private static final Map<Severity, Double> STEPS = Map.of(Severity.LOW, 60.0, Severity.HIGH, 300.0);

    @Test
    void silence_reachesEachSeverityAtItsThreshold() {
        assertThat(silence()
                        .silent(0, 59)
                        .silent(0, 90)
                        .silent(0, 91)
                        .silent(0, 400)
                        .story())
                .containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0");
        assertThat(silence().silent(0, 400).story()).containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0");
    }

    @Test
    void observation_endsSilenceAtItsOwnTime() {
        assertThat(silence().silent(0, 90).silent(100, 130).silent(100, 170).story())
                .containsExactly("OPENED LOW 60.0", "RESOLVED LOW 100.0", "OPENED LOW 160.0");
    }

    @Test
    void silenceBeyondForgetAfter_resolves() {
        EvaluatedSeries judged = silence().silent(0, 400).silent(0, 3600).silent(0, 4000);

        assertThat(judged.story()).containsExactly("OPENED LOW 60.0", "RAISED HIGH 300.0", "RESOLVED HIGH 3600.0");
        assertThat(judged.transitions().getLast().comment()).contains("no longer expected");
    }

    @Test
    void hostNoLongerExpected_opensNoAlert() {
        assertThat(silence().silent(0, 4000).story()).isEmpty();
    }

    @Test
    void resolvedManually_staysClosedUntilObservation() {
        assertThat(silence()
                        .silent(0, 90)
                        .resolvedManually()
                        .silent(0, 400)
                        .silent(500, 510)
                        .silent(500, 560)
                        .story())
                .containsExactly("OPENED LOW 60.0", "OPENED LOW 560.0");
    }

    @Test
    void ruleAllowingMoreSilence_resolves() {
        assertThat(silence()
                        .silent(0, 90)
                        .changed(Map.of(Severity.LOW, 600.0))
                        .silent(0, 95)
                        .silent(0, 650)
                        .story())
                .containsExactly("OPENED LOW 60.0", "RESOLVED LOW 95.0", "OPENED LOW 600.0");
    }

    @Test
    void ruleAllowingLessSilence_escalates() {
        assertThat(silence()
                        .silent(0, 90)
                        .changed(Map.of(Severity.LOW, 20.0, Severity.HIGH, 40.0))
                        .silent(0, 95)
                        .silent(0, 100)
                        .story())
                .containsExactly("OPENED LOW 60.0", "RAISED HIGH 95.0");
    }

    private static EvaluatedSeries silence() {
        return new EvaluatedSeries(definition(
                new Silence(Silence.Of.HOST, Duration.ofHours(1)), Comparison.ABOVE, STEPS, 0, Recovery.IMMEDIATE));
    }
}
