package io.logaggregator.core.alerting.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Counts of recent events of a group, in slots. {@link EventCounts} adds to them. The numbers are, in microseconds: the largest time that
 * an event took to the queue, of those in the same window of append times as the last one; the same of the window before; then for
 * each slot in time order the times of its first and its last event since 1970, and the number of its events. Immutable.
 */
public final class LogWindow {

    public static final LogWindow EMPTY = new LogWindow(new long[2], 2);

    static final int LAGS = 2;
    static final int NUMBERS = 3; // of a slot

    private final long[] numbers;

    /** @param length of the part to copy; none, or the lags only, for no events */
    LogWindow(long[] numbers, int length) {
        this.numbers = length > LAGS ? Arrays.copyOf(numbers, length) : new long[LAGS];
    }

    /** A window of its numbers; empty for none. */
    public static LogWindow of(Long... numbers) {
        return numbers.length == 0
                ? EMPTY
                : new LogWindow(
                        Arrays.stream(numbers).mapToLong(Long::longValue).toArray(), numbers.length);
    }

    public boolean isEmpty() {
        return numbers.length == LAGS;
    }

    /** A copy of the numbers. */
    public long[] numbers() {
        return numbers.clone();
    }

    /** The numbers themselves, not to be changed. */
    long[] shared() {
        return numbers;
    }

    /** The times of the last events of the slots. */
    public List<Instant> times() {
        List<Instant> times = new ArrayList<>();
        for (int index = LAGS; index < numbers.length; index += NUMBERS) {
            times.add(EventCounts.instant(numbers[index + 1]));
        }
        return times;
    }

    /** The numbers of events of the slots. */
    public List<Long> counts() {
        List<Long> counts = new ArrayList<>();
        for (int index = LAGS; index < numbers.length; index += NUMBERS) {
            counts.add(numbers[index + 2]);
        }
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogWindow window && Arrays.equals(numbers, window.numbers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(numbers));
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers);
    }
}
