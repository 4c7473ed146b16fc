package io.logaggregator.notifiers.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Change;
import io.logaggregator.core.alerting.notify.Notification.Group;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Senders;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertMessageTest {

    @ParameterizedTest
    @CsvSource({
        "OPENED, [HIGH] CPU \"high\": web-1",
        "ACKNOWLEDGED, [ACKNOWLEDGED] CPU \"high\": web-1",
        "RESOLVED, [RESOLVED] CPU \"high\": web-1"
    })
    void title_hasStateRuleAndHost(Kind kind, String title) {
        assertThat(message(Notifications.of(kind, Severity.HIGH, "")).title(200))
                .isEqualTo(title);
    }

    @Test
    void text_hasFactsAndLink() {
        assertThat(message(Notifications.of(Kind.RESOLVED, Severity.HIGH, "disk\nreplaced"))
                        .text(1_000))
                .isEqualTo("""
                        Severity: HIGH
                        Value: 0.98 (threshold 0.97)
                        Labels: cpu=0
                        Since: 2026-05-01T12:00:00Z
                        Resolved: 2026-05-01T12:00:30Z
                        Comment: disk replaced (Ann)
                        """ + Senders.LINK);
    }

    @Test
    void externalAlert_hasAnnotationsInsteadOfValue() {
        AlertMessage message = message(Notifications.external(
                Map.of("summary", "Disk is\nfull", "runbook_url", "https://runbooks/disk"),
                "https://prometheus/graph"));

        assertThat(message.text(1_000)).isEqualTo("""
                        Severity: HIGH
                        Runbook_url: https://runbooks/disk
                        Summary: Disk is full
                        Labels: cpu=0
                        Since: 2026-05-01T12:00:00Z
                        Source: https://prometheus/graph
                        """ + Senders.LINK);
    }

    @Test
    void listedExternalAlert_hasSummaryInsteadOfValue() {
        Notification external = Notifications.external(Map.of("summary", "Disk is full"), "");
        Change change = new Change(external.alert(), external.transition());
        AlertMessage group = message(external.withGroup(new UUID(0, 9), new Group(Map.of(), List.of(change), 1, 0, 0)));

        assertThat(group.facts())
                .containsExactly(new AlertMessage.Fact("[HIGH] Disk full: web-1", "Disk is full, cpu=0"));
    }

    @Test
    void group_listsItsAlerts() {
        AlertMessage message = message(Notifications.group());

        assertThat(message.title(200)).isEqualTo("[CRITICAL] CPU: 2 firing, 1 resolved");
        assertThat(message.text(1_000)).isEqualTo("""
                        [CRITICAL] web-1: 0.98 (threshold 0.97), cpu=0
                        [HIGH] web-2: 0.98 (threshold 0.97), cpu=0
                        [RESOLVED] web-3: 0.98 (threshold 0.97), cpu=0
                        Passed: 4 more opened and resolved since the last message
                        https://logs.example.org/la/alerts?status=ALL""");
        assertThat(message.isResolved()).isFalse();
        assertThat(message.reply()).isEmpty();
    }

    @Test
    void largeGroup_hasNumberOfTheRest() {
        AlertMessage message = message(Notifications.largeGroup());

        assertThat(message.title(2_000)).endsWith(": 900 firing, 100 resolved");
        assertThat(message.facts()).hasSize(52).contains(new AlertMessage.Fact("More", "950 more alerts"));
        assertThat(message.text(500)).endsWith("/alerts?status=ALL");
    }

    @Test
    void link_isNeverCut() {
        Notification large = Notifications.of(
                Kind.OPENED, Severity.HIGH, "", "rule", Labels.ofHost("h", Map.of("k", "\uD83D\uDE00".repeat(9_999))));
        for (int max : new int[] {100, 120, 200, 400}) {
            String text = message(large).text(max);

            assertThat(text).endsWith(Senders.LINK);
            assertThat(text.codePointCount(0, text.length()))
                    .isLessThanOrEqualTo(Math.max(max, Senders.LINK.length() + 1));
        }
    }

    @Test
    void withoutExternalUrl_thereIsNoLink() {
        AlertMessage message = AlertLinks.NONE.message(Notifications.of(Kind.OPENED, Severity.HIGH, ""));

        assertThat(message.link()).isEmpty();
        assertThat(message.text(1_000)).endsWith("Since: 2026-05-01T12:00:00Z");
    }

    private static AlertMessage message(Notification notification) {
        return Senders.LINKS.message(notification);
    }
}
