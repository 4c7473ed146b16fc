package io.logaggregator.server.cache;

import io.logaggregator.core.logs.LogQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Splits the time range of a histogram up to now into a closed middle and two ends. When the range moves, only the ends
 * change; the middle is aligned to whole steps and stays the same for one step.
 */
final class RangeSlices {

    /** The usual maximum delay of messages. */
    private static final Duration MAX_DELAY = Duration.ofMinutes(5);

    private RangeSlices() {}

    /** The slices in order; the whole range if it is closed, or if its closed part is too short. */
    static List<LogQuery> of(LogQuery query, Duration step, Instant now) {
        // Revisions are by hour, and the revision of the current hour changes continuously.
        Instant closed = now.minus(MAX_DELAY).truncatedTo(ChronoUnit.HOURS);
        if (!query.to().isAfter(closed)) {
            return List.of(query);
        }
        Instant begin = floor(query.from().plus(step).minusNanos(1), step);
        Instant end = floor(closed, step);
        if (Duration.between(begin, end).compareTo(Duration.between(end, query.to())) < 0) {
            return List.of(query);
        }
        return Stream.of(within(query, query.from(), begin), within(query, begin, end), within(query, end, query.to()))
                .filter(part -> part.from().isBefore(part.to()))
                .toList();
    }

    private static LogQuery within(LogQuery query, Instant from, Instant to) {
        return new LogQuery(from, to, query.condition());
    }

    /** Buckets begin at multiples of the step since the epoch. */
    private static Instant floor(Instant instant, Duration step) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        return Instant.EPOCH.plus(micros - Math.floorMod(micros, step.toNanos() / 1_000), ChronoUnit.MICROS);
    }
}
