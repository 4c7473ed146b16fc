package io.logaggregator.store.postgres.alerts.backtest;

import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.LogField.Standard;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.store.postgres.logs.LogConditionSql;
import io.logaggregator.store.postgres.sql.GlobPattern;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Duration;
import java.time.Instant;

/** When something came from hosts: of each grain of time the first and the last. */
final class HostActivitySql {

    private HostActivitySql() {}

    static Sql of(Silence.Of of, Glob host, Duration grain, Instant from, Instant to) {
        Sql hosts = LogConditionSql.of(GlobPattern.matches(Standard.HOST, host));
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
}
