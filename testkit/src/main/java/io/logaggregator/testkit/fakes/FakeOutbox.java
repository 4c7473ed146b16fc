package io.logaggregator.testkit.fakes;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Schedule;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** In-memory outbox that can be made unavailable. */
public final class FakeOutbox implements Outbox {

    /** Opening time of sample alerts. */
    public static final Instant OPENED = Instant.parse("2026-05-01T12:00:00Z");

    private final Map<UUID, Notification> rows = new LinkedHashMap<>();
    private final Map<UUID, String> receipts = new HashMap<>();
    private final Map<UUID, ChannelFailure> failures = new HashMap<>();
    private volatile boolean unavailable;
    private volatile boolean readOnly;
    private volatile int claims;
    private volatile int maxInProgress;

    /** Makes every call fail. */
    public void setUnavailable(boolean unavailable) {
        this.unavailable = unavailable;
    }

    /** Makes storing results fail. */
    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /** Number of calls of {@link #claim}. */
    public int claims() {
        return claims;
    }

    /** Highest number of notifications of a channel in progress after a claim. */
    public int maxInProgress() {
        return maxInProgress;
    }

    public synchronized void clear() {
        rows.clear();
        receipts.clear();
        failures.clear();
    }

    /** Adds a notification. */
    public synchronized void add(Notification notification) {
        rows.put(notification.id(), notification);
    }

    /** Adds a pending notification of a sample alert. */
    public synchronized UUID add(UUID channelId) {
        UUID fingerprint = UUID.randomUUID();
        UUID id = UUID.randomUUID();
        Alert alert = new Alert(
                AlertTransition.alertId(fingerprint, OPENED),
                UUID.randomUUID(),
                "CPU",
                fingerprint,
                Labels.ofHost("web-1", Map.of()),
                Severity.HIGH,
                Severity.HIGH,
                AlertStatus.OPEN,
                OPENED,
                Optional.empty(),
                Optional.empty(),
                OPENED,
                0.9,
                0.9,
                0.8,
                1,
                Optional.empty());
        AlertTransition transition = new AlertTransition(
                alert.id(), Kind.OPENED, OPENED, Severity.HIGH, Severity.HIGH, 0.9, 0.9, 0.8, 1, "system", "", null);
        Notification pending = Notification.pending(id, alert, transition, channelId, OPENED);
        rows.put(id, with(pending, Status.PENDING, 0, OPENED, "", pending.schedule()));
        return id;
    }

    public synchronized Notification row(UUID id) {
        return Objects.requireNonNull(rows.get(id));
    }

    /** The receipt that a notification was delivered with. */
    public synchronized Optional<String> receipt(UUID id) {
        return Optional.ofNullable(receipts.get(id));
    }

    public synchronized long count(Status status) {
        return rows.values().stream().filter(row -> row.status() == status).count();
    }

    @Override
    public synchronized List<Notification> claim(Claim claim, Instant now) {
        claims++;
        requireAvailable();
        Map<UUID, Integer> sending = new HashMap<>(claim.inProgress());
        List<Notification> claimed = new ArrayList<>();
        for (Notification row : List.copyOf(rows.values())) {
            if (sending.getOrDefault(row.channelId(), 0) < claim.maxPerChannel()
                    && row.status() == Status.PENDING
                    && !row.nextAt().isAfter(now)) {
                maxInProgress = Math.max(maxInProgress, sending.merge(row.channelId(), 1, Integer::sum));
                claimed.add(change(
                        row.id(),
                        old -> with(
                                old,
                                Status.PENDING,
                                old.attempts() + 1,
                                now.plus(claim.lease()),
                                old.lastError(),
                                old.schedule())));
            }
        }
        return claimed;
    }

    @Override
    public synchronized OptionalInt delivered(
            UUID id, Optional<String> receipt, Optional<Duration> repeat, Instant now) {
        requireAvailable();
        requireWritable();
        change(id, old -> with(old, Status.SENT, old.attempts(), now, old.lastError(), old.schedule()));
        receipt.ifPresent(text -> receipts.put(id, text));
        ChannelFailure failure = failures.remove(row(id).channelId());
        return failure == null ? OptionalInt.empty() : OptionalInt.of(0);
    }

    @Override
    public synchronized void retry(UUID id, String reason, boolean refused, Instant nextAt) {
        requireAvailable();
        requireWritable();
        change(id, old -> {
            Schedule schedule = old.schedule();
            int refusals = refused ? schedule.refusals() + 1 : 0;
            return with(
                    old,
                    Status.PENDING,
                    old.attempts(),
                    nextAt,
                    reason,
                    new Schedule(schedule.queuedAt(), refusals, schedule.repeat(), schedule.batch()));
        });
    }

