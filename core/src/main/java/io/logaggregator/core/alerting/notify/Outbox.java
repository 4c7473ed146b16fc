package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Notifications of committed transitions, stored in the same transaction. Each is sent at least once, by one instance
 * at a time; those of one alert and channel in order.
 */
public interface Outbox {

    /** Consecutive failures after which a channel is failing: it gets one attempt per backoff, and its others wait. */
    int MAX_CHANNEL_FAILURES = 5;

    /**
     * Claims due notifications for the duration of the lease; without a result by then a notification is due again.
     * Claims of each channel first those without an attempt, then those that are due longest, and of each group one
     * notification for all its alerts. Notifications of a disabled channel wait until it is enabled.
     *
     * <p>Of a channel that gets every transition, only the oldest pending notification of each alert is claimed. Of another one
     * the newest, and the older ones are {@link Notification.Status#SUPERSEDED}. So is the notification of an alert that ended
     * before it was sent for the first time, or, with {@link Channel.Timing#notifyAfter}, that was acknowledged before.
     */
    List<Notification> claim(Claim claim, Instant now);

    /**
     * Limits of a claim.
     *
     * @param maxPerChannel maximum number of notifications of a channel that are in progress; 1 or more
     * @param inProgress the number of notifications that this instance is sending, by channel; channels without any may be
     *     absent
     * @param everyTransition kinds of channels that get every transition
     */
    record Claim(int maxPerChannel, Map<UUID, Integer> inProgress, Set<String> everyTransition, Duration lease) {}

    /**
     * Ends the attempts. If the channel had failed, its failed notifications become pending again, each at most once: those of
     * alerts that still fire, and the resolutions of alerts that were delivered.
     *
     * @param id of the notification or of the group
     * @param receipt if present, stored in the same transaction, and passed with the later notifications of the alert to the
     *     channel
     * @param repeat if present, the notification is repeated after this time while the alert fires; if not, as the channel says
     * @return the number of notifications that are pending again; empty if the channel was not failing
     */
    OptionalInt delivered(UUID id, Optional<String> receipt, Optional<Duration> repeat, Instant now);

    /**
     * Schedules another attempt, not before {@code nextAt}.
     *
     * @param refused whether the receiver refused it, to be counted as {@link Notification.Schedule#refusals}
     */
    void retry(UUID id, String reason, boolean refused, Instant nextAt);

    /** Ends the attempts with {@code FAILED} or {@code CANCELLED}. */
    void end(UUID id, Notification.Status status, String reason);

    /**
     * Records a failed attempt.
     *
     * @param backoff wait of a failing channel
     * @return the number of consecutive failures of the channel; 0 if it was deleted
     */
    int channelFailed(UUID channelId, String reason, Backoff backoff, Instant now);

    /** The channels whose last attempt failed. */
    Map<UUID, ChannelFailure> failures();

    /**
     * The failure of a channel.
     *
     * @param count of consecutive failed attempts
     * @param since time of the first of them
     * @param reason of the last one
     * @param nextAt time of the next attempt, if the channel is failing
     */
    record ChannelFailure(int count, Instant since, String reason, Instant nextAt) {

        /** Whether notifications wait for the next attempt. */
        public boolean isFailing() {
            return count >= MAX_CHANNEL_FAILURES;
        }
    }

    /**
     * Makes a failed notification pending again, with the same id. The change is audited.
     *
     * @return whether it was failed
     */
    boolean resend(UUID id, Actor actor, Instant now);

    /**
     * Makes the failed notifications of a channel pending again, at most {@link #MAX_RESENT}. The change is
     * audited.
     *
     * @param from of their creation, inclusive
     * @param to of their creation, exclusive
     * @return their number
     */
    int resend(UUID channelId, Instant from, Instant to, Actor actor, Instant now);

    /** Maximum number of notifications that are resent at once. */
    int MAX_RESENT = 10_000;

    /** The newest state of each alert that fires and was delivered to the channel, at most {@link #MAX_RESENT}. */
    List<Notification> firing(UUID channelId);

    /**
     * Adds a notification for each firing alert that the channel accepts, at most {@link #MAX_RESENT}. Otherwise a new channel
     * gets only later openings and escalations.
     *
     * @return their number
     */
    int notifyFiring(Channel channel);

    Optional<Notification> find(UUID id);

    /** Newest first, by creation time; page ids are those of {@link Notification}s. */
    Page<Notification> list(Filter filter, int limit, Optional<UUID> after);

    /**
     * A selection of notifications.
     *
     * @param statuses empty: all
     */
    record Filter(Optional<UUID> alert, Optional<UUID> channel, Set<Notification.Status> statuses) {

        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Set.of());

        public static Filter ofAlert(UUID alert) {
            return new Filter(Optional.of(alert), Optional.empty(), Set.of());
        }
    }

    /** The deliveries of each channel; absent for a channel without notifications. */
    Map<UUID, ChannelDeliveries> deliveries();

    /** Maximum of the counts of {@link ChannelDeliveries}. */
    int MAX_COUNTED = 100;

    /**
     * The deliveries of a channel.
     *
     * @param lastSentAt time of the last successful delivery, if a notification of it is stored
     * @param pending number of pending notifications, at most {@link #MAX_COUNTED}
     * @param failed number of failed notifications, at most {@link #MAX_COUNTED}
     */
    record ChannelDeliveries(Optional<Instant> lastSentAt, int pending, int failed) {

        public static final ChannelDeliveries NONE = new ChannelDeliveries(Optional.empty(), 0, 0);
    }

    /** Number and age of the due notifications, without those of disabled channels. */
    Backlog backlog();

    /**
     * Fails notifications of failing channels that have waited for too long, and removes groups without notifications.
     *
     * @param giveUpBefore the notifications that were queued before fail
     */
    void cleanUp(Instant giveUpBefore, Instant now);

    /**
     * Backlog of the outbox.
     *
     * @param failed notifications that failed for good
     * @param failingChannels number of channels that are failing
     * @param oldest time from which the oldest due notification was to be sent; empty if there is none
     */
    record Backlog(long pending, long failed, long failingChannels, Optional<Instant> oldest) {}
}
