package io.logaggregator.agent;

import io.logaggregator.agent.lines.LineAssembler;
import io.logaggregator.agent.lines.LineSplitter;
import io.logaggregator.agent.lines.LogLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A followed file, by its open channel, which stays valid when the file is renamed or deleted. Not thread-safe, except for
 * the result of {@link #sent}.
 */
final class FileTail implements AutoCloseable {

    /** A write changes the time of a file before its size: only a time that stays changed alone is a change of content. */
    private static final Duration SETTLE_TIME = Duration.ofSeconds(1);

    /** Difference between the file and the part of it that was read. */
    enum Change {
        NONE,
        GROWN,
        /** Truncated or written again. Where the content does not show it, the lines are read again rather than never. */
        REWRITTEN
    }

    private final String inode;
    private final Object key;
    private final FileChannel channel;
    private final FileTailing tailing;
    private Path path;
    private Optional<Instant> created;
    private Sample start;
    private Sample ending;
    private Optional<Instant> modified;
    private Optional<Long> modifiedSinceNanos = Optional.empty();
    private Optional<LineAssembler> lines = Optional.empty();
    private long readPosition;
    private long enqueuedPosition;
    private AtomicLong sentPosition;
    private long lastReadNanos = System.nanoTime();
    private Optional<Long> missingSinceNanos = Optional.empty();
    private Optional<FilePosition> saved = Optional.empty();

    /** Continues at a position. Differences of the content count as changes. */
    FileTail(Object key, FilePosition position, FileChannel channel, FileTailing tailing) {
        this.key = key;
        this.inode = position.inode();
        this.created = position.created();
        this.path = position.path();
        this.channel = channel;
        this.tailing = tailing;
        start = position.start();
        ending = position.ending();
        modified = position.modified();
        readPosition = position.offset();
        enqueuedPosition = position.offset();
        sentPosition = new AtomicLong(position.offset());
    }

    Path path() {
        return path;
    }

    /** A scan has found the file at this path. */
    void foundAt(Path found) {
        path = found;
        missingSinceNanos = Optional.empty();
    }

    /** A scan has not found the file: it was renamed or deleted. Its writer may still append lines. */
    void notFound() {
        if (missingSinceNanos.isEmpty()) {
            missingSinceNanos = Optional.of(System.nanoTime());
        }
    }

    /** Nanoseconds since the last read, or since the file is missing, whichever is less. */
    long idleNanos() {
        return System.nanoTime() - Math.max(lastReadNanos, missingSinceNanos.orElse(lastReadNanos));
    }

    boolean isMissing() {
        return missingSinceNanos.isPresent();
    }

    /** Whether the queue has acknowledged all enqueued lines. */
    boolean isSent() {
        return sentPosition.get() == enqueuedPosition;
    }

    /** Position of the first byte that is not yet part of an enqueued line. */
    long enqueuedPosition() {
        return enqueuedPosition;
    }

    long size() throws IOException {
        return channel.size();
    }

    boolean isUnread() {
        return readPosition == 0;
    }

    Change change() throws IOException {
        long size = channel.size();
        if (size < readPosition) {
            return Change.REWRITTEN;
        }
        if (size > readPosition) {
            modifiedSinceNanos = Optional.empty();
            return hasReadContent(channel) ? Change.GROWN : Change.REWRITTEN;
        }
        Optional<Instant> now = modifiedNow();
        if (now.isEmpty() || now.equals(modified)) {
            modifiedSinceNanos = Optional.empty();
            return Change.NONE;
        }
        if (!hasReadContent(channel)) {
            return Change.REWRITTEN;
        }
        if (modified.isEmpty() || readPosition == 0) {
            modified = now;
            return Change.NONE;
        }
        long since = modifiedSinceNanos.orElseGet(System::nanoTime);
        modifiedSinceNanos = Optional.of(since);
        return System.nanoTime() - since > SETTLE_TIME.toNanos() ? Change.REWRITTEN : Change.NONE;
    }

    /** Time of the last change, if the file has been read to its end and is still at its path. */
    private Optional<Instant> modifiedNow() {
        try {
            FileStatus now = FileStatus.of(path);
            if (!now.key().equals(key) || now.size() != readPosition) {
                return Optional.empty();
            }
            created = now.knownCreation().or(() -> created);
            return Optional.of(now.modified());
        } catch (IOException renamedOrDeleted) {
            return Optional.empty();
        }
    }

    /** Whether a file contains the part of this file that was read, as far as the samples show. */
    private boolean hasReadContent(FileChannel file) throws IOException {
        return start.matches(file) && ending.matches(file);
    }

    /** Whether this file can be a copy of the part of another file that was read. */
    boolean isCopyOf(FileTail original) throws IOException {
        return original.readPosition > 0 && original.hasReadContent(channel);
    }

    /** The first bytes now. */
    Sample currentStart() throws IOException {
        return Sample.start(channel);
    }

    /** Whether the part of this file that was read may start with these bytes. Needs no I/O. */
    boolean mayStartWith(Sample bytes) {
        return bytes.length() != start.length() || bytes.equals(start);
    }

    /** Whether this file is, as far as the samples show, the begin of another file, which was not truncated yet. */
    boolean isBeginOf(FileTail other) throws IOException {
        long size = channel.size();
        return size <= other.channel.size()
                && Sample.start(channel).matches(other.channel)
                && Sample.before(channel, size).matches(other.channel);
    }

    /** Continues at another position, as in a file just found. */
    void restartAt(long position) throws IOException {
        start = Sample.start(channel);
        ending = Sample.before(channel, position);
        modified = Optional.empty();
        modifiedSinceNanos = Optional.empty();
        readPosition = position;
        enqueuedPosition = position;
        sentPosition = new AtomicLong(position);
        lines = Optional.empty();
    }

    /** Reads into an empty heap buffer. Returns whether any bytes were read. */
    boolean read(ByteBuffer buffer) throws IOException {
        if (lines.isEmpty()) {
            Optional<Charset> charset = charset(channel);
            if (charset.isEmpty()) {
                return false;
            }
            lines = Optional.of(new LineAssembler(
                    readPosition,
                    charset.get(),
                    tailing.joinContinuations(),
                    tailing.maxLineBytes(),
                    tailing.partialLineTimeout()));
        }
        int count = channel.read(buffer, readPosition);
        if (count <= 0) {
            return false;
        }
        readPosition += count;
        lastReadNanos = System.nanoTime();
        if (start.length() < Sample.MAX_LENGTH) {
            start = Sample.start(channel);
        }
        ending = Sample.before(channel, readPosition);
        modified = Optional.empty();
        return true;
    }

    /** The encoding by the first two bytes; empty if the second one is needed and not yet written. */
    static Optional<Charset> charset(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(2);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {}
        return bytes.position() == 1 && bytes.get(0) < 0
                ? Optional.empty()
                : Optional.of(LineSplitter.charsetOf(bytes.get(0), bytes.get(1)));
    }

    /** The next complete line of the bytes read. */
    Optional<LogLine> next(ByteBuffer buffer) {
        return lines.flatMap(assembler -> assembler.next(buffer, System.nanoTime()));
    }

    /** The next line, if its continuation or rest has not followed in time. */
    Optional<LogLine> nextExpired() {
        return lines.flatMap(assembler -> assembler.nextExpired(System.nanoTime()));
    }

    /** The next line, complete or not, until all bytes read are used. */
    Optional<LogLine> nextOfAll() {
        return lines.flatMap(assembler -> assembler.nextOfAll(System.nanoTime()));
    }

    int bufferedBytes() {
        return lines.map(LineAssembler::bufferedBytes).orElse(0);
    }

    /** Records an enqueued line. The caller runs the result, in the order of the lines, when the queue has acknowledged it. */
    Runnable sent(LogLine line) {
        enqueuedPosition = line.end();
        AtomicLong position = sentPosition; // replaced by restartAt()
        return () -> position.set(line.end());
    }

    /** The sent position. */
    FilePosition position() {
        long offset = sentPosition.get();
        Optional<Instant> modifiedThen = offset == readPosition ? modified : Optional.empty();
        boolean unchanged = saved.filter(position -> position.offset() == offset
                        && position.start().equals(start)
                        && position.modified().equals(modifiedThen)
                        && position.created().equals(created)
                        && position.path().equals(path))
                .isPresent();
        if (!unchanged) {
            saved = Optional.of(new FilePosition(inode, created, start, endingAt(offset), offset, modifiedThen, path));
        }
        return saved.orElseThrow();
    }

    private Sample endingAt(long offset) {
        try {
            return offset == readPosition ? ending : Sample.before(channel, offset);
        } catch (IOException notReadable) {
            return ending;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
