package io.logaggregator.store.postgres.alerts.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.store.postgres.alerts.backtest.HistoryReader.Cursor;
import io.logaggregator.store.postgres.logs.LogEventRow;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads stored logs, metrics and host activity for backtests. Thread-safe. */
public final class PostgresStoredHistory implements StoredHistory {

    private record Series(int id, Labels labels) {}

    private final HistoryReader reader;

    public PostgresStoredHistory(Connections connections) {
        reader = new HistoryReader(connections);
    }

    @Override
    public void samples(String metric, Matchers matchers, Instant from, Instant to, Sink sink) {
        reader.read(cursor -> {
            for (Series series : series(cursor, metric, matchers)) {
                cursor.each(
                        samplesOf(series.id, from, to),
                        row -> sink.accept(
                                series.labels, new Point(Timestamps.read(row, "observed_at"), row.getDouble("value"))));
            }
        });
    }

    private static List<Series> series(Cursor cursor, String metric, Matchers matchers) throws SQLException {
        Map<String, String> environments = matchers.environment().isAny() ? Map.of() : environments(cursor);
        List<Series> series = new ArrayList<>();
        cursor.each(Sql.of("""
                select id, host,
                       array(select jsonb_object_keys(attributes)) as names,
                       array(select value from jsonb_each_text(attributes)) as values
                from metric_series where metric = ?
                order by host collate "C", id""", metric), row -> {
            String host = row.getString("host");
            Map<String, String> attributes = JsonText.readMembers(row, "names", "values");
            if (matchers.match(host, environments.getOrDefault(host, ""), attributes)) {
                series.add(new Series(row.getInt("id"), Labels.ofHost(host, attributes)));
            }
        });
        return series;
    }

    /** The environment of hosts, from the newest of their series that names one. */
    private static Map<String, String> environments(Cursor cursor) throws SQLException {
        Map<String, String> environments = new HashMap<>();
        cursor.each(Sql.of("""
                        select distinct on (host) host, attributes ->> 'deployment.environment.name' as environment
                        from metric_series
                        where attributes ->> 'deployment.environment.name' is not null
                        order by host, id desc"""), row -> environments.put(row.getString("host"), row.getString("environment")));
        return environments;
    }

    static Sql samplesOf(int series, Instant from, Instant to) {
        return Sql.of("""
                select observed_at, value from metric_sample
                where series_id = ? and observed_at >= ? and observed_at < ?
                order by observed_at""", series, Timestamps.of(from), Timestamps.of(to));
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
        Sql counts = HistorySql.logCounts(condition, matchers, groupBy, bucket, from, to);
        reader.read(cursor -> cursor.each(
                counts,
                row -> sink.accept(
                        labels(row, groupBy), new Point(Timestamps.read(row, "newest"), row.getLong("events")))));
    }

    private static Labels labels(ResultSet row, List<LogField> groupBy) throws SQLException {
        TreeMap<String, String> values = new TreeMap<>();
        for (int index = 0; index < groupBy.size(); index++) {
            LogField field = groupBy.get(index);
            String value = row.getString(HistorySql.FIRST_VALUE + index);
            values.put(
                    field.label(),
                    field == LogField.Standard.LEVEL
                            ? LogEventRow.level(Integer.parseInt(value)).name()
                            : value);
        }
        return new Labels(values);
    }

    @Override
    public void hostActivity(Silence.Of of, Matchers matchers, Duration grain, Instant from, Instant to, Sink sink) {
        Sql activity = HistorySql.hostActivity(of, matchers.host(), grain, from, to);
        reader.read(cursor -> cursor.each(activity, row -> {
            String host = row.getString("host");
            Labels labels = of == Silence.Of.HOST ? Labels.ofHost(host, Map.of()) : Labels.NONE;
            Instant first = Timestamps.read(row, "first");
            Instant last = Timestamps.read(row, "last");
            sink.accept(labels, new Point(first, 0));
            if (last.isAfter(first)) {
                sink.accept(labels, new Point(last, 0));
            }
        }));
    }
}
