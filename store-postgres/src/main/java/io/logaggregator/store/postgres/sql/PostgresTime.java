package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.DataRejectedException;
import java.time.Instant;

/**
 * Instants as PostgreSQL counts them: microseconds since 2000-01-01 UTC.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">PostgreSQL, date and time types</a>
 */
public final class PostgresTime {

    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long FIRST_SECOND =
            Instant.parse("-4712-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("+294276-12-31T23:59:59Z").getEpochSecond();

    private PostgresTime() {}

    /** Cuts off nanoseconds, as the database would round them and so might move an instant into the next day. */
    public static long micros(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < FIRST_SECOND || second > LAST_SECOND) {
            throw new DataRejectedException("time: " + instant + " (expected: a year from -4712 to 294276)", null);
        }
        return (second - EPOCH_SECOND) * 1_000_000 + instant.getNano() / 1_000;
    }
}
