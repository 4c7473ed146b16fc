package io.logaggregator.store.postgres.alerts.scheduled;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads the samples of rules with a delay. */
final class DelayedSamples {

    private DelayedSamples() {}

    /** The evaluation compares the environments of hosts: a state is fed until its host names another one. */
    static List<MetricSample> list(Connection connection, AlertRule rule, Instant after, Instant until)
            throws SQLException {
        if (!(rule.definition().condition() instanceof OfSamples condition)) {
            throw new IllegalArgumentException("rule: " + rule.definition().name() + " (expected: a rule on samples)");
        }
        Matchers matchers = rule.definition().matchers();
        return Sql.of(
                        """
                with series as materialized (?)
                select host, kind, ?, observed_at, value
                from series join metric_sample on series_id = series.id
                where observed_at > ? and observed_at <= ?
                order by observed_at, series.id, value desc""",
                        ScheduledSql.series(
                                condition.metric(),
                                new Matchers(matchers.host(), Glob.ANY, matchers.attributes()),
                                Sql.of("series.host, series.attributes")),
                        Sql.of(ScheduledSql.NAMES_AND_VALUES),
                        Timestamps.of(after),
                        Timestamps.of(until))
                .list(connection, row -> {
                    Instant at = Timestamps.read(row, "observed_at");
                    return new MetricSample(
                            row.getString("host"),
                            condition.metric(),
                            row.getDouble("value"),
                            at,
                            at.plus(condition.evaluationDelay()),
                            Kind.values()[row.getInt("kind")],
                            JsonText.readMembers(row, "names", "values"));
                });
    }
}
