package io.logaggregator.store.postgres.sql;

import java.time.Duration;
import java.time.Instant;

/** A time range divided at the multiples of a step since 1970. */
public record TimeBuckets(Instant from, Instant to, Duration step) {

    public TimeBuckets {
        if (step.toMillis() < 1) {
            throw new IllegalArgumentException("step: " + step + " (expected: at least PT0.001S)");
        }
    }

    /** Number of steps in the range, including partial ones. */
    public long count() {
        Duration length = Duration.between(Timestamps.storable(from), Timestamps.storable(to));
        return length.toMillis() / step.toMillis() + 1;
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    /** Another range with the same step. */
    public TimeBuckets between(Instant otherFrom, Instant otherTo) {
        return new TimeBuckets(otherFrom, otherTo, step);
    }

    /** Whether the step is a multiple of a shorter duration. */
    public boolean areMultiplesOf(Duration shorter) {
        return shorter.multipliedBy(step.dividedBy(shorter)).equals(step);
    }

    /** SQL of the start of the step that contains the time of a column. */
    public Sql startOf(String column) {
        return Sql.of("date_bin(? * interval '1 microsecond', " + column + ", timestamptz 'epoch')", microseconds());
    }

    private long microseconds() {
        return Math.addExact(Math.multiplyExact(step.getSeconds(), 1_000_000L), step.getNano() / 1_000);
    }
}
