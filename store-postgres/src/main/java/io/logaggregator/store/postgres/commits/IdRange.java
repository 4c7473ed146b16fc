package io.logaggregator.store.postgres.commits;

import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The ids whose time lies between two milliseconds since 1970.
 *
 * @param first included
 * @param last included
 */
public record IdRange(long first, long last) {

    /**
     * What lies further apart is not worth reading all that others have written in between: in an index, the next row is
     * cheap, and to begin anew costs as much as some ten of them.
     */
    private static final long GAP_MILLIS = 5;

    /** A row that is read to find no more than a limit should not stand behind a longer one that is sorted before. */
    private static final long LONGEST_MILLIS = 1_000;

    /** Spans that hold the ids of these events, and little else, in order. */
    static List<IdRange> covering(Collection<LogEvent> events) {
        long[] millis = events.stream()
                .mapToLong(event -> EventId.millisOf(event.id()))
                .sorted()
                .toArray();
        List<IdRange> spans = new ArrayList<>();
        int begin = 0;
        for (int next = 1; next <= millis.length; next++) {
            if (next == millis.length || millis[next] - millis[next - 1] > GAP_MILLIS) {
                spans.add(new IdRange(millis[begin], millis[next - 1]));
                begin = next;
            }
        }
        return spans;
    }

    /** What these spans hold together, in order, each millisecond in one span, and none of them long. */
    public static List<IdRange> merged(Collection<IdRange> spans) {
        List<IdRange> merged = new ArrayList<>();
        for (IdRange span :
                spans.stream().sorted(Comparator.comparingLong(IdRange::first)).toList()) {
            long begin = merged.isEmpty() ? span.first : Math.max(span.first, merged.getLast().last + 1);
            for (long first = begin; first <= span.last; first += LONGEST_MILLIS) {
                add(new IdRange(first, Math.min(span.last, first + LONGEST_MILLIS - 1)), merged);
            }
        }
        return merged;
    }

    private static void add(IdRange span, List<IdRange> merged) {
        IdRange before = merged.isEmpty() ? span : merged.getLast();
        boolean continues = before.last + 1 == span.first && span.last - before.first < LONGEST_MILLIS;
        if (continues) {
            merged.set(merged.size() - 1, new IdRange(before.first, span.last));
        } else {
            merged.add(span);
        }
    }

    /** The lowest id within. */
    public UUID firstId() {
        return EventId.lowest(begin());
    }

    /** The lowest id beyond. */
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
