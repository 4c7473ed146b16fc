package io.logaggregator.server.cache;

import io.logaggregator.core.logs.LogQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cuts the time of a histogram that goes up to now into what is over and what is not. Seen again a second later both ends
 * have moved, but what lies between, from one whole step to another, is the same question for as long as a step.
 */
final class RangeSlices {

    /** Messages that are late by so much are still nothing special. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private RangeSlices() {}

    /** The parts in their order; just the whole where it is over, or where too little of it is. */
    static List<LogQuery> of(LogQuery query, Duration step, Instant now) {
        // Revisions are by the hour: the one that is being written to would change all the time.
        Instant over = now.minus(LATE).truncatedTo(ChronoUnit.HOURS);
        if (!query.to().isAfter(over)) {
            return List.of(query);
        }
        Instant begin = floor(query.from().plus(step).minusNanos(1), step);
        Instant end = floor(over, step);
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

    /** Buckets begin at multiples of the step since 1970. */
    private static Instant floor(Instant instant, Duration step) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        return Instant.EPOCH.plus(micros - Math.floorMod(micros, step.toNanos() / 1_000), ChronoUnit.MICROS);
    }
}
