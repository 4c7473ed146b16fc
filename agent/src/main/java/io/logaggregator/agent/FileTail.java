package io.logaggregator.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A followed file, by its open channel, which stays valid when the file is renamed or deleted. Not thread-safe, except for
 * the result of {@link #sent}.
 */
final class FileTail implements AutoCloseable {

    private static final int ENDING_LENGTH = 256;

    private final FileIdentity identity;
    private final FileChannel channel;
    private final FileTailing tailing;
    private Path path;
    private Fingerprint fingerprint;
    private LineAssembler lines;
    private long readPosition;
    private long enqueuedPosition;
    private AtomicLong sentPosition;
    private byte[] ending = {};
    private long lastReadNanos = System.nanoTime();
    private Optional<Long> missingSinceNanos = Optional.empty();

    FileTail(FileIdentity identity, Path path, FileChannel channel, long position, FileTailing tailing)
            throws IOException {
        this.identity = identity;
        this.path = path;
        this.channel = channel;
        this.tailing = tailing;
        fingerprint = Fingerprint.of(channel);
        readPosition = position;
        enqueuedPosition = position;
        sentPosition = new AtomicLong(position);
        lines = assembler(position);
    }

    private LineAssembler assembler(long position) {
        return new LineAssembler(position, tailing.joinContinuations(), tailing.maxLineBytes());
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

    /** Whether the file was truncated, and possibly written again, since the last read. */
    boolean wasTruncated() throws IOException {
        long size = channel.size();
        return size < readPosition || (size > readPosition && !fingerprint.matches(channel));
    }

    /** Starts at the beginning, as a new file. */
    void restart() throws IOException {
        fingerprint = Fingerprint.of(channel);
        readPosition = 0;
        enqueuedPosition = 0;
        sentPosition = new AtomicLong();
        lines = assembler(0);
        ending = new byte[0];
    }

    /** Reads into an empty heap buffer. Returns whether any bytes were read. */
    boolean read(ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer, readPosition);
        if (count <= 0) {
            return false;
        }
        readPosition += count;
        lastReadNanos = System.nanoTime();
        ending = new byte[Math.min(count, ENDING_LENGTH)];
        buffer.get(buffer.position() - ending.length, ending);
        if (!fingerprint.isFull()) {
            fingerprint = Fingerprint.of(channel);
        }
        return true;
    }

    /** The next complete line of the bytes read. */
    Optional<LogLine> next(ByteBuffer buffer) {
        return lines.next(buffer);
    }

    /** The pending line, which has no continuation so far. */
    Optional<LogLine> takePending() {
        return lines.takePending();
    }

    /** The bytes without a newline so far. */
    Optional<LogLine> takePartial() {
        return lines.takePartial();
    }

    /** Records an enqueued line. The caller runs the result, in the order of the lines, when the queue has acknowledged it. */
    Runnable sent(LogLine line) {
        enqueuedPosition = line.end();
        AtomicLong position = sentPosition; // replaced by restart()
        return () -> position.set(line.end());
    }

    /** The position to continue from in a copy of this file; empty if the other file is not a copy. */
    Optional<Long> positionInCopy(FileChannel other) throws IOException {
        boolean isCopy = fingerprint.isFull()
                && ending.length > 0
                && fingerprint.matches(other)
                && ByteBuffer.wrap(ending).equals(bytesBefore(readPosition, ending.length, other));
        return isCopy ? Optional.of(enqueuedPosition) : Optional.empty();
    }

    /** Whether this file is a copy of the other one, at least of the part read. */
    boolean isCopyOf(FileTail other) throws IOException {
        return other.positionInCopy(channel).isPresent();
    }

    private static ByteBuffer bytesBefore(long position, int length, FileChannel file) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, position - length + bytes.position()) > 0) {}
        return bytes.flip();
    }

    FilePosition position() {
        return new FilePosition(identity.inode(), fingerprint, sentPosition.get(), path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
