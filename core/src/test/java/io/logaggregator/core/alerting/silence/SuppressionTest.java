package io.logaggregator.core.alerting.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import io.logaggregator.core.alerting.silence.Muting.Reason;
import io.logaggregator.core.alerting.silence.RecurringTime.Part;
import io.logaggregator.core.alerting.silence.Suppression.Definitions;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SuppressionTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Subject web = alert(1, "CPU", "web-1", Severity.HIGH);

    @Test
    void silence_mutesMatchingAlerts_whileActive() {
        Silence silence = silence("alertname=CPU", "host=~\"web-.*\"", "severity!=low");
        Suppression suppression = new Suppression(new Definitions(List.of(silence), List.of(), List.of()), List.of());

        assertThat(muting(suppression, web, NOON))
                .contains(new Muting(Reason.SILENCE, silence.id().toString()));
        assertThat(muting(suppression, web, NOON.minusNanos(1))).isEmpty();
        assertThat(muting(suppression, web, NOON.plus(HOUR))).isEmpty();
        assertThat(muting(suppression, alert(1, "CPU", "db-1", Severity.HIGH), NOON))
                .isEmpty();
        assertThat(muting(suppression, alert(1, "CPU", "web-1", Severity.LOW), NOON))
                .isEmpty();
    }

    @Test
    void silence_requiresMatcher_thatDoesNotMatchEmptyValue() {
        assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> silence("a=~\".*\"", "b!=x"));
        assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> silence());
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> silence(
                        Collections.nCopies(Silence.MAX_MATCHERS + 1, "a=b").toArray(String[]::new)));
    }

    @Test
    void silence_canOnlyChangeItsFuture() {
        Silence silence = silence("a=b");

        assertThat(silence.canBecome(ends(silence, NOON.plus(HOUR).plus(HOUR)), NOON))
                .isTrue();
        assertThat(silence.canBecome(ends(silence, NOON.minusSeconds(1)), NOON)).isFalse();
        assertThat(silence.canBecome(silence("a=c"), NOON)).isFalse();
        assertThat(silence.canBecome(silence, NOON.plus(HOUR))).isFalse();
        assertThat(silence.canBecome(silence, NOON.minusSeconds(1))).isTrue();
        assertThat(silence.expired(NOON).state(NOON)).isEqualTo(Silence.State.EXPIRED);
        assertThat(silence.expired(NOON.minusSeconds(5)).startsAt()).isEqualTo(NOON.minusSeconds(5));
    }

    @Test
    void inhibition_mutesTargets_withEqualLabels() {
        Suppression suppression = inhibiting(
                List.of(alert(2, "Down", "web-1", Severity.CRITICAL), alert(3, "Down", "db-1", Severity.CRITICAL)),
                List.of("alertname=Down"),
                List.of("severity=~\"low|medium|high\""),
                List.of("host"));

        assertThat(muting(suppression, web, NOON)).contains(new Muting(Reason.INHIBITION, new UUID(0, 2).toString()));
        assertThat(muting(suppression, alert(1, "CPU", "web-2", Severity.HIGH), NOON))
                .isEmpty();
        assertThat(muting(suppression, alert(1, "CPU", "web-1", Severity.CRITICAL), NOON))
                .isEmpty();
    }

    @Test
    void inhibition_equatesAbsentAndEmptyLabels() {
        Subject source = new Subject(new UUID(0, 2), Map.of("alertname", "Down", "site", ""));
        Suppression suppression =
                inhibiting(List.of(source), List.of("alertname=Down"), List.of("alertname=CPU"), List.of("site"));

        assertThat(suppression.inhibitedBy(web)).containsExactly(source.alertId());
    }

    @Test
    void alert_isNotInhibitedByItself_norByAlertsOfBothSides() {
        Subject first = alert(1, "Down", "web-1", Severity.HIGH);
        Subject second = alert(2, "Down", "web-1", Severity.HIGH);
        Suppression suppression =
                inhibiting(List.of(first, second), List.of("alertname=Down"), List.of("host=web-1"), List.of("host"));

        assertThat(suppression.inhibitedBy(first)).isEmpty();
        assertThat(suppression.inhibitedBy(alert(3, "CPU", "web-1", Severity.HIGH)))
                .containsExactly(first.alertId(), second.alertId());
    }

    @Test
    void intervals_muteWithin_andOutsideOfActiveOnes() {
        MuteInterval lunch = interval("lunch", "12:00-13:00");
        MuteInterval work = interval("work", "09:00-17:00");
        Suppression suppression =
                new Suppression(new Definitions(List.of(), List.of(lunch, work), List.of()), List.of());
        ChannelIntervals channel = new ChannelIntervals(List.of("lunch"), List.of("work"), OnMute.DEFER);

        assertThat(suppression.muting(web, channel, NOON)).contains(new Muting(Reason.INTERVAL, "lunch"));
        assertThat(suppression.muting(web, channel, NOON.plus(HOUR))).isEmpty();
        assertThat(suppression.muting(web, channel, NOON.plus(HOUR.multipliedBy(5))))
                .contains(new Muting(Reason.INTERVAL, "work"));
        assertThat(suppression.muting(web, new ChannelIntervals(List.of("gone"), List.of("gone"), OnMute.DEFER), NOON))
                .isEmpty();
    }

    @Test
    void ownLabels_precedeNameAndSeverity() {
        Labels labels = Labels.ofHost("h", Map.of("alertname", "own", "severity", "page"));

        assertThat(Suppression.labels("rule", labels, Severity.LOW))
                .containsEntry("alertname", "own")
                .containsEntry("severity", "page");
    }

    private static Suppression inhibiting(
            List<Subject> firing, List<String> source, List<String> target, List<String> equal) {
        Inhibition inhibition = new Inhibition(new UUID(3, 1), NOON, "rule", matchers(source), matchers(target), equal);
        return new Suppression(new Definitions(List.of(), List.of(), List.of(inhibition)), firing);
    }

    private static Optional<Muting> muting(Suppression suppression, Subject alert, Instant now) {
        return suppression.muting(alert, ChannelIntervals.NONE, now);
    }

    private static Subject alert(int id, String rule, String host, Severity severity) {
        return Subject.of(new UUID(0, id), rule, Labels.ofHost(host, Map.of()), severity);
    }

    private static Silence silence(String... matchers) {
        return new Silence(new UUID(1, 1), matchers(List.of(matchers)), NOON, NOON.plus(HOUR), "Ann", "", NOON);
    }

    private static Silence ends(Silence silence, Instant end) {
        return new Silence(silence.id(), silence.matchers(), NOON.isAfter(end) ? end : NOON, end, "Ann", "", NOON);
    }

    private static List<LabelMatcher> matchers(List<String> texts) {
        return texts.stream()
                .map(text -> MatcherGrammar.matcher("matchers", text))
                .toList();
    }

    private static MuteInterval interval(String name, String times) {
        return new MuteInterval(
                UUID.randomUUID(), NOON, name, List.of(RecurringTime.of(Map.of(Part.TIMES, List.of(times)), "")));
    }
}
