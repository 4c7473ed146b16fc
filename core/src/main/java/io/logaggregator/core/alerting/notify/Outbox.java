package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The notifications that transitions left behind, committed with them. Each is sent at least once, by one instance at a
 * time; those of one alert to one channel in order.
 */
public interface Outbox {

    /**
     * Takes notifications that are due, for as long as the lease: what is not answered for by then is due again. Only
     * the oldest one that is pending of an alert and a channel.
     *
     * @param limit 1 or more
     */
    List<Notification> claim(int limit, Duration lease, Instant now);

    void delivered(UUID id, Instant now);

    /** To be tried again, not before an instant. */
    void retry(UUID id, String reason, Instant nextAt);

    /** Never to be tried again. */
    void failed(UUID id, String reason);

    /** Newest first, by when they were made; the ids of pages are {@link Notification}s'. */
    Page<Notification> list(Optional<UUID> alertId, int limit, Optional<UUID> after);

    /** How many are pending, and since when the oldest. */
    Backlog backlog();

    /**
     * How much is left to be sent.
     *
     * @param failed given up
     * @param oldest when the oldest pending one was made; empty if there is none
     */
    record Backlog(long pending, long failed, Optional<Instant> oldest) {}
}
