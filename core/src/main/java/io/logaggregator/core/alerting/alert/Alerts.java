package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.QueryTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Queries alerts and changes their status. Each method throws {@link QueryTimeoutException} when the query takes too
 * long.
 */
public interface Alerts {

    /** Newest first, by opening time. */
    Page<Alert> find(AlertQuery query, int limit, Optional<UUID> after);

    /** Counts the alerts of a query. */
    List<StatusCount> count(AlertQuery query);

    /**
     * A number of alerts.
     *
     * @param severity highest severity of resolved alerts, current severity of others
     */
    record StatusCount(AlertStatus status, Severity severity, long count) {}

    Optional<AlertHistory> find(UUID id);

    /**
     * Acknowledges or resolves an alert. Transition, audit entry and notifications are committed together.
     *
     * @return the alert after the change; empty if there is none
     * @throws ImpossibleTransitionException when the status of the alert does not allow the change
     */
    Optional<Alert> act(UUID id, AlertStatus next, String comment, Actor actor, Instant now);

    /**
     * Statistics of the alerts that were opened in a time range.
     *
     * @param from start, inclusive
     * @param to end, exclusive
     * @param step width of a bucket; buckets start at multiples of it since 1970
     * @param top maximum number of rules and of hosts
     */
    AlertTrends trends(Instant from, Instant to, Duration step, int top);
}