    @Override
    public synchronized void end(UUID id, Status status, String reason) {
        requireAvailable();
        requireWritable();
        change(id, old -> with(old, status, old.attempts(), old.nextAt(), reason, old.schedule()));
    }

    @Override
    public synchronized int channelFailed(UUID channelId, String reason, Backoff backoff, Instant now) {
        requireAvailable();
        requireWritable();
        ChannelFailure failure = failures.get(channelId);
        int count = failure == null ? 1 : failure.count() + 1;
        failures.put(channelId, new ChannelFailure(count, now, reason, now));
        return count;
    }

    @Override
    public synchronized Map<UUID, ChannelFailure> failures() {
        return Map.copyOf(failures);
    }

    @Override
    public synchronized boolean resend(UUID id, Actor actor, Instant now) {
        if (!rows.containsKey(id) || row(id).status() != Status.FAILED) {
            return false;
        }
        change(id, old -> with(old, Status.PENDING, 0, now, old.lastError(), Schedule.at(now)));
        return true;
    }

    @Override
    public synchronized int resend(UUID channelId, Instant from, Instant to, Actor actor, Instant now) {
        return (int) List.copyOf(rows.values()).stream()
                .filter(row -> row.channelId().equals(channelId)
                        && !row.createdAt().isBefore(from)
                        && row.createdAt().isBefore(to))
                .filter(row -> resend(row.id(), actor, now))
                .count();
    }

    @Override
    public synchronized List<Notification> firing(UUID channelId) {
        return rows.values().stream()
                .filter(row -> row.channelId().equals(channelId) && row.status() == Status.SENT)
                .toList();
    }

    /** Adds one notification. */
    @Override
    public synchronized int notifyFiring(Channel channel) {
        add(channel.id());
        return 1;
    }

    @Override
    public synchronized Optional<Notification> find(UUID id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public synchronized void cleanUp(Instant giveUpBefore, Instant now) {}

    @Override
    public synchronized Page<Notification> list(Filter filter, int limit, Optional<UUID> after) {
        return new Page<>(
                rows.values().stream()
                        .filter(row -> filter.alert().isEmpty()
                                || filter.alert().get().equals(row.alert().id()))
                        .filter(row -> filter.channel().isEmpty()
                                || filter.channel().get().equals(row.channelId()))
                        .filter(row ->
                                filter.statuses().isEmpty() || filter.statuses().contains(row.status()))
                        .limit(limit)
                        .toList(),
                Optional.empty());
    }

    @Override
    public synchronized Map<UUID, ChannelDeliveries> deliveries() {
        return rows.values().stream()
                .collect(Collectors.groupingBy(
                        Notification::channelId, Collectors.collectingAndThen(Collectors.toList(), FakeOutbox::sum)));
    }

    private static ChannelDeliveries sum(List<Notification> rows) {
        return new ChannelDeliveries(
                rows.stream().flatMap(row -> row.sentAt().stream()).max(Comparator.naturalOrder()),
                Math.toIntExact(rows.stream()
                        .filter(row -> row.status() == Status.PENDING)
                        .count()),
                Math.toIntExact(rows.stream()
                        .filter(row -> row.status() == Status.FAILED)
                        .count()));
    }

    @Override
    public synchronized Backlog backlog() {
        requireAvailable();
        Optional<Instant> oldest = rows.values().stream()
                .filter(row -> row.status() == Status.PENDING)
                .map(Notification::createdAt)
                .min(Comparator.naturalOrder());
        return new Backlog(count(Status.PENDING), count(Status.FAILED), 0, oldest);
    }

    private Notification change(UUID id, UnaryOperator<Notification> change) {
        Notification changed = change.apply(row(id));
        rows.put(id, changed);
        return changed;
    }

    private static Notification with(
            Notification old, Status status, int attempts, Instant nextAt, String lastError, Schedule schedule) {
        return new Notification(
                old.id(),
                old.alert(),
                old.transition(),
                old.channelId(),
                status,
                attempts,
                old.createdAt(),
                nextAt,
                status == Status.SENT ? Optional.of(nextAt) : Optional.empty(),
                lastError,
                old.receipt(),
                old.muting(),
                schedule,
                old.group());
    }

    private void requireAvailable() {
        if (unavailable) {
            throw new StoreUnavailableException("unavailable", null);
        }
    }

    private void requireWritable() {
        if (readOnly) {
            throw new StoreUnavailableException("read only", null);
        }
    }
}
