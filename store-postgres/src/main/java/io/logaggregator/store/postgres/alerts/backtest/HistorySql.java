package io.logaggregator.store.postgres.alerts.backtest;

import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.store.postgres.logs.LogConditionSql;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Queries of a backtest. */
final class HistorySql {

    /** Index of the first column of group values. */
    static final int FIRST_VALUE = 4;

    private HistorySql() {}

    /** Selects the first and last activity of hosts by grain of time. */
    static Sql hostActivity(Silence.Of of, Glob host, Duration grain, Instant from, Instant to) {
        Sql hosts = LogConditionSql.of(matches(Standard.HOST, host));
        Sql time = Sql.of("observed_at >= ? and observed_at < ?", Timestamps.of(from), Timestamps.of(to));
        return Sql.of(
                """
                select ? as host, date_bin(?::interval, observed_at, '1970-01-01Z') as grain,
                       min(observed_at) as first, max(observed_at) as last
                from (
                    select host, observed_at from log_event where ? and ? and application <> ?
                    union all
                    select host, observed_at
                    from metric_sample join metric_series on metric_series.id = metric_sample.series_id
                    where ? and ?
                    union all
                    select host, observed_at from process_snapshot where ? and ?
                ) as sign
                group by 1, 2
                order by 1, 2""",
                Sql.of(of == Silence.Of.HOST ? "host" : "''"),
                grain.toString(),
                time,
                hosts,
                LogEvent.CANARY,
                time,
                hosts,
                time,
                hosts);
    }

    /** Counts matching events by bucket and group. As in live evaluation, an event is not later than its receipt. */
    static Sql logCounts(
            LogCondition condition,
            Matchers matchers,
            List<LogField> groupBy,
            Duration bucket,
            Instant from,
            Instant to) {
        LogCondition all = new And(List.of(
                matches(Standard.HOST, matchers.host()),
                matches(LogField.Text.ENVIRONMENT, matchers.environment()),
                condition));
        List<Object> parts = new ArrayList<>();
        parts.add(Sql.of("date_bin(?::interval, event.at, '1970-01-01Z')", bucket.toString()));
        groupBy.forEach(field -> parts.add(value(field)));
        parts.addAll(List.of(Timestamps.of(from), Timestamps.of(to), LogEvent.CANARY, LogConditionSql.of(all)));
        String values = ", ?".repeat(groupBy.size());
        String columns = IntStream.range(FIRST_VALUE, FIRST_VALUE + groupBy.size())
                .mapToObj(column -> ", " + column)
                .collect(Collectors.joining());
        return Sql.of("""
                select ? as bucket, max(event.at) as newest, count(*) as events%1$s
                from (
                    select *, least(observed_at, received_at) as at from log_event
                    where observed_at >= ? and observed_at < ? and application <> ?
                ) as event
                where ?
                group by 1%2$s
                order by 1%2$s""".formatted(values, columns), parts.toArray());
    }

    private static Sql value(LogField field) {
        return switch (field) {
            case Standard.LEVEL -> Sql.of("level::text");
            case Standard _, Text _ -> LogConditionSql.column(field);
            case Attribute attribute -> {
                Sql value = LogConditionSql.value(attribute);
                yield Sql.of("""
                        coalesce(case jsonb_typeof(?) when 'array' then ? ->> 0 else ? #>> '{}' end, '')""", value, value, value);
            }
        };
    }

    private static LogCondition matches(LogField field, Glob glob) {
        return glob.isAny() ? LogCondition.ALL : new Matches(field, TextPattern.of(glob));
    }
}
