package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.DataRejectedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conversion between instants and {@code timestamptz}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">PostgreSQL, date and time types</a>
 */
public final class Timestamps {

    // bounds of queries: PostgreSQL supports fewer years than Instant, and no row is outside these
    private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long MIN_SECOND =
            Instant.parse("-4712-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECOND =
            Instant.parse("+294276-12-31T23:59:59Z").getEpochSecond();

    private Timestamps() {}

    /** Returns the instant, or the nearest one that a row can have. */
    public static Instant storable(Instant instant) {
        if (instant.isBefore(MIN)) {
            return MIN;
        }
        return instant.isAfter(MAX) ? MAX : instant;
    }

    public static OffsetDateTime of(Instant instant) {
        return storable(instant).atOffset(ZoneOffset.UTC);
    }

    /** Returns the text of a {@code timestamptz}, for an array; null for {@code Instant.MIN}. */
    public static @Nullable String text(@Nullable Instant instant) {
        return instant == null || instant.equals(Instant.MIN)
                ? null
                : of(instant.truncatedTo(ChronoUnit.MICROS)).toString();
    }

    /**
     * Returns the binary value of a {@code timestamptz}: microseconds since 2000-01-01. Nanoseconds are truncated, since
     * PostgreSQL would round them, possibly into the next day.
     */
    public static long micros(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < MIN_SECOND || second > MAX_SECOND) {
            throw new DataRejectedException("time: " + instant + " (expected: a year from -4712 to 294276)", null);
        }
        return (second - EPOCH_SECOND) * 1_000_000 + instant.getNano() / 1_000;
    }

    public static Instant read(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static Optional<Instant> readIfAny(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
