package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.state.AlertStateStore.Series;
import io.logaggregator.core.alerting.state.AlertStateStore.SeriesSample;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.StateRequest.SampleRange;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The stored samples of evaluated series, without those of this transaction: inactive series have no row of their own. Not
 * thread-safe.
 */
final class StoredSamples {

    private final Connection connection;

    StoredSamples(Connection connection) {
        this.connection = connection;
    }

    /** Returns for each sample the newest stored one before it. */
    List<Optional<Point>> previous(List<SeriesSample> samples) throws SQLException {
        List<Optional<Point>> before = new ArrayList<>(Collections.nCopies(samples.size(), Optional.empty()));
        Sql.of(
                        """
                select wanted.number, previous.observed_at, previous.value
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[]) with ordinality
                     as wanted (host, metric, attributes, at, number)
                join metric_series series
                     on series.host = wanted.host and series.metric = wanted.metric
                        and series.attributes = wanted.attributes::jsonb
                cross join lateral (
                    select sample.observed_at, sample.value
                    from metric_sample sample
                    where sample.series_id = series.id and sample.observed_at < wanted.at
                      and sample.observed_at >= wanted.at - interval '%d seconds'
                      and sample.xmin <> pg_current_xact_id()::xid
                    order by sample.observed_at desc, sample.value desc
                    limit 1
                ) as previous
                """.formatted(Evaluator.MAX_SAMPLE_GAP.toSeconds()),
                        Columns.of(samples)
                                .text(sample -> sample.series().labels().host())
                                .text(sample -> sample.series().metric())
                                .text(sample -> attributes(sample.series()))
                                .timestamp(SeriesSample::at)
                                .arrays())
                .list(
                        connection,
                        row -> before.set(
                                row.getInt("number") - 1,
                                Optional.of(new Point(Timestamps.read(row, "observed_at"), row.getDouble("value")))));
        return before;
    }

    /** Adds to the inactive states the newest sample of the wanted range. */
    List<StoredState> withNewest(List<StoredState> states, Map<UUID, Wanted> wanted) throws SQLException {
        Map<UUID, SampleRange> ranges = new HashMap<>();
        for (StoredState stored : states) {
            UUID fingerprint = stored.subject().fingerprint();
            Wanted one = wanted.get(fingerprint);
            if (stored.state().isInactive() && one != null && one.create() && one.samples() != null) {
                ranges.put(fingerprint, one.samples());
            }
        }
        if (ranges.isEmpty()) {
            return states;
        }
        Map<UUID, Instant> newest = newest(ranges);
        return states.stream()
                .map(stored -> new StoredState(
                        stored.subject(),
                        stored.state(),
                        stored.threshold(),
                        stored.dueAt(),
                        newest.get(stored.subject().fingerprint())))
                .toList();
    }

    private Map<UUID, Instant> newest(Map<UUID, SampleRange> ranges) throws SQLException {
        Map<UUID, Instant> newest = new HashMap<>();
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
                        Columns.of(ranges.entrySet())
                                .text(Map.Entry::getKey)
                                .text(range ->
                                        range.getValue().series().labels().host())
                                .text(range -> range.getValue().series().metric())
                                .text(range -> attributes(range.getValue().series()))
                                .text(range -> Timestamps.of(range.getValue().from()))
                                .timestamp(range -> range.getValue().until())
                                .arrays())
                .list(
                        connection,
                        row -> newest.put(
                                row.getObject("fingerprint", UUID.class), Timestamps.read(row, "observed_at")));
        return newest;
    }

    /** The attributes of a series are its labels without the host. */
    private static String attributes(Series series) {
        Map<String, String> attributes = new HashMap<>(series.labels().values());
        attributes.remove(Labels.HOST);
        return JsonText.of(attributes);
    }
}
