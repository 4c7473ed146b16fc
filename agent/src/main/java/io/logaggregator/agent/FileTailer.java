package io.logaggregator.agent;

import io.logaggregator.agent.Outbox.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows files and puts their lines into the outbox, and reads no further while that is full. Looks at the files in
 * turns, since every file system can do that, while notifications of changes are missing on many.
 */
final class FileTailer implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FileTailer.class);

    private static final int CHUNK_BYTES = 64 << 10;
    private static final Duration SCAN_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SAVE_INTERVAL = Duration.ofSeconds(1);

    /** A stack trace is written in one go; whoever pauses longer than this within one gets two events. */
    private static final Duration SETTLE_TIME = Duration.ofMillis(500);

    /** How long a writer may go on writing to a file that was renamed. */
    private static final Duration LEAVING_TIME = Duration.ofSeconds(5);

    private final FileTailing tailing;
    private final LineMessages messages;
    private final Outbox outbox;
    private final InstantSource clock;
    private final PositionFile positions;
    private final TailedFiles files;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
    private final CountDownLatch closing = new CountDownLatch(1);
    private long nextScan = System.nanoTime();
    private long nextSave = System.nanoTime();

    FileTailer(FileTailing tailing, LineMessages messages, Outbox outbox, InstantSource clock) {
        this.tailing = tailing;
        this.messages = messages;
        this.outbox = outbox;
        this.clock = clock;
        positions = new PositionFile(tailing.stateDirectory());
        files = new TailedFiles(tailing, positions.load(), positions.savedAt());
    }

    @Override
    public void run() {
        try {
            while (closing.getCount() > 0) {
                scanIfDue();
                boolean readSomething = false;
                for (FileTail tail : files.all()) {
                    readSomething |= follow(tail);
                }
                saveIfDue();
                if (!readSomething) {
                    await(tailing.pollInterval());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets {@link #run} end soon. */
    void finish() {
        closing.countDown();
    }

    /** Remembers how far lines were sent. To be called when {@link #run} has ended and nothing more is sent. */
    @Override
    public void close() {
        positions.save(files.positions());
        files.close();
        positions.close();
    }

    private boolean follow(FileTail tail) throws InterruptedException {
        try {
            if (tail.wasCut()) {
                beginAnew(tail);
            }
            buffer.clear();
            if (!tail.read(buffer)) {
                waitFor(tail);
                return false;
            }
            buffer.flip();
            boolean given = true;
            for (Optional<LogLine> line = tail.next(buffer); given && line.isPresent(); line = tail.next(buffer)) {
                given = give(tail, line);
            }
            return true;
        } catch (IOException e) {
            log.warn("event=file-unreadable file={} reason=\"{}\"", tail.path(), e.toString());
            files.remove(tail);
            return false;
        }
    }

    private void beginAnew(FileTail tail) throws IOException, InterruptedException {
        files.scan(); // finds the copy, if there is one, while it can still be known as such
        if (!files.hasCopy(tail)) {
            give(tail, tail.settle());
            give(tail, tail.takePartial());
        }
        log.info("event=file-cut file={}", tail.path());
        tail.restart();
    }

    /** Nothing to read: what waits for more may have waited long enough. */
    private void waitFor(FileTail tail) throws InterruptedException {
        long quiet = tail.quietNanos();
        boolean left = tail.isLeaving() && quiet > LEAVING_TIME.toNanos();
        if (quiet > SETTLE_TIME.toNanos()) {
            give(tail, tail.settle());
        }
        if (quiet > tailing.partialLineTimeout().toNanos() || left) {
            give(tail, tail.takePartial());
        }
        if (left && tail.isSent()) {
            files.remove(tail);
        }
    }

    /** Waits for room in the outbox if need be; false if the agent closes meanwhile. */
    private boolean give(FileTail tail, Optional<LogLine> line) throws InterruptedException {
        if (line.isEmpty()) {
            return true;
        }
        var item =
                new Item(Item.Kind.LINE, messages.of(line.get(), tail.path(), clock.instant()), tail.sent(line.get()));
        while (!outbox.offerLine(item)) {
            if (await(tailing.pollInterval())) {
                return false;
            }
            scanIfDue(); // a file that comes and is renamed meanwhile must be opened before it goes
            saveIfDue();
        }
        return true;
    }

    private boolean await(Duration time) throws InterruptedException {
        return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void scanIfDue() {
        if (System.nanoTime() - nextScan >= 0) {
            files.scan();
            nextScan = System.nanoTime() + SCAN_INTERVAL.toNanos();
        }
    }

    private void saveIfDue() {
        if (System.nanoTime() - nextSave >= 0) {
            positions.save(files.positions());
            nextSave = System.nanoTime() + SAVE_INTERVAL.toNanos();
        }
    }
}
