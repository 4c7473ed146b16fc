package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Notifications of committed transitions, stored in the same transaction. Each is sent at least once, by one instance
 * at a time; those of one alert and channel in order.
 */
public interface Outbox {

    /**
     * Claims due notifications for the duration of the lease; without a result by then a notification is due again.
     * Claims only the oldest pending notification of each alert and channel, and of each channel those that are due longest.
     * Notifications of a disabled channel wait until it is enabled.
     *
     * @param maxPerChannel maximum number of notifications of a channel that are in progress; 1 or more
     * @param inProgress the number of notifications that this instance is sending, by channel; channels without any may be
     *     absent
     */
    List<Notification> claim(int maxPerChannel, Map<UUID, Integer> inProgress, Duration lease, Instant now);

    /**
     * Ends the attempts.
     *
     * @param receipt if present, stored in the same transaction, and passed with the later notifications of the alert to the
     *     channel
     */
    void delivered(UUID id, Optional<String> receipt, Instant now);

    /** Schedules another attempt, not before {@code nextAt}. */
    void retry(UUID id, String reason, Instant nextAt);

    /** Ends the attempts. */
    void failed(UUID id, String reason);

    /** Newest first, by creation time; page ids are those of {@link Notification}s. */
    Page<Notification> list(Optional<UUID> alertId, int limit, Optional<UUID> after);

    /** Number and age of the pending notifications, without those of disabled channels. */
    Backlog backlog();

    /**
     * Backlog of the outbox.
     *
     * @param failed notifications that failed for good
     * @param oldest creation time of the oldest pending notification; empty if there is none
     */
    record Backlog(long pending, long failed, Optional<Instant> oldest) {}
}
