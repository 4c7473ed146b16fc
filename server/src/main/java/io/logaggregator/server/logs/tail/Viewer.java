package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one viewer has still to be told. Only so many bytes wait for him: what comes beyond is skipped and counted, and it
 * goes on when half of it has been taken, so that whole stretches are seen, and whole stretches are not. Thread-safe.
 */
final class Viewer {

    private final LogCondition condition;
    private final Predicate<LogEvent> test;
    private final long capacityBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long skipped;
    private boolean open = true;
    private volatile boolean following;
    private volatile @Nullable TailCursor reached;
    private volatile @Nullable ViewerConnection connection;

    Viewer(LogCondition condition, Predicate<LogEvent> test, long capacityBytes) {
        this.condition = condition;
        this.test = test;
        this.capacityBytes = capacityBytes;
    }

    void connect(ViewerConnection there) {
        connection = there;
    }

    LogCondition condition() {
        return condition;
    }

    boolean wants(LogEvent event) {
        return test.test(event);
    }

    /** Whether he is up to date, and so is told of each line as it comes. */
    boolean isFollowing() {
        return following;
    }

    void follow() {
        following = true;
    }

    /** Up to where the feed has looked since he came: as a follower he has been told, or will be, of all before it. */
    Optional<TailCursor> reached() {
        return Optional.ofNullable(reached);
    }

    void reach(TailCursor mark) {
        reached = mark;
    }

    /** Tells him of a line, unless he is too slow; says whether he is told. */
    boolean offer(byte[] line) {
        lock.lock();
        try {
            boolean goesOn = skipped == 0
                    ? waiting.isEmpty() || waitingBytes + line.length <= capacityBytes
                    : waitingBytes <= capacityBytes / 2;
            if (!goesOn) {
                skipped++;
                return false;
            }
            tellOfSkipped();
            add(line);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lines that he is not told of. */
    void skip(long lines) {
        lock.lock();
        try {
            skipped += lines;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Tells him something that must not be skipped; there is little of it. */
    void tell(byte[] notice) {
        lock.lock();
        try {
            tellOfSkipped();
            add(notice);
        } finally {
            lock.unlock();
        }
    }

    private void tellOfSkipped() {
        if (skipped > 0) {
            add(ServerSentEvents.skipped(skipped));
            skipped = 0;
        }
    }

    private void add(byte[] event) {
        waiting.add(event);
        waitingBytes += event.length;
        changed.signal();
    }

    /** What he is to be told next; waits for it so long, or until he leaves. */
    Optional<byte[]> next(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && skipped == 0 && open && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (waiting.isEmpty()) {
                tellOfSkipped();
            }
            byte[] event = waiting.poll();
            waitingBytes -= event == null ? 0 : event.length;
            return Optional.ofNullable(event);
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

    /** Ends it at once. What is still waiting is left out: it is told when he comes back. */
    void end() {
        lock.lock();
        try {
            open = false;
            waiting.clear();
            waitingBytes = 0;
            skipped = 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** For one who does not even take notice of the end. */
    void cut() {
        ViewerConnection there = connection;
        if (there != null) {
            there.cut();
        }
    }
}
