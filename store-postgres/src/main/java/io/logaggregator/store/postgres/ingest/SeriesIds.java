package io.logaggregator.store.postgres.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.LimitExceededException;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The ids of metric series, looked up or assigned to new series.
 *
 * <p>New series are inserted in a transaction of their own, before the one that stores the samples. So the locks of
 * concurrent inserts of a key last for one statement, are taken in key order, and are never held with other locks: no
 * deadlock. A series without samples is harmless.
 *
 * <p>The cache belongs to its connection. A crash of the database, which may lose a series just committed, also breaks the
 * connection, so that no cached id outlives its series. Not thread-safe.
 */
final class SeriesIds {

    private static final int CACHED_SERIES = 50_000;
    private static final int MAX_ATTEMPTS = 5;

    private final Connection connection;
    private final Cache<Key, Integer> cache =
            Caffeine.newBuilder().maximumSize(CACHED_SERIES).build();

    private final RowLimit limit;
    private Map<Key, Integer> derived = Map.of();

    SeriesIds(Connection connection, int maxSeries) {
        this.connection = connection;
        limit = new RowLimit(connection, "metric_series", maxSeries);
    }

    /** A sample with the id of its series. */
    record Sample(int seriesId, MetricSample metric) {}

    /**
     * Returns the samples with their series, in order. The connection is in no transaction before and after.
     *
     * @throws LimitExceededException if there are more new series than the limit allows
     */
    List<Sample> resolve(List<MetricSample> metrics) throws SQLException {
        if (metrics.isEmpty()) {
            return List.of();
        }
        Map<Key, Integer> ids = idsOf(metrics);
        List<Sample> samples = new ArrayList<>(metrics.size());
        for (MetricSample metric : metrics) {
            Integer id = ids.get(Key.of(metric));
            if (id == null) {
                throw new StoreUnavailableException("series removed concurrently: " + Key.of(metric), null);
            }
            samples.add(new Sample(id, metric));
        }
        return samples;
    }

    /** Whether there are ids for the series of samples, which {@link #resolved} then returns; false beyond the limit. */
    boolean isResolvable(List<MetricSample> metrics) throws SQLException {
        try {
            derived = resolve(metrics).stream()
                    .collect(Collectors.toMap(sample -> Key.of(sample.metric), Sample::seriesId));
            return true;
        } catch (LimitExceededException e) {
            return false;
        }
    }

    /** Returns samples with the series of the last {@link #isResolvable}, without I/O. */
    List<Sample> resolved(List<MetricSample> metrics) {
        return metrics.stream()
                .map(metric -> new Sample(Objects.requireNonNull(derived.get(Key.of(metric))), metric))
                .toList();
    }

    /** Drops the cached ids: series may have been removed. */
    void clear() {
        cache.invalidateAll();
        limit.clear();
    }

    private Map<Key, Integer> idsOf(List<MetricSample> metrics) throws SQLException {
        Map<Key, Integer> ids = new HashMap<>();
        Set<Key> unknown = new HashSet<>();
        for (MetricSample metric : metrics) {
            Key key = Key.of(metric);
            if (ids.containsKey(key) || unknown.contains(key)) {
                continue;
            }
            Integer id = cache.getIfPresent(key);
            if (id == null) {
                unknown.add(key);
            } else {
                ids.put(key, id);
            }
        }
        unknown.forEach(Key::requireStorable);
        add(find(unknown), ids, unknown);
        // a series that another session commits during the statement is neither visible nor inserted: retry
        for (int attempt = 0; attempt < MAX_ATTEMPTS && !unknown.isEmpty(); attempt++) {
            requireWithinLimit(unknown);
            Map<Key, Integer> found = findOrInsert(List.copyOf(unknown));
            limit.inserted(found.size());
            add(found, ids, unknown);
        }
        return ids;
    }

    private void add(Map<Key, Integer> found, Map<Key, Integer> ids, Set<Key> unknown) {
        unknown.removeAll(found.keySet());
        cache.putAll(found);
        ids.putAll(found);
    }

    private void requireWithinLimit(Set<Key> created) throws SQLException {
        int admitted = limit.admit(created.size());
        if (admitted < created.size()) {
            Set<Key> excess = created.stream().skip(admitted).collect(Collectors.toSet());
            throw new LimitExceededException(
                    "new metric series beyond the limit of " + limit.max() + " series (aggregator.ingest.max-series)",
                    observation -> observation instanceof MetricSample sample && excess.contains(Key.of(sample)));
        }
    }

    /** Returns the ids of the series that exist. */
    private Map<Key, Integer> find(Set<Key> wanted) throws SQLException {
        Map<Key, Integer> found = new HashMap<>();
        if (wanted.isEmpty()) {
            return found;
        }
        List<Key> keys = List.copyOf(wanted);
        Sql.of("""
                with wanted as materialized (
                    select number, host, metric, attributes::jsonb as attributes
                    from unnest(?::text[], ?::text[], ?::text[], ?::int[]) with ordinality
                         as key (host, metric, attributes, kind, number)
                )
                select number, id from wanted join metric_series using (host, metric, attributes)
                """, columns(keys))
                .list(connection, row -> found.put(keys.get(row.getInt("number") - 1), row.getInt("id")));
        connection.commit();
        return found;
    }

    private static Object[] columns(List<Key> keys) {
        return Columns.of(keys)
                .text(Key::host)
                .text(Key::metric)
                .text(key -> JsonText.of(key.attributes()))
                .integer(key -> key.kind().ordinal())
                .arrays();
    }

    private Map<Key, Integer> findOrInsert(List<Key> keys) throws SQLException {
        Map<Key, Integer> found = new HashMap<>();
        Sql.of("""
                with wanted as materialized (
                    select number, host, metric, attributes::jsonb as attributes, kind
                    from unnest(?::text[], ?::text[], ?::text[], ?::int[]) with ordinality
                         as key (host, metric, attributes, kind, number)
                ), known as materialized (
                    select number, id from wanted join metric_series using (host, metric, attributes)
                ), made as (
                    insert into metric_series (host, metric, attributes, kind)
                    select host, metric, attributes, kind from wanted
                    where not exists (select from known where known.number = wanted.number)
                    order by host, metric, attributes
                    on conflict do nothing
                    returning id, host, metric, attributes
                )
                select number, id from known
                union all
                select number, id from made join wanted using (host, metric, attributes)
                """, columns(keys))
                .list(connection, row -> found.put(keys.get(row.getInt("number") - 1), row.getInt("id")));
        connection.commit();
        return found;
    }

    /** @param kind stored with a new series, and not part of its identity */
    private record Key(String host, String metric, SortedMap<String, String> attributes, MetricSample.Kind kind) {

        static Key of(MetricSample sample) {
            return new Key(sample.host(), sample.metric(), sample.attributes(), sample.kind());
        }

        /** Checks here, since the driver replaces characters that it cannot encode. */
        void requireStorable() {
            StorableText.require(host);
            StorableText.require(metric);
        }
    }
}
