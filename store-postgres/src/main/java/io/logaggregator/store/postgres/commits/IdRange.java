package io.logaggregator.store.postgres.commits;

import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * A range of event ids by their time, in milliseconds since 1970.
 *
 * @param first inclusive
 * @param last inclusive
 */
public record IdRange(long first, long last) {

    /**
     * A larger gap starts a new range: it costs about as much as reading ten rows of other transactions from the index.
     */
    private static final long GAP_MILLIS = 5;

    /** Bounds the rows that are sorted before a query reaches its limit. */
    private static final long MAX_MILLIS = 1_000;

    /** Returns ordered ranges with the ids of these events and few others. */
    static List<IdRange> covering(Collection<LogEvent> events) {
        long[] millis = new long[events.size()];
        int count = 0;
        for (LogEvent event : events) {
            millis[count++] = EventId.millisOf(event.id());
        }
        Arrays.sort(millis);
        List<IdRange> ranges = new ArrayList<>();
        int begin = 0;
        for (int next = 1; next <= millis.length; next++) {
            if (next == millis.length || millis[next] - millis[next - 1] > GAP_MILLIS) {
                ranges.add(new IdRange(millis[begin], millis[next - 1]));
                begin = next;
            }
        }
        return ranges;
    }

    /** Returns the union of ranges as ordered, disjoint ranges of limited length. */
    public static List<IdRange> merged(Collection<IdRange> ranges) {
        List<IdRange> merged = new ArrayList<>();
        for (IdRange range :
                ranges.stream().sorted(Comparator.comparingLong(IdRange::first)).toList()) {
            long begin = merged.isEmpty() ? range.first : Math.max(range.first, merged.getLast().last + 1);
            for (long first = begin; first <= range.last; first += MAX_MILLIS) {
                add(new IdRange(first, Math.min(range.last, first + MAX_MILLIS - 1)), merged);
            }
        }
        return merged;
    }

    private static void add(IdRange range, List<IdRange> merged) {
        IdRange before = merged.isEmpty() ? range : merged.getLast();
        boolean continues = before.last + 1 == range.first && range.last - before.first < MAX_MILLIS;
        if (continues) {
            merged.set(merged.size() - 1, new IdRange(before.first, range.last));
        } else {
            merged.add(range);
        }
    }

    /** The lowest id in the range. */
    public UUID firstId() {
        return EventId.lowest(begin());
    }

    /** The lowest id after the range. */
    public UUID endId() {
        return EventId.lowest(end());
    }

    public Instant begin() {
        return Instant.ofEpochMilli(first);
    }

    public Instant end() {
        return Instant.ofEpochMilli(last + 1);
    }
}
