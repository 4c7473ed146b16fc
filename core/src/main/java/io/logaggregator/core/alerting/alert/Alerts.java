package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.QueryTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The alerts there are and were. Each method throws {@link QueryTimeoutException} when the question takes too long. */
public interface Alerts {

    /** Newest first, by when they were opened. */
    Page<Alert> find(AlertQuery query, int limit, Optional<UUID> after);

    Optional<AlertHistory> find(UUID id);

    /** How many are not resolved, by host; hosts without are absent. */
    Map<String, Long> openByHost();

    /**
     * What a person does with an alert: a transition, an audit entry, and notifications, committed together.
     *
     * @return the alert as it is afterwards; empty if there is none
     * @throws ImpossibleTransitionException when its status cannot become that one
     */
    Optional<Alert> act(UUID id, AlertStatus next, String comment, Actor actor, Instant now);

    /**
     * Counts and times of the alerts opened in a time.
     *
     * @param from the first instant
     * @param to the first instant after
     * @param step width of a bucket; buckets begin at multiples of it since 1970
     * @param top how many rules and hosts
     */
    AlertTrends trends(Instant from, Instant to, Duration step, int top);
}
