package io.logaggregator.agent;

import io.logaggregator.core.queue.OutgoingMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounded buffer of messages for the queue. A report without space replaces the oldest one. A line without space is not
 * accepted, because it stays in its file. Thread-safe.
 */
final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Lane reports;
    private final Lane lines;
    private long dropped;
    private long droppedSinceRecovery;

    Outbox(OutboxLimit reports, OutboxLimit lines) {
        this.reports = new Lane(reports);
        this.lines = new Lane(lines);
    }

    /** Adds a report, without waiting. */
    void addReport(Item report) {
        lock.lock();
        try {
            while (!reports.hasRoom(report)) {
                reports.poll();
                dropped++;
                if (droppedSinceRecovery++ == 0) {
                    log.warn("dropping reports: reason=\"the queue is unavailable and the outbox is full\"");
                }
            }
            reports.add(report);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a line if there is space. */
    boolean offerLine(Item line) {
        lock.lock();
        try {
            boolean room = lines.hasRoom(line);
            if (room) {
                lines.add(line);
                filled.signal();
            }
            return room;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes the next items in order, reports before lines. Waits for the first one.
     *
     * @return empty after the timeout; else 1..maxMessages items of at most maxBytes in total, or one larger item
     */
    List<Item> take(int maxMessages, int maxBytes, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = timeout.toNanos();
            while (reports.isEmpty() && lines.isEmpty() && nanos > 0) {
                nanos = filled.awaitNanos(nanos);
            }
            var taken = new ArrayList<Item>();
            int room = reports.drainTo(taken, maxMessages, maxBytes);
            lines.drainTo(taken, maxMessages, room);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Number of reports dropped since the start. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Number of reports dropped since the last call. */
    long takeDropped() {
        lock.lock();
        try {
            long count = droppedSinceRecovery;
            droppedSinceRecovery = 0;
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** A message with a callback for its acknowledgement. */
    record Item(Kind kind, OutgoingMessage message, Runnable sent) {

        enum Kind {
            REPORT,
            LINE
        }

        int size() {
            return message.value().length;
        }
    }

    /** Items in order, with their total size. */
    private static final class Lane {

        private final OutboxLimit limit;
        private final Deque<Item> items = new ArrayDeque<>();
        private long bytes;

        Lane(OutboxLimit limit) {
            this.limit = limit;
        }

        boolean isEmpty() {
            return items.isEmpty();
        }

        boolean hasRoom(Item item) {
            return items.isEmpty() || (items.size() < limit.messages() && bytes + item.size() <= limit.bytes());
        }

        void add(Item item) {
            items.add(item);
            bytes += item.size();
        }

        Item poll() {
            Item item = items.remove();
            bytes -= item.size();
            return item;
        }

        /** Moves items within the limits, at least one into an empty target. Returns the remaining bytes. */
        int drainTo(List<Item> target, int maxMessages, int maxBytes) {
            int room = maxBytes;
            while (!items.isEmpty() && target.size() < maxMessages) {
                if (items.element().size() > room && !target.isEmpty()) {
                    break;
                }
                Item item = poll();
                target.add(item);
                room = Math.max(0, room - item.size());
            }
            return room;
        }
    }
}
