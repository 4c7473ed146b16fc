package io.logaggregator.agent;

import io.logaggregator.agent.Outbox.Item;
import io.logaggregator.agent.lines.LogLine;
import io.logaggregator.core.queue.OutgoingMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

    /** Maximum of incomplete lines of all files. At the limit, the longest ones are sent in parts. */
    private static final int MAX_BUFFERED_BYTES = 32 << 20;

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
                limitBuffers();
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
                    removeIfMissing(tail);
                    enqueueAll(tail, tail::nextExpired);
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
            boolean hasRead = tail.read(buffer);
            if (hasRead) {
                buffer.flip();
                enqueueAll(tail, () -> tail.next(buffer));
            }
            enqueueAll(tail, tail::nextExpired);
            return hasRead;
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
            enqueueAll(tail, tail::nextOfAll);
        }
        log.info(
                "file truncated or written again: file={} copy={}",
                tail.path(),
                copy.map(FileTail::path).map(Path::toString).orElse("none"));
        tail.restartAt(0);
    }

    private void removeIfMissing(FileTail tail) throws InterruptedException {
        if (tail.isMissing() && tail.idleNanos() > MISSING_TIMEOUT.toNanos()) {
            enqueueAll(tail, tail::nextOfAll);
            if (tail.isSent()) {
                files.remove(tail);
            }
        }
    }

    private void limitBuffers() throws InterruptedException {
        List<FileTail> tails = files.all();
        long total = tails.stream().mapToLong(FileTail::bufferedBytes).sum();
        while (total > MAX_BUFFERED_BYTES) {
            FileTail largest = Collections.max(tails, Comparator.comparing(FileTail::bufferedBytes));
            total -= largest.bufferedBytes();
            enqueueAll(largest, largest::nextOfAll);
        }
    }

    /** Enqueues lines, waiting for space in the outbox, until there are no more or the agent closes. */
    private void enqueueAll(FileTail tail, Supplier<Optional<LogLine>> lines) throws InterruptedException {
        boolean open = true;
        for (Optional<LogLine> line = lines.get(); open && line.isPresent(); line = lines.get()) {
            open = enqueue(tail, line.get());
        }
    }

    private boolean enqueue(FileTail tail, LogLine line) throws InterruptedException {
        List<OutgoingMessage> parts = messages.of(line, tail.path(), clock.instant());
        Runnable sent = tail.sent(line);
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            var item = new Item(Item.Kind.LINE, parts.get(i), last ? sent : () -> {});
            while (!outbox.offerLine(item)) {
                if (await(tailing.pollInterval())) {
                    return false;
                }
                scanIfDue(); // new files must be opened before they are renamed
                saveIfDue();
            }
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
