package io.logaggregator.core.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Glob;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertRoutingTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final UUID ALERT = new UUID(1, 1);
    private static final UUID OLD = new UUID(2, 1);
    private static final UUID NEW = new UUID(2, 2);
    private static final Labels WEB = Labels.ofHost("web-1", Map.of());

    @Test
    void opening_goesToMatchingChannels() {
        AlertRouting routing = new AlertRouting(
                List.of(channel(OLD, Severity.LOW, "old-*"), channel(NEW, Severity.LOW, "new-*")), Map.of());

        assertThat(routing.channels("old-rule", WEB, transition(Kind.OPENED, Severity.LOW)))
                .containsExactly(OLD);
        assertThat(routing.channels("old-rule", WEB, transition(Kind.RESOLVED, Severity.LOW)))
                .containsExactly(OLD);
    }

    @Test
    void laterTransitions_goToNotifiedChannels() {
        for (Kind kind : List.of(Kind.LOWERED, Kind.ACKNOWLEDGED, Kind.RESOLVED)) {
            AlertRouting routing =
                    new AlertRouting(List.of(channel(NEW, Severity.LOW, "new-*")), Map.of(ALERT, Set.of(OLD)));

            assertThat(routing.channels("new-rule", WEB, transition(kind, Severity.HIGH)))
                    .containsExactly(OLD);
        }
    }

    @Test
    void escalation_addsMatchingChannels() {
        AlertRouting routing = new AlertRouting(List.of(channel(NEW, Severity.HIGH, "*")), Map.of(ALERT, Set.of(OLD)));

        assertThat(routing.channels("rule", WEB, transition(Kind.LOWERED, Severity.LOW)))
                .containsExactly(OLD);
        assertThat(routing.channels("rule", WEB, transition(Kind.RAISED, Severity.HIGH)))
                .containsExactlyInAnyOrder(OLD, NEW);
        assertThat(routing.channels("rule", WEB, transition(Kind.RESOLVED, Severity.HIGH)))
                .containsExactlyInAnyOrder(OLD, NEW);
    }

    private static Channel channel(UUID id, Severity minSeverity, String rule) {
        return new Channel(
                id,
                Origin.API,
                NOON,
                new Channel.Definition(
                        id.toString(),
                        true,
                        new Channel.Target("webhook", Map.of(), Map.of()),
                        minSeverity,
                        new Glob(rule),
                        Glob.ANY,
                        ChannelIntervals.NONE,
                        Channel.Timing.NONE));
    }

    private static AlertTransition transition(Kind kind, Severity severity) {
        return new AlertTransition(ALERT, kind, NOON, severity, severity, 1, 1, 0.5, 1, "system", "", null);
    }
}
