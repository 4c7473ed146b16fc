package io.logaggregator.gateways.gelf;

import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.wire.json.Bytes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins the chunks of messages. An incomplete message is dropped after five seconds, and the oldest one when there are too many.
 * Ids of different senders may be equal. Thread-safe.
 */
final class Chunks {

    static final int MAX_CHUNKS = 128;
    static final int MAX_MESSAGES = 1_000;
    static final int MAX_BYTES = 16 << 20;

    private static final long TIMEOUT_NANOS = Duration.ofSeconds(5).toNanos();

    /** Approximate memory of a chunk in addition to its content. */
    private static final int OVERHEAD = 64;

    /** By time of their first chunk. */
    private final Map<Key, Incomplete> messages = new LinkedHashMap<>();

    private final LongSupplier nanoTime;
    private long bytes;
    private long dropped;

    Chunks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Adds a chunk; returns the message if it is complete. */
    synchronized Optional<Bytes> add(@Nullable InetAddress sender, Chunk chunk) {
        long now = nanoTime.getAsLong();
        dropExpired(now);
        if (chunk.count == 1) {
            return Optional.of(chunk.content);
        }
        Key key = new Key(sender, chunk.id);
        Incomplete message = messages.computeIfAbsent(key, _ -> new Incomplete(chunk.count, now));
        if (message.chunks.length != chunk.count || message.chunks[chunk.number] != null) {
            dropped++; // a duplicate, or of another message with the same id
            return Optional.empty();
        }
        message.add(chunk);
        bytes += chunk.content.length() + OVERHEAD;
        if (message.received == chunk.count) {
            messages.remove(key);
            bytes -= message.bytes;
            return Optional.of(message.join());
        }
        while (messages.size() > MAX_MESSAGES || bytes > MAX_BYTES) {
            dropFirst();
        }
        return Optional.empty();
    }

    private void dropExpired(long now) {
        while (!messages.isEmpty() && now - messages.values().iterator().next().firstNanos > TIMEOUT_NANOS) {
            dropFirst();
        }
    }

    private void dropFirst() {
        Iterator<Incomplete> oldest = messages.values().iterator();
        Incomplete message = oldest.next();
        oldest.remove();
        bytes -= message.bytes;
        dropped += message.received;
    }

    /** Number of chunks that were dropped. */
    synchronized long dropped() {
        dropExpired(nanoTime.getAsLong());
        return dropped;
    }

    private record Key(@Nullable InetAddress sender, long id) {}

    /** A message of which chunks are missing. */
    private static final class Incomplete {

        private final byte[] @Nullable [] chunks;
        private final long firstNanos;
        private int received;
        private long bytes;

        Incomplete(int count, long firstNanos) {
            this.chunks = new byte[count][];
            this.firstNanos = firstNanos;
        }

        void add(Chunk chunk) {
            Bytes content = chunk.content;
            chunks[chunk.number] = Arrays.copyOfRange(content.array(), content.from(), content.to());
            bytes += content.length() + OVERHEAD;
            received++;
        }

        Bytes join() {
            ByteOutput joined = new ByteOutput((int) bytes);
            for (byte[] chunk : chunks) {
                joined.add(Objects.requireNonNull(chunk));
            }
            return Bytes.of(joined.toArray());
        }
    }

    /**
     * A part of a message.
     *
     * @param number from 0
     */
    record Chunk(long id, int number, int count, Bytes content) {

        private static final int HEADER = 12;

        /** Whether a datagram begins as a chunk does. */
        static boolean isChunk(Bytes datagram) {
            return datagram.length() >= 2
                    && datagram.array()[datagram.from()] == 0x1E
                    && datagram.array()[datagram.from() + 1] == 0x0F;
        }

        /** Parses a datagram; empty if its header is invalid. */
        static Optional<Chunk> parse(Bytes datagram) {
            if (datagram.length() < HEADER) {
                return Optional.empty();
            }
            byte[] array = datagram.array();
            int from = datagram.from();
            long id = 0;
            for (int i = from + 2; i < from + 10; i++) {
                id = id << 8 | array[i] & 0xFF;
            }
            int number = array[from + 10] & 0xFF;
            int count = array[from + 11] & 0xFF;
            return count > MAX_CHUNKS || number >= count
                    ? Optional.empty()
                    : Optional.of(new Chunk(id, number, count, datagram.startingAt(from + HEADER)));
        }
    }
}
