package io.logaggregator.core.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Channel.Timing;
import io.logaggregator.core.alerting.notify.GroupPlan.Member;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GroupPlanTest {

    private final List<Member> members = new ArrayList<>();

    @Test
    void newestStateOfEachAlert_isSent() {
        Member opened = add(1, Kind.OPENED, Severity.LOW);
        Member other = add(2, Kind.OPENED, Severity.LOW);
        Member raised = add(1, Kind.RAISED, Severity.HIGH);

        GroupPlan plan = GroupPlan.of(members, Timing.NONE);

        assertThat(plan.sent()).containsExactly(raised, other);
        assertThat(plan.superseded()).containsExactly(opened);
        assertThat(plan.firing()).isEqualTo(2);
    }

    @Test
    void alertThatEndedUnsent_isCounted() {
        add(1, Kind.OPENED, Severity.LOW);
        add(1, Kind.RESOLVED, Severity.LOW);
        Member resolved = add(2, Kind.RESOLVED, Severity.LOW, 0, true, AlertStatus.RESOLVED);

        GroupPlan plan = GroupPlan.of(members, Timing.NONE);

        assertThat(plan.sent()).containsExactly(resolved);
        assertThat(plan.superseded()).hasSize(2);
        assertThat(plan.passed()).isEqualTo(1);
        assertThat(plan.resolved()).isEqualTo(1);
    }

    @Test
    void listedAlerts_areTheMostSevereOnes() {
        add(1, Kind.RESOLVED, Severity.CRITICAL, 0, true, AlertStatus.RESOLVED);
        for (int alert = 2; alert <= 100; alert++) {
            add(alert, Kind.OPENED, alert == 50 ? Severity.CRITICAL : Severity.LOW);
        }

        GroupPlan plan = GroupPlan.of(members, Timing.NONE);

        assertThat(plan.sent()).hasSize(100);
        assertThat(plan.listed()).hasSize(Notification.Group.MAX_LISTED).noneMatch(Member::isResolved);
        assertThat(plan.listed().getFirst().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(plan.firing()).isEqualTo(99);
    }

    @Test
    void acknowledgedAlert_isNotSentAfterDelay() {
        Timing delayed =
                new Timing(List.of(), Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(15)), Optional.empty());
        add(1, Kind.OPENED, Severity.LOW, 0, false, AlertStatus.ACKNOWLEDGED);
        Member open = add(2, Kind.OPENED, Severity.LOW);
        Member sentBefore = add(3, Kind.RAISED, Severity.HIGH, 0, true, AlertStatus.ACKNOWLEDGED);

        assertThat(GroupPlan.of(members, delayed).sent()).containsExactly(sentBefore, open);
    }

    @Test
    void repetition_endsWithAcknowledgement() {
        Timing repeated =
                new Timing(List.of(), Duration.ofMinutes(1), Optional.empty(), Optional.of(Duration.ofHours(4)));
        Member open = add(1, Kind.OPENED, Severity.LOW, 2, true, AlertStatus.OPEN);
        add(2, Kind.OPENED, Severity.LOW, 1, true, AlertStatus.ACKNOWLEDGED);
        add(3, Kind.OPENED, Severity.LOW, 1, true, AlertStatus.RESOLVED);

        assertThat(GroupPlan.of(members, repeated).sent()).containsExactly(open);
    }

    private Member add(int alert, Kind kind, Severity severity) {
        return add(alert, kind, severity, 0, false, AlertStatus.OPEN);
    }

    private Member add(
            int alert, Kind kind, Severity severity, int repeat, boolean attempted, AlertStatus alertStatus) {
        Member member = new Member(
                UUID.randomUUID(), new UUID(0, alert), members.size(), kind, severity, repeat, attempted, alertStatus);
        members.add(member);
        return member;
    }
}
