package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogField.Standard;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * {@code log_minute}: how many log events there are of each minute and level, counted by the transactions that bring them.
 * A histogram of all events, or of some levels, is read from it as it is at this moment, and looks at events only in the
 * two minutes at its ends.
 */
public final class MinuteCounts {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Hardly anything comes later, so that a row made of several is not soon joined by others. */
    private static final Duration SETTLED = Duration.ofHours(2);

    /** Takes off those that are deleted, {@code expired}. */
    public static final String UNCOUNT = """
            insert into log_minute (minute, level, writer, events)
            select date_bin('1 minute', observed_at, 'epoch'), level, 0, -count(*) from expired group by 1, 2
            on conflict (minute, level, writer) do update set events = log_minute.events + excluded.events""";

    private MinuteCounts() {}

    /** Whether the minutes hold all that a histogram asks. */
    static boolean answer(LogQuery query, TimeBuckets steps) {
        return steps.areMultiplesOf(MINUTE) && isAboutLevels(query.condition());
    }

    private static boolean isAboutLevels(LogCondition condition) {
        return switch (condition) {
            case And(var conditions) -> conditions.stream().allMatch(MinuteCounts::isAboutLevels);
            case Or(var conditions) -> conditions.stream().allMatch(MinuteCounts::isAboutLevels);
            case Not(var negated) -> isAboutLevels(negated);
            case AtLeast(var level) -> true;
            case Matches(var field, var pattern) -> field == Standard.LEVEL;
            case Between(var field, var lower, var upper) -> field == Standard.LEVEL;
            case Exists(var field) -> field == Standard.LEVEL;
        };
    }

    /** Sums by step and level of the minutes from one to before another. */
    static Sql counted(LogCondition aboutLevels, Instant first, Instant end, TimeBuckets steps) {
        return Sql.of(
                """
                select ? as start, level, sum(events)::bigint as events from log_minute
                where minute >= ? and minute < ? and (?)
                group by 1, 2""",
                steps.startOf("minute"),
                Timestamps.of(first),
                Timestamps.of(end),
                LogConditionSql.of(aboutLevels));
    }

    static Instant floor(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES);
    }

    static Instant ceiling(Instant instant) {
        Instant floor = floor(instant);
        return floor.equals(instant) ? instant : floor.plus(MINUTE);
    }

    /**
     * Makes one row of those of several writers. It takes from a row what it holds in that instant, whatever others may
     * just have added, and adds it to another: sums are right at any time.
     */
    public static void fold(Connection connection, Instant now) throws SQLException {
        Sql.of("""
                with taken as (
                    delete from log_minute where writer <> 0 and minute < ? returning minute, level, events
                )
                insert into log_minute (minute, level, writer, events)
                select minute, level, 0, sum(events) from taken group by 1, 2
                on conflict (minute, level, writer) do update set events = log_minute.events + excluded.events
                """, Timestamps.of(now.minus(SETTLED))).update(connection);
        Sql.of("delete from log_minute where events = 0").update(connection);
    }
}
