package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                     with ordinality as wanted (host, metric, attributes, at, first_at, number)
                join metric_series series
                     on series.host = wanted.host and series.metric = wanted.metric
                        and series.attributes = wanted.attributes::jsonb
                cross join lateral (
                    select sample.observed_at, sample.value
                    from metric_sample sample
                    where sample.series_id = series.id and sample.observed_at < wanted.at
                      and sample.observed_at >= wanted.first_at
                      and sample.xmin <> pg_current_xact_id()::xid
                    order by sample.observed_at desc, sample.value desc
                    limit 1
                ) as previous
                """,
                        Columns.of(samples)
                                .text(sample -> sample.series().labels().host())
                                .text(sample -> sample.series().metric())
                                .text(sample -> attributes(sample.series()))
                                .timestamp(SeriesSample::at)
                                .timestamp(sample -> sample.at().minus(sample.maxGap()))
                                .arrays())
                .list(
                        connection,
                        row -> before.set(
                                row.getInt("number") - 1,
                                Optional.of(new Point(Timestamps.read(row, "observed_at"), row.getDouble("value")))));
        return before;
    }

    /** Adds to the states the wanted ranges that contain a stored sample. */
    List<StoredState> withOccupied(List<StoredState> states, Map<UUID, Wanted> wanted) throws SQLException {
        List<SampleRange> ranges = new ArrayList<>();
        for (StoredState stored : states) {
            Wanted one = wanted.get(stored.subject().fingerprint());
            if (one != null) {
                ranges.addAll(one.samplesFor(stored.state()));
            }
        }
        if (ranges.isEmpty()) {
            return states;
        }
        Set<SampleRange> occupied = occupied(ranges);
        Map<Series, Instant> newest = newest(states.stream()
                .filter(stored -> stored.state().isInactive())
                .map(stored -> wanted.get(stored.subject().fingerprint()))
                .filter(one -> one != null && !one.samples().isEmpty())
                .map(one -> one.samples().getFirst().series())
                .toList());
        return states.stream()
                .map(stored -> with(stored, wanted, occupied, newest))
                .toList();
    }

    private static StoredState with(
            StoredState stored, Map<UUID, Wanted> wanted, Set<SampleRange> occupied, Map<Series, Instant> newest) {
        Wanted one = wanted.get(stored.subject().fingerprint());
        return one == null || one.samples().isEmpty()
                ? stored
                : new StoredState(
                        stored.subject(),
                        stored.state(),
                        stored.threshold(),
                        stored.dueAt(),
                        one.samplesFor(stored.state()).stream()
                                .filter(occupied::contains)
                                .collect(Collectors.toSet()),
                        newest.get(one.samples().getFirst().series()));
    }

    /** Returns the time of the newest sample of each series. */
    private Map<Series, Instant> newest(List<Series> all) throws SQLException {
        Map<Series, Instant> newest = new HashMap<>();
        if (all.isEmpty()) {
            return newest;
        }
        Sql.of(
                        """
                select wanted.number, newest.observed_at
                from unnest(?::text[], ?::text[], ?::text[]) with ordinality
                     as wanted (host, metric, attributes, number)
                join metric_series series
                     on series.host = wanted.host and series.metric = wanted.metric
                        and series.attributes = wanted.attributes::jsonb
                cross join lateral (
                    select sample.observed_at
                    from metric_sample sample
                    where sample.series_id = series.id and sample.xmin <> pg_current_xact_id()::xid
                    order by sample.observed_at desc
                    limit 1
                ) as newest
                """,
                        Columns.of(all)
                                .text(series -> series.labels().host())
                                .text(Series::metric)
                                .text(StoredSamples::attributes)
                                .arrays())
                .list(
                        connection,
                        row -> newest.put(all.get(row.getInt("number") - 1), Timestamps.read(row, "observed_at")));
        return newest;
    }

    private Set<SampleRange> occupied(List<SampleRange> ranges) throws SQLException {
        Set<SampleRange> occupied = new HashSet<>();
        Sql.of(
                        """
                select wanted.number
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[]) with ordinality
                     as wanted (host, metric, attributes, first_at, until, number)
                join metric_series series
                     on series.host = wanted.host and series.metric = wanted.metric
                        and series.attributes = wanted.attributes::jsonb
                where exists (
                    select from metric_sample sample
                    where sample.series_id = series.id and sample.observed_at >= wanted.first_at
                      and sample.observed_at <= coalesce(wanted.until, 'infinity')
                      and sample.xmin <> pg_current_xact_id()::xid
                )
                """,
                        Columns.of(ranges)
                                .text(range -> range.series().labels().host())
                                .text(range -> range.series().metric())
                                .text(range -> attributes(range.series()))
                                .timestamp(SampleRange::from)
                                .timestamp(SampleRange::until)
                                .arrays())
                .list(connection, row -> occupied.add(ranges.get(row.getInt("number") - 1)));
        return occupied;
    }

    /** The attributes of a series are its labels without the host. */
    private static String attributes(Series series) {
        Map<String, String> attributes = new HashMap<>(series.labels().values());
        attributes.remove(Labels.HOST);
        return JsonText.of(attributes);
    }
}
