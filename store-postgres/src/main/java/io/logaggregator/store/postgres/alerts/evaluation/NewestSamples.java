package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest stored samples of series, without those of this transaction: a sample older than one of them needs no
 * evaluation, though inactive states are not stored. Not thread-safe.
 */
final class NewestSamples {

    private final Connection connection;

    NewestSamples(Connection connection) {
        this.connection = connection;
    }

    /** Returns by fingerprint the newest sample that is not older than the first of the signal, where there is one. */
    Map<UUID, Instant> after(List<Signal> signals) throws SQLException {
        List<Signal> thresholds = signals.stream()
                .filter(signal -> signal.rule().definition().condition() instanceof OfSamples)
                .toList();
        Map<UUID, Instant> newest = new HashMap<>();
        if (thresholds.isEmpty()) {
            return newest;
        }
        Sql.of(
                        """
                select wanted.fingerprint::uuid, newest.observed_at
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                     as wanted (fingerprint, host, metric, attributes, first_at, until)
                join metric_series series
                     on series.host = wanted.host and series.metric = wanted.metric
                        and series.attributes = wanted.attributes::jsonb
                cross join lateral (
                    select sample.observed_at
                    from metric_sample sample
                    where sample.series_id = series.id and sample.observed_at >= wanted.first_at
                      and sample.observed_at <= coalesce(wanted.until, 'infinity')
                      and sample.xmin <> pg_current_xact_id()::xid
                    order by sample.observed_at desc
                    limit 1
                ) as newest
                """,
                        Columns.of(thresholds)
                                .text(Signal::fingerprint)
                                .text(signal -> signal.labels().host())
                                .text(NewestSamples::metric)
                                .text(NewestSamples::attributes)
                                .text(signal ->
                                        Timestamps.of(signal.points().getFirst().at()))
                                .timestamp(NewestSamples::until)
                                .arrays())
                .list(
                        connection,
                        row -> newest.put(
                                row.getObject("fingerprint", UUID.class), Timestamps.read(row, "observed_at")));
        return newest;
    }

    /** The horizon of the signal; null without one, or if its own points are beyond it. */
    private static @Nullable Instant until(Signal signal) {
        Instant horizon = signal.horizon();
        return horizon.equals(Instant.MAX) || signal.points().getFirst().at().isAfter(horizon) ? null : horizon;
    }

    private static String metric(Signal signal) {
        return signal.rule().definition().condition() instanceof OfSamples samples ? samples.metric() : "";
    }

    /** The attributes of a series are its labels without the host. */
    private static String attributes(Signal signal) {
        Map<String, String> attributes = new HashMap<>(signal.labels().values());
        attributes.remove(Labels.HOST);
        return JsonText.of(attributes);
    }
}
