package io.logaggregator.store.postgres.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instants as {@code timestamptz}. */
public final class Timestamps {

    // Nothing is stored outside these years, and PostgreSQL knows fewer years than Instant does.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Timestamps() {}

    /** The instant, or the nearest that a row can have. */
    public static Instant storable(Instant instant) {
        if (instant.isBefore(FIRST)) {
            return FIRST;
        }
        return instant.isAfter(LAST) ? LAST : instant;
    }

    public static OffsetDateTime of(Instant instant) {
        return storable(instant).atOffset(ZoneOffset.UTC);
    }

    /** The text of a {@code timestamptz}, for an array; null for {@code Instant.MIN}. */
    public static @Nullable String text(@Nullable Instant instant) {
        return instant == null || instant.equals(Instant.MIN)
                ? null
                : of(instant.truncatedTo(ChronoUnit.MICROS)).toString();
    }

    public static Instant read(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static Optional<Instant> readIfAny(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
