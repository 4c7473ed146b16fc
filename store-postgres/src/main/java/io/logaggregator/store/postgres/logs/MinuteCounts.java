package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The table {@code log_minute}: number of log events by minute and level, those of the canary apart, written by the
 * transactions that store the events. A histogram of all events or of levels, with or without those of the canary, reads
 * it, and events only in the partial minutes at both ends.
 */
public final class MinuteCounts {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Few events arrive later, so that a folded minute seldom gets new rows. */
    private static final Duration FOLD_AFTER = Duration.ofHours(2);

    /** The columns of deleted events that {@link #UNCOUNT} needs. */
    public static final String COUNTED =
            "observed_at, level, coalesce(inline_application, (select application from log_stream"
                    + " where id = stream_id)) = '" + LogEvent.CANARY + "' as canary";

    /** SQL that subtracts the deleted events of {@code expired}. */
    public static final String UNCOUNT = """
            insert into log_minute (minute, level, canary, writer, events)
            select date_bin('1 minute', observed_at, 'epoch'), level, canary, 0, -count(*) from expired group by 1, 2, 3
            on conflict (minute, level, canary, writer) do update set events = log_minute.events + excluded.events""";

    private MinuteCounts() {}

    /** Whether the minute counts suffice for a histogram. */
    static boolean suffice(LogQuery query, TimeBuckets steps) {
        return steps.areMultiplesOf(MINUTE) && refersToCountedOnly(query.condition());
    }

    private static boolean refersToCountedOnly(LogCondition condition) {
        return switch (condition) {
            case And(var conditions) -> conditions.stream().allMatch(MinuteCounts::refersToCountedOnly);
            case Or(var conditions) -> conditions.stream().allMatch(MinuteCounts::refersToCountedOnly);
            case Not(var negated) -> refersToCountedOnly(negated);
            case AtLeast(var level) -> true;
            case Matches(var field, var pattern) -> field == Standard.LEVEL || isCanary(field, pattern);
            case Between(var field, var lower, var upper) -> field == Standard.LEVEL;
            case Exists(var field) -> field == Standard.LEVEL;
        };
    }

    private static boolean isCanary(LogField field, TextPattern pattern) {
        return field == Text.APPLICATION
                && pattern.isLiteral()
                && pattern.literal().equalsIgnoreCase(LogEvent.CANARY);
    }

    /** Sums counts by step and level, from a minute inclusive to another exclusive. */
    static Sql counted(LogCondition condition, Instant first, Instant end, TimeBuckets steps) {
        return Sql.of(
                """
                select ? as start, level, sum(events)::bigint as events
                from (select minute, level, events, case when canary then ? else '' end as application from log_minute) as counted
                where minute >= ? and minute < ? and (?)
                group by 1, 2""",
                steps.startOf("minute"),
                LogEvent.CANARY,
                Timestamps.of(first),
                Timestamps.of(end),
                LogConditionSql.of(condition));
    }

    static Instant floor(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES);
    }

    static Instant ceiling(Instant instant) {
        Instant floor = floor(instant);
        return floor.equals(instant) ? instant : floor.plus(MINUTE);
    }

    /**
     * Merges the rows of several writers into one. Counts move from row to row within one statement, so that sums are
     * exact at any time.
     */
    public static void fold(Connection connection, Instant now) throws SQLException {
        Sql.of("""
                with taken as (
                    delete from log_minute where writer <> 0 and minute < ? returning minute, level, canary, events
                )
                insert into log_minute (minute, level, canary, writer, events)
                select minute, level, canary, 0, sum(events) from taken group by 1, 2, 3
                on conflict (minute, level, canary, writer) do update set events = log_minute.events + excluded.events
                """, Timestamps.of(now.minus(FOLD_AFTER))).update(connection);
        Sql.of("delete from log_minute where events = 0").update(connection);
    }
}
