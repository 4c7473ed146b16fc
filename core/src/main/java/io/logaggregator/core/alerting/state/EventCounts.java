package io.logaggregator.core.alerting.state;

import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Mutable counts of the events of one group. Times are microseconds since 1970. Not thread-safe.
 *
 * <p>The count at a time {@code e} is that of the events after {@code e - window} up to {@code e}. Events of the same {@link
 * OfEvents#slot() slot} are counted together from the first until the last one has left the window. So a count may be too
 * high by the events of a slot, and is never too low.
 *
 * <p>The count at a time may change until an event of the group is {@link OfEvents#allowedLateness} newer. Older events than
 * those in such a window are late.
 */
public final class EventCounts {

    /** The absence of a time. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long TOLERANCE = micros(AlertState.CLOCK_TOLERANCE);

    private final Shape shape;
    private long[] numbers = new long[LogWindow.LAGS + 2 * LogWindow.NUMBERS]; // those of a LogWindow
    private int size;
    private long newest = NONE;
    private long appended = NONE;
    private long lag;
    private long previousLag;

    /** The lengths of a rule. */
    public record Shape(long window, long lateness, long slot) {

        /** Counts without an end, which only store events. */
        public static final Shape UNLIMITED = new Shape(Long.MAX_VALUE / 4, 0, 1);

        public static Shape of(OfEvents count) {
            return new Shape(micros(count.window()), micros(count.allowedLateness()), micros(count.slot()));
        }
    }

    public EventCounts(Shape shape) {
        this.shape = shape;
    }

    /** The counts of a state. */
    public static EventCounts of(AlertState state, OfEvents count) {
        EventCounts counts = reading(state, count);
        counts.numbers = counts.numbers.clone();
        return counts;
    }

    /** The counts of a state, to which nothing is added. */
    static EventCounts reading(AlertState state, OfEvents count) {
        EventCounts counts = new EventCounts(Shape.of(count));
        counts.replace(state);
        return counts;
    }

    private void replace(AlertState state) {
        numbers = state.window().shared();
        size = (numbers.length - LogWindow.LAGS) / LogWindow.NUMBERS;
        newest = micros(state.newestAt());
        appended = micros(state.appendedAt());
        lag = numbers[0];
        previousLag = numbers[1];
        if (newest == NONE && size > 0) {
            newest = last(size - 1);
        }
    }

    /** Replaces the counts with those of a state. */
    public void set(AlertState state) {
        replace(state);
        numbers = numbers.clone();
    }

    /** The counts as a value. Their newest time and the last append time are not part of it. */
    public LogWindow window() {
        numbers[0] = lag;
        numbers[1] = previousLag;
        return size == 0 ? LogWindow.EMPTY : new LogWindow(numbers, start(size));
    }

    private static int start(int index) {
        return LogWindow.LAGS + index * LogWindow.NUMBERS;
    }

    /**
     * Adds events of one instant.
     *
     * @param queued time when they entered the queue
     * @return whether they are counted; false if they are late
     */
    public boolean add(long at, long queued, long events) {
        if (newest != NONE && at <= newest - shape.lateness - shape.window) {
            return false;
        }
        merge(at, at, events);
        newest = Math.max(newest, at);
        if (appended != NONE) {
            long windows = windowsAfter(queued);
            previousLag = windows <= 0 ? previousLag : windows == 1 ? lag : 0;
            lag = windows <= 0 ? lag : 0;
        }
        appended = Math.max(appended, queued);
        lag = Math.max(lag, queued - at);
        return true;
    }

    /** Adds events that are counted together. */
    public void merge(long firstAt, long lastAt, long events) {
        int index = size - 1;
        while (index >= 0 && last(index) > lastAt && !isSameSlot(index, lastAt)) {
            index--;
        }
        if (index >= 0 && isSameSlot(index, lastAt)) {
            int slot = start(index);
            numbers[slot] = Math.min(numbers[slot], firstAt);
            numbers[slot + 1] = Math.max(numbers[slot + 1], lastAt);
            numbers[slot + 2] += events;
        } else {
            insert(index + 1, firstAt, lastAt, events);
        }
    }

    private boolean isSameSlot(int index, long time) {
        return Math.floorDiv(last(index), shape.slot) == Math.floorDiv(time, shape.slot);
    }

    private void insert(int index, long firstAt, long lastAt, long events) {
        int slot = start(index);
        int end = start(size);
        if (end + LogWindow.NUMBERS > numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * numbers.length + LogWindow.NUMBERS);
        }
        System.arraycopy(numbers, slot, numbers, slot + LogWindow.NUMBERS, end - slot);
        numbers[slot] = firstAt;
        numbers[slot + 1] = lastAt;
        numbers[slot + 2] = events;
        size++;
    }

    /** Replaces the times that are derived from all events. */
    public void mark(long newestAt, long lastAppended, long newLag, long lagBefore) {
        newest = newestAt;
        appended = lastAppended;
        lag = newLag;
        previousLag = lagBefore;
    }

    /** Removes the slots that no count needs any more that may still change. */
    public void trim() {
        int expired = 0;
        while (expired < size && last(expired) <= newest - shape.lateness - shape.window) {
            expired++;
        }
        if (expired > 0) {
            System.arraycopy(numbers, start(expired), numbers, start(0), start(size) - start(expired));
            size -= expired;
        }
    }

    /** Removes everything. */
    public void clear() {
        size = 0;
        mark(NONE, NONE, 0, 0);
    }

    /** Whether no event at or before a watermark can meet those counted: their windows, and the allowed lateness, are over. */
    public boolean isEndedAt(long watermark) {
        return newest == NONE || completeUntil(watermark) >= end();
    }

    /** The time at which the group ends. */
    public long end() {
        return newest + shape.window + shape.lateness;
    }

    public int size() {
        return size;
    }

    public long first(int index) {
        return numbers[start(index)];
    }

    /** Time of the last event of a slot, at which its events are evaluated. */
    public long last(int index) {
        return numbers[start(index) + 1];
    }

    public long count(int index) {
        return numbers[start(index) + 2];
    }

    /** Time of the newest event. */
    public long newest() {
        return newest;
    }

    /** Largest append time. */
    public long appended() {
        return appended;
    }

    public long lag() {
        return lag;
    }

    public long previousLag() {
        return previousLag;
    }

    /** The time before which counts do not change any more, whatever the watermark. */
    public long closedUntil() {
        return newest - shape.lateness;
    }

    public long windowLength() {
        return shape.window;
    }

    /** The index of the first slot that is evaluated at a time or later. */
    public int indexFrom(long time) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (last(middle) >= time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whether events are evaluated at a time. */
    public boolean isEvent(long time) {
        int index = indexFrom(time);
        return index < size && last(index) == time;
    }

    /** Number of events in the window that ends at a time. */
    public long countAt(long time) {
        long sum = 0;
        for (int index = size - 1; index >= 0 && last(index) > time - shape.window; index--) {
            if (first(index) <= time) {
                sum += count(index);
            }
        }
        return sum;
    }

    /** The largest count at a time, and at the times of later events. */
    public long maxCountFrom(long time) {
        int index = indexFrom(time);
        int oldest = index;
        long sum = 0;
        while (oldest > 0 && index < size && last(oldest - 1) > last(index) - shape.window) {
            oldest--;
            sum += count(oldest);
        }
        long max = countAt(time);
        for (; index < size; index++) {
            sum += count(index);
            while (last(oldest) <= last(index) - shape.window) {
                sum -= count(oldest);
                oldest++;
            }
            max = Math.max(max, sum);
        }
        return max;
    }

    /** The next time after another at which the count changes; {@code Long.MAX_VALUE} if there is none. */
    public long nextChange(long time) {
        int index = indexFrom(time + 1);
        long event = index < size ? last(index) : Long.MAX_VALUE;
        return Math.min(event, nextFall(time));
    }

    /** The next time after another at which events leave the window; {@code Long.MAX_VALUE} if there is none. */
    public long nextFall(long time) {
        int index = indexFrom(time - shape.window + 1);
        return index < size ? last(index) + shape.window : Long.MAX_VALUE;
    }

    /**
     * The time up to which the counts are complete: the watermark, less the lag of the group and a tolerance. The lag is the
     * largest time to the queue in the current window of append times and in the one before; else it is zero.
     */
    public long completeUntil(long watermark) {
        return watermark - lagAt(watermark) - TOLERANCE;
    }

    private long lagAt(long watermark) {
        if (appended == NONE) {
            return 0;
        }
        long windows = windowsAfter(watermark);
        return windows <= 0 ? Math.max(lag, previousLag) : windows == 1 ? lag : 0;
    }

    private long windowsAfter(long queued) {
        return Math.floorDiv(queued, shape.window) - Math.floorDiv(appended, shape.window);
    }

    /** The first watermark at which the counts are complete up to a time. */
    public long watermarkOf(long time) {
        long zero = time + TOLERANCE;
        if (appended == NONE) {
            return zero;
        }
        long next = (Math.floorDiv(appended, shape.window) + 1) * shape.window;
        long now = zero + Math.max(lag, previousLag);
        if (now < next) {
            return now;
        }
        long later = Math.max(zero + lag, next);
        return later < next + shape.window ? later : Math.max(zero, next + shape.window);
    }

    /** Microseconds since 1970; {@link #NONE} for {@code Instant.MIN}. */
    public static long micros(Instant at) {
        return at.equals(Instant.MIN) ? NONE : at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    private static long micros(Duration length) {
        return length.toNanos() / 1_000;
    }

    public static Instant instant(long micros) {
        return micros == NONE ? Instant.MIN : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
