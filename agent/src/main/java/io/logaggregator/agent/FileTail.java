package io.logaggregator.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One file that is followed, by its open channel: it stays the same file when it is renamed or deleted. Not thread-safe,
 * but for what {@link #sent} gives.
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
    private long givenPosition;
    private AtomicLong sentPosition;
    private byte[] ending = {};
    private long lastReadNanos = System.nanoTime();
    private Optional<Long> leavingSinceNanos = Optional.empty();

    FileTail(FileIdentity identity, Path path, FileChannel channel, long position, FileTailing tailing)
            throws IOException {
        this.identity = identity;
        this.path = path;
        this.channel = channel;
        this.tailing = tailing;
        fingerprint = Fingerprint.of(channel);
        readPosition = position;
        givenPosition = position;
        sentPosition = new AtomicLong(position);
        lines = assembler(position);
    }

    private LineAssembler assembler(long position) {
        return new LineAssembler(position, tailing.joinContinuations(), tailing.maxLineBytes());
    }

    Path path() {
        return path;
    }

    /** The file has been seen at this path. */
    void seenAt(Path seen) {
        path = seen;
        leavingSinceNanos = Optional.empty();
    }

    /** The file has not been seen: it was renamed or deleted. Its writer may still have some lines for it. */
    void notSeen() {
        if (leavingSinceNanos.isEmpty()) {
            leavingSinceNanos = Optional.of(System.nanoTime());
        }
    }

    /** Nanoseconds since something was read, or since the file began to leave, whichever is less. */
    long quietNanos() {
        return System.nanoTime() - Math.max(lastReadNanos, leavingSinceNanos.orElse(lastReadNanos));
    }

    boolean isLeaving() {
        return leavingSinceNanos.isPresent();
    }

    /** Whether the queue has all lines that were given. */
    boolean isSent() {
        return sentPosition.get() == givenPosition;
    }

    /** Whether what was read is no longer in the file: somebody emptied it, and perhaps began it anew. */
    boolean wasCut() throws IOException {
        long size = channel.size();
        return size < readPosition || (size > readPosition && !fingerprint.matches(channel));
    }

    /** Begins the file anew, as the other file that it now is. */
    void restart() throws IOException {
        fingerprint = Fingerprint.of(channel);
        readPosition = 0;
        givenPosition = 0;
        sentPosition = new AtomicLong();
        lines = assembler(0);
        ending = new byte[0];
    }

    /** Reads on into an empty heap buffer; returns whether there was anything. */
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

    /** The next line within the bytes that were read. */
    Optional<LogLine> next(ByteBuffer buffer) {
        return lines.next(buffer);
    }

    /** The line that waits for more to belong to it. */
    Optional<LogLine> settle() {
        return lines.settle();
    }

    /** The bytes that wait for their newline. */
    Optional<LogLine> takePartial() {
        return lines.takePartial();
    }

    /** Notes that a line is on its way; the result is to be run, in the order of the lines, when the queue has it. */
    Runnable sent(LogLine line) {
        givenPosition = line.end();
        AtomicLong position = sentPosition; // of this life of the file: after a restart it is another one
        return () -> position.set(line.end());
    }

    /** Where to go on in a file that holds all that was read from this one, as a copy does; empty in another file. */
    Optional<Long> positionInCopy(FileChannel other) throws IOException {
        boolean isCopy = fingerprint.isFull()
                && ending.length > 0
                && fingerprint.matches(other)
                && ByteBuffer.wrap(ending).equals(bytesBefore(readPosition, ending.length, other));
        return isCopy ? Optional.of(givenPosition) : Optional.empty();
    }

    /** Whether this file holds all that was read from the other one. */
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
