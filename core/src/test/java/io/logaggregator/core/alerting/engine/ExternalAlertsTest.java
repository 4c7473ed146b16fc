package io.logaggregator.core.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.observation.MetricSample.ExternalAlert;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalAlertsTest {

    private static final Labels CRITICAL = labels("critical");

    private final List<String> transitions = new ArrayList<>();
    private AlertState state = AlertState.inactive(Instant.MIN);

    @Test
    void alert_isOpenUntilItsEnd() {
        send(0, 300);
        elapse(299);
        assertThat(transitions).containsExactly("OPENED CRITICAL 0");
        elapse(300);
        assertThat(transitions).containsExactly("OPENED CRITICAL 0", "RESOLVED CRITICAL 300 EXPIRED");
        assertThat(state.isInactive()).isTrue();
    }

    @Test
    void alert_isExtended_whenSentAgain() {
        send(0, 300);
        send(60, 360);
        elapse(359);
        send(359, 659);
        assertThat(transitions).containsExactly("OPENED CRITICAL 0");
        assertThat(state.dueAt(ExternalAlerts.RULE.definition())).contains(Instant.ofEpochSecond(659));
        assertThat(state.openAlert().orElseThrow().occurrences()).isEqualTo(3);
    }

    @Test
    void alert_isResolvedByItsSender() {
        send(0, 300);
        send(60, 59);
        send(61, 59);
        assertThat(transitions).containsExactly("OPENED CRITICAL 0", "RESOLVED CRITICAL 59 RECOVERED");
    }

    @Test
    void alert_opensAtItsStart() {
        send(100, 400, -50);
        send(200, 500, -50);
        send(300, 290, -50);
        assertThat(transitions).containsExactly("OPENED CRITICAL -50", "RESOLVED CRITICAL 290 RECOVERED");
    }

    @Test
    void startAfterItsArrival_isTheArrival() {
        send(100, 400, 150);
        assertThat(transitions).containsExactly("OPENED CRITICAL 100");
    }

    @Test
    void endBeforeTheOpening_isTheOpening() {
        send(100, 400, 90);
        send(110, 20, 90);
        assertThat(transitions).containsExactly("OPENED CRITICAL 90", "RESOLVED CRITICAL 90 RECOVERED");
    }

    @Test
    void reopenedAlert_isAnotherOne_withTheSameStart() {
        send(0, 300, -10);
        UUID first = state.openAlert().orElseThrow().id();
        elapse(300);
        state = AlertState.inactive(Instant.MIN); // as after its removal
        send(1000, 1300, -10);
        assertThat(transitions).endsWith("OPENED CRITICAL -10");
        assertThat(state.openAlert().orElseThrow().id()).isNotEqualTo(first);
    }

    @Test
    void openAlert_keepsItsSeverity_whenTheDefaultChanges() {
        apply(evaluate(Severity.LOW, 0, 300));
        apply(evaluate(Severity.HIGH, 60, 360));
        elapse(359);
        assertThat(transitions).containsExactly("OPENED LOW 0");
        elapse(360);
        assertThat(transitions).hasSize(2);
    }

    private Evaluation evaluate(Severity unlabelled, long at, long end) {
        return Evaluator.evaluate(
                new Signal(
                        ExternalAlerts.rule(unlabelled),
                        labels("other"),
                        List.of(new Point(Instant.ofEpochSecond(at), end))),
                state);
    }

    @Test
    void end_isBounded() {
        assertThat(ExternalAlerts.endOf(1e300)).isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
        assertThat(ExternalAlerts.endOf(-1e300)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void result_isIndependentOfElapsedTime() {
        send(0, 300);
        send(400, 700);
        assertThat(transitions)
                .containsExactly("OPENED CRITICAL 0", "RESOLVED CRITICAL 300 EXPIRED", "OPENED CRITICAL 400");
    }

    @Test
    void duplicatesAndEarlierSamples_haveNoEffect() {
        send(10, 300);
        send(10, 5);
        send(5, 5);
        assertThat(transitions).containsExactly("OPENED CRITICAL 10");
    }

    @Test
    void manuallyResolvedAlert_reopensAfterItsEnd() {
        send(0, 300);
        state = state.resolvedManually();
        send(60, 360);
        send(120, 420);
        assertThat(transitions).containsExactly("OPENED CRITICAL 0");
        send(500, 800);
        assertThat(transitions).containsExactly("OPENED CRITICAL 0", "OPENED CRITICAL 500");
    }

    @ParameterizedTest
    @CsvSource({"critical, CRITICAL", "ERROR, HIGH", "warning, MEDIUM", "info, LOW", "unknown, MEDIUM"})
    void severity_isThatOfTheLabel(String label, Severity severity) {
        assertThat(new ExternalAlerts.OfSamples(Severity.MEDIUM).severity(labels(label)))
                .isEqualTo(severity);
        assertThat(ExternalAlerts.RULE.definition().thresholds().highestExceededBy(ExternalAlerts.rank(severity)))
                .contains(severity);
    }

    @Test
    void name_isThatOfTheLabel() {
        Labels named = new Labels(new TreeMap<>(Map.of("alertname", "Disk\nfull" + "x".repeat(300))));

        assertThat(ExternalAlerts.nameOf(ExternalAlerts.RULE, named))
                .startsWith("Disk\\u000Afull")
                .hasSize(200);
        assertThat(ExternalAlerts.nameOf(ExternalAlerts.RULE, CRITICAL)).isEqualTo("External alert");
    }

    private static Labels labels(String severity) {
        return Labels.ofHost("web-1", Map.of("severity", severity));
    }

    private void send(long at, long end) {
        apply(Evaluator.evaluate(
                new Signal(ExternalAlerts.RULE, CRITICAL, List.of(new Point(Instant.ofEpochSecond(at), end))), state));
    }

    private void send(long at, long end, long start) {
        Instant time = Instant.ofEpochSecond(at);
        ExternalAlert alert = new ExternalAlert(Instant.ofEpochSecond(start), new TreeMap<>(), "");
        apply(Evaluator.evaluate(
                new Signal(
                        ExternalAlerts.RULE,
                        CRITICAL,
                        List.of(new Point(time, end)),
                        List.of(time),
                        Kind.GAUGE,
                        Map.of(time, alert)),
                state));
    }

    private void elapse(long now) {
        apply(Evaluator.elapse(
                ExternalAlerts.RULE,
                CRITICAL.fingerprint(ExternalAlerts.RULE.id()),
                state,
                Instant.ofEpochSecond(now)));
    }

    private void apply(Evaluation evaluation) {
        state = evaluation.state();
        evaluation.transitions().stream().map(ExternalAlertsTest::text).forEach(transitions::add);
    }

    private static String text(AlertTransition transition) {
        String reason = transition.kind() == AlertTransition.Kind.RESOLVED ? " " + transition.reason() : "";
        return transition.kind() + " " + transition.severity() + " "
                + transition.at().getEpochSecond() + reason;
    }
}
