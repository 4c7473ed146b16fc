package io.logaggregator.agent;

import io.logaggregator.agent.Outbox.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows files and adds their lines to the outbox. Reading is suspended while the outbox is full. Files are polled, because
 * many file systems have no change notifications.
 */
final class FileTailer implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FileTailer.class);

    private static final int CHUNK_BYTES = 64 << 10;
    private static final Duration SCAN_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SAVE_INTERVAL = Duration.ofSeconds(1);

    /** Maximum pause of a writer within a stack trace; a longer one splits it into two events. */
    private static final Duration CONTINUATION_TIMEOUT = Duration.ofMillis(500);

    /** Time during which a writer may still append to a renamed file. */
    private static final Duration MISSING_TIMEOUT = Duration.ofSeconds(5);

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

    /** Lets {@link #run} end. */
    void finish() {
        closing.countDown();
    }

    /** Saves the positions. Call it when {@link #run} has ended and the sender has stopped. */
    @Override
    public void close() {
        positions.save(files.positions());
        files.close();
        positions.close();
    }

    private boolean follow(FileTail tail) throws InterruptedException {
        try {
            switch (tail.change()) {
                case NONE -> {
                    flushIfIdle(tail);
                    return false;
                }
                case GROWN -> {
                    if (files.mayBeCopy(tail)) {
                        return false;
                    }
                }
                case REWRITTEN -> startAgain(tail);
            }
            buffer.clear();
            if (!tail.read(buffer)) {
                return false;
            }
            buffer.flip();
            boolean enqueued = true;
            for (Optional<LogLine> line = tail.next(buffer); enqueued && line.isPresent(); line = tail.next(buffer)) {
                enqueued = enqueue(tail, line);
            }
            return true;
        } catch (IOException e) {
            log.warn("file not readable: file={} reason=\"{}\"", tail.path(), e.toString());
            files.suspend(tail);
            return false;
        }
    }

    private void startAgain(FileTail tail) throws IOException, InterruptedException {
        files.scan(); // finds a copy that has just been made
        Optional<FileTail> copy = files.takeCopy(tail);
        if (copy.isPresent()) {
            copy.get().restartAt(tail.enqueuedPosition());
        } else {
            enqueue(tail, tail.takePending());
            enqueue(tail, tail.takePartial());
        }
        log.info(
                "file truncated or written again: file={} copy={}",
                tail.path(),
                copy.map(FileTail::path).map(Path::toString).orElse("none"));
        tail.restartAt(0);
    }

    /** Enqueues pending lines after their timeouts, and removes missing files. */
    private void flushIfIdle(FileTail tail) throws InterruptedException {
        long idle = tail.idleNanos();
        boolean gone = tail.isMissing() && idle > MISSING_TIMEOUT.toNanos();
        if (idle > CONTINUATION_TIMEOUT.toNanos()) {
            enqueue(tail, tail.takePending());
        }
        if (idle > tailing.partialLineTimeout().toNanos() || gone) {
            enqueue(tail, tail.takePartial());
        }
        if (gone && tail.isSent()) {
            files.remove(tail);
        }
    }

    /** Waits for space in the outbox. Returns false if the agent closes. */
    private boolean enqueue(FileTail tail, Optional<LogLine> line) throws InterruptedException {
        if (line.isEmpty()) {
            return true;
        }
        var item =
                new Item(Item.Kind.LINE, messages.of(line.get(), tail.path(), clock.instant()), tail.sent(line.get()));
        while (!outbox.offerLine(item)) {
            if (await(tailing.pollInterval())) {
                return false;
            }
            scanIfDue(); // new files must be opened before they are renamed
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
