package io.logaggregator.core.observation;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.UUID;

/**
 * Ids of log events, derived from the position of the message in its queue, so that reading it again gives the same id.
 * They sort by time, so that one index serves look-up, paging and "newest first".
 *
 * <p>Shaped as UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds; 12 bits of their fraction (section 6.2,
 * method 3); the 14 low bits of the offset and 6 bits of the index within the message, which keep the order of events
 * of one instant; and 42 bits of a hash of partition, offset and index.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
 */
public final class EventId {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long HASH_MASK = (1L << 42) - 1;
    private static final long LAST_MILLISECOND = (1L << 48) - 1;

    private EventId() {}

    /** The id of the {@code index}-th event of a message. Times before 1970 and after the year 10889 are clamped. */
    public static UUID of(Partition partition, long offset, int index, Instant observedAt) {
        long order = ((offset & 0x3FFF) << 48) | ((index & 0x3FL) << 42);
        return new UUID(timeBits(observedAt), VARIANT | order | (hash(partition, offset, index) & HASH_MASK));
    }

    /** The id of the same event at another time. */
    public static UUID at(UUID id, Instant observedAt) {
        return new UUID(timeBits(observedAt), id.getLeastSignificantBits());
    }

    /** The lowest id of an instant: ids at or above it are of this instant or later. */
    public static UUID lowest(Instant instant) {
        return new UUID(timeBits(instant), VARIANT);
    }

    /** The time in an id, to a 4096th of a millisecond; undefined for foreign ids. */
    public static Instant instantOf(UUID id) {
        long fraction = id.getMostSignificantBits() & 0xFFF;
        return Instant.ofEpochMilli(millisOf(id)).plusNanos((fraction * 1_000_000) >> 12);
    }

    /** The time in an id, in milliseconds since 1970. */
    public static long millisOf(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    private static long timeBits(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds < 0) {
            return VERSION_7;
        }
        if (seconds > LAST_MILLISECOND / 1000 - 1) {
            return (LAST_MILLISECOND << 16) | VERSION_7 | 0xFFF;
        }
        int nanos = instant.getNano();
        long millisecond = seconds * 1000 + nanos / 1_000_000;
        long fraction = ((long) (nanos % 1_000_000) << 12) / 1_000_000;
        return (millisecond << 16) | VERSION_7 | fraction;
    }

    private static long hash(Partition partition, long offset, int index) {
        long seed = mix((((long) partition.topicId().hashCode() << 32)
                        | (partition.topic().hashCode() & 0xFFFF_FFFFL))
                + partition.number());
        return mix(seed ^ mix((offset << 20) ^ index));
    }

    /** The finalizer of splitmix64: a bijection in which each input bit moves half of the output bits. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
