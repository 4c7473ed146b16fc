package io.logaggregator.store.postgres.filters;

import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A row of {@code message_filter}: a Bloom filter of the {@linkplain NGrams n-grams} of some messages. Each committed log
 * event is in the range of a filter that has its n-grams, so events outside the ranges of matching filters cannot match. The
 * ranges of filters may overlap, and other events may be in them.
 *
 * @param firstMillis lowest time in the ids of the events, in milliseconds since 1970
 * @param lastMillis highest such time, at most an hour later
 * @param bits in the order of {@code get_bit}; see {@link #hash}
 */
public record MessageFilter(long firstMillis, long lastMillis, int events, byte[] bits) {

    static final long MAX_SPAN_MILLIS = 3_600_000;

    /** Bits per n-gram. With 8 bits per n-gram, 3 give the fewest false positives: 3 %. */
    static final int BITS_PER_NGRAM = 3;

    /** Events of a filter. With more, filters contain more combinations of digits, and a match reads more. */
    static final int MAX_EVENTS = 256;

    /** Bounds the size of most filters, so that four fit on a page. */
    private static final int MAX_NGRAMS = 1_900;

    private static final int MIN_BYTES = 8;

    /** A single message may have more n-grams. The row has to fit on a page. */
    private static final int MAX_BYTES = 7_500;

    public Instant observedAt() {
        return Instant.ofEpochMilli(lastMillis);
    }

    /** Returns filters of the events of a batch. */
    public static List<MessageFilter> of(List<LogEvent> events) {
        LogEvent[] ordered = events.toArray(LogEvent[]::new);
        Arrays.sort(ordered, (one, other) -> Long.compare(EventId.millisOf(one.id()), EventId.millisOf(other.id())));
        Builder builder = new Builder(Builder.MAX_GAP_MILLIS);
        for (LogEvent event : ordered) {
            builder.add(EventId.millisOf(event.id()), event.message());
        }
        return builder.build();
    }

    /**
     * The 32-bit hash that chooses a bit: {@code hash * number of bits >> 32}, so that the number of bits need not be a power
     * of two.
     *
     * @param number of an n-gram
     * @param index less than {@link #BITS_PER_NGRAM}
     */
    static long hash(int number, int index) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return (mixed >>> 32) + index * (mixed & 0xFFFF_FFFFL) & 0xFFFF_FFFFL;
    }

    private static int bit(long hash, int bytes) {
        return (int) (hash * bytes * Byte.SIZE >>> 32);
    }

    /** Collects the messages of events, ordered by time, into filters. Not thread-safe. */
    static final class Builder {

        /** Separates late events of a batch from the others. */
        static final long MAX_GAP_MILLIS = 10_000;

        private final long maxGapMillis;
        private final long[] present = new long[NGrams.NUMBERS / Long.SIZE];
        private int[] numbers = new int[MAX_NGRAMS];
        private int size;
        private int events;
        private long firstMillis;
        private long lastMillis;
        private List<MessageFilter> filters = new ArrayList<>();

        Builder(long maxGapMillis) {
            this.maxGapMillis = maxGapMillis;
        }

        void add(long millis, String message) {
            boolean isFull = events == MAX_EVENTS || size >= MAX_NGRAMS;
            if (events > 0
                    && (isFull || millis - lastMillis > maxGapMillis || millis - firstMillis > MAX_SPAN_MILLIS)) {
                finish();
            }
            firstMillis = events == 0 ? millis : firstMillis;
            lastMillis = millis;
            events++;
            NGrams.forEach(message, this::add);
        }

        private void add(int number) {
            int word = number >>> 6;
            long bit = 1L << number;
            if ((present[word] & bit) == 0) {
                present[word] |= bit;
                if (size == numbers.length) {
                    numbers = Arrays.copyOf(numbers, size * 2);
                }
                numbers[size++] = number;
            }
        }

        /** The number of completed filters. */
        int completed() {
            return filters.size();
        }

        /** Removes and returns the completed filters. */
        List<MessageFilter> take() {
            List<MessageFilter> taken = filters;
            filters = new ArrayList<>();
            return taken;
        }

        /** Completes the last filter and returns it with the others. */
        List<MessageFilter> build() {
            if (events > 0) {
                finish();
            }
            return take();
        }

        private void finish() {
            byte[] bits = new byte[Math.clamp(size, MIN_BYTES, MAX_BYTES)];
            for (int index = 0; index < size; index++) {
                int number = numbers[index];
                present[number >>> 6] = 0;
                for (int function = 0; function < BITS_PER_NGRAM; function++) {
                    int bit = bit(hash(number, function), bits.length);
                    bits[bit >> 3] |= (byte) (1 << (bit & 7));
                }
            }
            filters.add(new MessageFilter(firstMillis, lastMillis, events, bits));
            size = 0;
            events = 0;
        }
    }
}
