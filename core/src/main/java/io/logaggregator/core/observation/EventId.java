package io.logaggregator.core.observation;

import java.time.Instant;
import java.util.UUID;

/**
 * Ids of log events, derived from the position of the message in its queue, so that reading it again gives the same id.
 * They sort by time, so that one index serves look-up, paging and "newest first".
 *
 * <p>Shaped as UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds; 12 bits of their fraction (section 6.2,
 * method 3); 14 bits of the source, which is the number that the store gave to the partition; the 27 low bits of the offset;
 * and 21 bits of the index within the message. Events of one instant have the order of their messages and, within a message,
 * that of the sender. Ids are unique unless 2^27 messages of one partition have events of the same instant.
 *
 * <p>Ids of earlier versions have 14 bits of the offset, 6 of the index and 42 of a hash after the time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
 */
public final class EventId {

    /** Number of sources: a source is less. */
    public static final int MAX_SOURCES = 1 << 14;

    /** Maximum log events of a message: more than a message of 16 MiB has as JSON. An index is less. */
    public static final int MAX_EVENTS = 1 << 21;

    private static final int INDEX_BITS = 21;
    private static final int SOURCE_SHIFT = 48;
    private static final long OFFSET_MASK = (1L << (SOURCE_SHIFT - INDEX_BITS)) - 1;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long LAST_MILLISECOND = (1L << 48) - 1;

    private EventId() {}

    /**
     * The id of the {@code index}-th event of a message. Times before 1970 and after the year 10889 are clamped.
     *
     * @param source number of the partition in ids; less than {@link #MAX_SOURCES}
     * @param index less than {@link #MAX_EVENTS}
     */
    public static UUID of(int source, long offset, int index, Instant observedAt) {
        if (source < 0 || source >= MAX_SOURCES) {
            throw new IllegalArgumentException("source: " + source + " (expected: 0 to " + (MAX_SOURCES - 1) + ")");
        }
        if (index < 0 || index >= MAX_EVENTS) {
            throw new IllegalArgumentException("index: " + index + " (expected: 0 to " + (MAX_EVENTS - 1) + ")");
        }
        long order = ((long) source << SOURCE_SHIFT) | ((offset & OFFSET_MASK) << INDEX_BITS) | index;
        return new UUID(timeBits(observedAt), VARIANT | order);
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
}
