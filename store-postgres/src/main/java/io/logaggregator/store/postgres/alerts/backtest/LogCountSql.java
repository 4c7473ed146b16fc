package io.logaggregator.store.postgres.alerts.backtest;

import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogField;
import io.logaggregator.core.logs.LogField.Attribute;
import io.logaggregator.core.logs.LogField.Standard;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.store.postgres.logs.AttributePath;
import io.logaggregator.store.postgres.logs.LogConditionSql;
import io.logaggregator.store.postgres.sql.GlobPattern;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many events matched, by bucket of time and values of fields. */
final class LogCountSql {

    /** Of the columns of values, one for each field that groups. */
    static final int FIRST_VALUE = 4;

    private LogCountSql() {}

    /** As when it is judged on arrival, an event is not ahead of its receipt. */
    static Sql of(
            LogCondition condition,
            Matchers matchers,
            List<LogField> groupBy,
            Duration bucket,
            Instant from,
            Instant to) {
        LogCondition all = new And(List.of(
                GlobPattern.matches(Standard.HOST, matchers.host()),
                GlobPattern.matches(Standard.ENVIRONMENT, matchers.environment()),
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
            case Standard standard -> LogConditionSql.column(standard);
            case Attribute(var path) -> {
                Sql value = AttributePath.value(path);
                yield Sql.of("""
                        coalesce(case jsonb_typeof(?) when 'array' then ? ->> 0 else ? #>> '{}' end, '')""", value, value, value);
            }
        };
    }
}
