package io.logaggregator.core.alerting.notify;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The number of deliveries in progress, by channel. Thread-safe. */
final class Deliveries {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<UUID, Integer> byChannel = new HashMap<>();

    /** Whether a delivery has ended since the last {@link #byChannel}. */
    private boolean ended;

    void begin(UUID channelId) {
        lock.lock();
        try {
            byChannel.merge(channelId, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    void end(UUID channelId) {
        lock.lock();
        try {
            byChannel.computeIfPresent(channelId, (_, count) -> count == 1 ? null : count - 1);
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Channels without deliveries are absent. */
    Map<UUID, Integer> byChannel() {
        lock.lock();
        try {
            ended = false;
            return Map.copyOf(byChannel);
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return byChannel.values().stream().mapToInt(Integer::intValue).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a delivery has ended since the last {@link #byChannel}, or until the timeout. */
    void awaitChange(Duration timeout) throws InterruptedException {
        await(() -> ended, timeout);
    }

    /** Waits for the end of all deliveries; returns whether they ended before the timeout. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return await(byChannel::isEmpty, timeout);
    }

    private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
