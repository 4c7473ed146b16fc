package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of a client. Events beyond its capacity are skipped and counted, until half of the buffer is free again, so that
 * the client sees contiguous sections. Thread-safe.
 */
final class TailClient {

    private final LogCondition condition;
    private final Predicate<LogEvent> predicate;
    private final LongSupplier maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> buffer = new ArrayDeque<>();
    private long bufferedBytes;
    private long skipped;
    private boolean open = true;
    private volatile boolean caughtUp;
    private volatile Duration queryDuration = Duration.ZERO;
    private volatile @Nullable Detachment detachment;
    private volatile @Nullable TailCursor polled;
    private volatile @Nullable TailConnection connection;

    /** @param maxBytes current limit of the buffer */
    TailClient(LogCondition condition, Predicate<LogEvent> predicate, LongSupplier maxBytes) {
        this.condition = condition;
        this.predicate = predicate;
        this.maxBytes = maxBytes;
    }

    void connect(TailConnection opened) {
        connection = opened;
    }

    LogCondition condition() {
        return condition;
    }

    boolean matches(LogEvent event) {
        return predicate.test(event);
    }

    /** Whether the client has received all earlier events, and so receives each poll. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    void setCaughtUp() {
        caughtUp = true;
    }

    /**
     * Excludes the client from polls: it continues on its own, and loses nothing.
     *
     * @param position the last event that was buffered
     * @param slow whether its own condition takes too long
     */
    void detach(TailPosition position, boolean slow) {
        lock.lock();
        try {
            detachment = new Detachment(position, slow);
            polled = position.to(); // else the client would first return to the poll before
            caughtUp = false;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The last call of {@link #detach}; empty if it was returned before. The buffer ends at its position. */
    Optional<Detachment> takeDetachment() {
        lock.lock();
        try {
            Detachment taken = detachment;
            detachment = null;
            return Optional.ofNullable(taken);
        } finally {
            lock.unlock();
        }
    }

    /** The duration of the last query for this client alone. */
    Duration queryDuration() {
        return queryDuration;
    }

    void setQueryDuration(Duration duration) {
        queryDuration = duration;
    }

    /** Arguments of {@link #detach}. */
    record Detachment(TailPosition position, boolean slow) {}

    /** The cursor of the last poll since the client connected. A caught up client has been sent all events before it. */
    Optional<TailCursor> polled() {
        return Optional.ofNullable(polled);
    }

    void setPolled(TailCursor cursor) {
        polled = cursor;
    }

    /** Buffers an event unless the client is too slow; returns false if it is skipped. A client that has ended needs none. */
    boolean offer(byte[] event) {
        lock.lock();
        try {
            if (!open) {
                return true;
            }
            long capacity = maxBytes.getAsLong();
            boolean accepted = skipped == 0
                    ? buffer.isEmpty() || bufferedBytes + event.length <= capacity
                    : bufferedBytes <= capacity / 2;
            if (!accepted) {
                skipped++;
                return false;
            }
            addSkipped();
            add(event);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Counts events that were not read. */
    void skip(long events) {
        lock.lock();
        try {
            skipped += events;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Buffers a notice, which is small and never skipped. */
    void send(byte[] notice) {
        lock.lock();
        try {
            addSkipped();
            add(notice);
        } finally {
            lock.unlock();
        }
    }

    private void addSkipped() {
        if (skipped > 0) {
            add(ServerSentEvents.skipped(skipped));
            skipped = 0;
        }
    }

    private void add(byte[] event) {
        buffer.add(event);
        bufferedBytes += event.length;
        changed.signal();
    }

    /** The next event; waits for it until the timeout or the end. */
    Optional<byte[]> next(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (buffer.isEmpty() && skipped == 0 && open && detachment == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (buffer.isEmpty()) {
                addSkipped();
            }
            byte[] event = buffer.poll();
            bufferedBytes -= event == null ? 0 : event.length;
            return Optional.ofNullable(event);
        } finally {
            lock.unlock();
        }
    }

    long bufferedBytes() {
        lock.lock();
        try {
            return bufferedBytes;
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream, and discards the buffer: a reconnect sends it again. */
    void end() {
        lock.lock();
        try {
            open = false;
            buffer.clear();
            bufferedBytes = 0;
            skipped = 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection of a client that does not read the end of the stream. */
    void cut() {
        TailConnection opened = connection;
        if (opened != null) {
            opened.cut();
        }
    }
}
