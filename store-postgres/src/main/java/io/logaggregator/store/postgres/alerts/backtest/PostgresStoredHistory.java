package io.logaggregator.store.postgres.alerts.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.kinds.ScheduledCondition;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.match.CaseFolding;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.store.postgres.alerts.EventGroups;
import io.logaggregator.store.postgres.alerts.backtest.HistoryReader.Cursor;
import io.logaggregator.store.postgres.alerts.scheduled.ScheduledSql;
import io.logaggregator.store.postgres.logs.LogConditionSql;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads stored logs, metrics and host activity for backtests. Thread-safe. */
public final class PostgresStoredHistory implements StoredHistory {

    /** The series of one subject, which differ by the spelling of the host. */
    private record Subject(List<Integer> series, Kind kind, Labels labels) {}

    private final HistoryReader reader;

    public PostgresStoredHistory(Connections connections) {
        reader = new HistoryReader(connections);
    }

    @Override
    public void samples(String metric, Matchers matchers, Instant from, Instant to, SampleSink sink) {
        reader.read(cursor -> {
            for (Subject subject : subjects(cursor, metric, matchers)) {
                cursor.each(
                        samplesOf(subject.series, from, to),
                        row -> sink.accept(
                                subject.labels,
                                subject.kind,
                                new Point(Timestamps.read(row, "observed_at"), row.getDouble("value"))));
            }
        });
    }

    private static Collection<Subject> subjects(Cursor cursor, String metric, Matchers matchers) throws SQLException {
        Map<String, String> environments = matchers.environment().isAny() ? Map.of() : environments(cursor);
        Map<Labels, Subject> subjects = new LinkedHashMap<>();
        cursor.each(Sql.of("""
                select id, host, kind,
                       array(select jsonb_object_keys(attributes)) as names,
                       array(select value from jsonb_each_text(attributes)) as values
                from metric_series where metric = ?
                order by host collate "C", id""", metric), row -> {
            String host = row.getString("host");
            Map<String, String> attributes = JsonText.readMembers(row, "names", "values");
            if (matchers.match(host, environments.getOrDefault(host, ""), attributes)) {
                Kind kind = Kind.values()[row.getInt("kind")];
                subjects.computeIfAbsent(
                                Labels.ofHost(CaseFolding.fold(host), attributes),
                                _ -> new Subject(new ArrayList<>(1), kind, Labels.ofHost(host, attributes)))
                        .series
                        .add(row.getInt("id"));
            }
        });
        return subjects.values();
    }

    /** The environment that hosts have named last. */
    private static Map<String, String> environments(Cursor cursor) throws SQLException {
        Map<String, String> environments = new HashMap<>();
        cursor.each(Sql.of("""
                        select name as host, environment from host where environment is not null"""), row -> environments.put(row.getString("host"), row.getString("environment")));
        return environments;
    }

    private static Sql samplesOf(List<Integer> series, Instant from, Instant to) {
        return Sql.of("""
                select observed_at, value from metric_sample
                where ? and observed_at >= ? and observed_at < ?
                order by observed_at""", isAny(series), Timestamps.of(from), Timestamps.of(to));
    }

    /** Of a single series, the index has the samples in order. */
    private static Sql isAny(List<Integer> series) {
        return series.size() == 1
                ? Sql.of("series_id = ?", series.getFirst())
                : Sql.of("series_id = any (?)", (Object) series.toArray(Integer[]::new));
    }

    @Override
    public void logCounts(
            LogCondition condition,
            Matchers matchers,
            List<LogField> groupBy,
            Duration bucket,
            Instant from,
            Instant to,
            Sink sink) {
        Sql counts = counts(condition, matchers, groupBy, bucket, from, to);
        reader.read(cursor -> cursor.each(
                counts,
                row -> sink.accept(
                        EventGroups.labels(row, groupBy),
                        new Point(Timestamps.read(row, "newest"), row.getLong("events")))));
    }

    /** Counts matching events by bucket and group. As in live evaluation, an event is not later than its receipt. */
    private static Sql counts(
            LogCondition condition,
            Matchers matchers,
            List<LogField> groupBy,
            Duration bucket,
            Instant from,
            Instant to) {
        LogCondition all = new And(List.of(
                EventGroups.matches(Standard.HOST, matchers.host()),
                EventGroups.matches(LogField.Text.ENVIRONMENT, matchers.environment()),
                condition));
        EventGroups groups = new EventGroups(groupBy, matchers);
        return Sql.of(
                """
                select ?bucket, max(at) as newest, count(*) as events
                from (
                    select *, date_bin(?::interval, at, '1970-01-01Z') as bucket?
                    from (
                        select *, least(observed_at, received_at) as at from log_record
                        where observed_at >= ? and observed_at < ? and application <> ?
                    ) as event
                    where ?
                ) as event
                group by ?bucket
                order by bucket, ?newest""",
                groups.spellings(),
                bucket.toString(),
                groups.values(),
                Timestamps.of(from),
                Timestamps.of(to),
                LogEvent.CANARY,
                LogConditionSql.of(all),
                groups.keys(),
                groups.keys());
    }

    @Override
    public void scheduled(ScheduledQuery query, ScheduledQuery.Sink sink) {
        reader.read(cursor -> cursor.each(
                ScheduledSql.of(query, ScheduledCondition.MAX_SUBJECTS, cursor.connection()),
                row -> ScheduledSql.read(query, row, sink)));
    }

    @Override
    public void hostActivity(NoData.Of of, Matchers matchers, Duration grain, Instant from, Instant to, Sink sink) {
        Sql activity = activity(of, matchers.host(), grain, from, to);
        reader.read(cursor -> cursor.each(activity, row -> {
            String host = row.getString("host");
            Labels labels = of == NoData.Of.HOST ? Labels.ofHost(host, Map.of()) : Labels.NONE;
            Instant first = Timestamps.read(row, "first");
            Instant last = Timestamps.read(row, "last");
            sink.accept(labels, new Point(first, 0));
            if (last.isAfter(first)) {
                sink.accept(labels, new Point(last, 0));
            }
        }));
    }

    /** Selects the first and last activity of hosts by grain of time. */
    private static Sql activity(NoData.Of of, Glob host, Duration grain, Instant from, Instant to) {
        Sql hosts = LogConditionSql.of(EventGroups.matches(Standard.HOST, host));
        Sql time = Sql.of("observed_at >= ? and observed_at < ?", Timestamps.of(from), Timestamps.of(to));
        Sql subject = Sql.of(of == NoData.Of.HOST ? "host" : "''::text");
        return Sql.of(
                """
                select min(? collate "C") as host, date_bin(?::interval, observed_at, '1970-01-01Z') as grain,
                       min(observed_at) as first, max(observed_at) as last
                from (
                    select host, observed_at from log_record where ? and ? and application <> ?
                    union all
                    select host, observed_at
                    from metric_sample join metric_series on metric_series.id = metric_sample.series_id
                    where ? and ?
                    union all
                    select host, observed_at from process_snapshot where ? and ?
                ) as sign
                group by lower(?), 2
                order by lower(?), 2""",
                subject, // one of the spellings of its name
                grain.toString(),
                time,
                hosts,
                LogEvent.CANARY,
                time,
                hosts,
                time,
                hosts,
                subject,
                subject);
    }
}
