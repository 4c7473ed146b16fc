package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.rule.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The decision about the pending notifications of a group.
 *
 * @param sent the newest notification of each alert that is sent
 * @param listed of these, the most severe and newest ones, firing alerts first
 * @param superseded the notifications that are not sent
 * @param passed number of alerts that opened and resolved without being sent
 */
public record GroupPlan(
        List<Member> sent, List<Member> listed, List<Member> superseded, int firing, int resolved, int passed) {

    /**
     * A pending notification of the group.
     *
     * @param attempted whether a notification of the alert was attempted before
     * @param alertStatus present status of the alert
     */
    public record Member(
            UUID id,
            UUID alertId,
            long transitionId,
            Kind kind,
            Severity severity,
            int repeat,
            boolean attempted,
            AlertStatus alertStatus) {

        boolean isResolved() {
            return kind == Kind.RESOLVED;
        }

        /** The same decision is part of the statement that claims single notifications. */
        private boolean isSent(Channel.Timing timing) {
            if (repeat > 0) {
                return alertStatus == AlertStatus.OPEN
                        || (alertStatus == AlertStatus.ACKNOWLEDGED
                                && timing.repeatInterval().isEmpty());
            }
            return attempted || (!isResolved() && (timing.notifyAfter().isEmpty() || alertStatus == AlertStatus.OPEN));
        }
    }

    /**
     * Plans the notification of a group.
     *
     * @param members in the order of their transitions
     */
    public static GroupPlan of(List<Member> members, Channel.Timing timing) {
        Map<UUID, Member> newest = new LinkedHashMap<>();
        List<Member> superseded = new ArrayList<>();
        for (Member member : members) {
            Member older = newest.put(member.alertId(), member);
            if (older != null) {
                superseded.add(older);
            }
        }
        List<Member> sent = new ArrayList<>();
        int passed = 0;
        for (Member member : newest.values()) {
            if (member.isSent(timing)) {
                sent.add(member);
            } else {
                superseded.add(member);
                passed += member.isResolved() ? 1 : 0;
            }
        }
        sent.sort(Comparator.comparing(Member::isResolved)
                .thenComparing(Member::severity, Comparator.reverseOrder())
                .thenComparing(Member::transitionId, Comparator.reverseOrder()));
        int resolved = (int) sent.stream().filter(Member::isResolved).count();
        return new GroupPlan(
                List.copyOf(sent),
                List.copyOf(sent.subList(0, Math.min(sent.size(), Notification.Group.MAX_LISTED))),
                List.copyOf(superseded),
                sent.size() - resolved,
                resolved,
                passed);
    }
}
