package io.logaggregator.store.postgres.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.logaggregator.core.hosts.HostQuery.Order;
import io.logaggregator.core.ingest.LimitExceededException;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records when each host was first and last seen, by its own clock and by the queue, its environment, and the newest values by which
 * hosts are ordered. All sessions write to
 * the same few rows. So a host is only written when it was seen a second later than recorded, has newer values, or was seen
 * earlier than first recorded; rows are locked in name order, as the last step of a transaction. Not thread-safe.
 */
final class HostActivity {

    private static final int CACHED_HOSTS = 50_000;
    private static final Duration PRECISION = Duration.ofSeconds(1);

    private final Connection connection;
    private final Cache<String, Seen> recorded =
            Caffeine.newBuilder().maximumSize(CACHED_HOSTS).build();
    private Map<String, Seen> uncommitted = Map.of();

    private final RowLimit limit;
    private int added;

    HostActivity(Connection connection, int maxHosts) {
        this.connection = connection;
        limit = new RowLimit(connection, "host", maxHosts);
    }

    /**
     * Determines the hosts of these observations whose rows change. The connection is in no transaction before.
     *
     * @param activity see {@link io.logaggregator.core.ingest.IngestBatch#activity}
     * @throws LimitExceededException if there are more new hosts than the limit allows
     */
    void prepare(Collection<? extends Observation> observations, Map<String, Instant> activity) throws SQLException {
        uncommitted = new HashMap<>();
        for (Observation observation : observations) {
            if (observation.isHostActivity()) {
                Instant at = observation.observedAt();
                Seen seen = uncommitted.get(observation.host());
                if (seen == null) {
                    seen = new Seen(at, at);
                    uncommitted.put(observation.host(), seen);
                }
                seen.widen(at, at);
                if (observation instanceof MetricSample sample) {
                    seen.add(sample);
                }
            }
        }
        uncommitted.forEach((host, seen) -> seen.appended = activity.getOrDefault(host, seen.last));
        uncommitted.entrySet().removeIf(host -> {
            Seen before = recorded.getIfPresent(host.getKey());
            return before != null && before.covers(host.getValue());
        });
        added = admitNew();
    }

    /** Returns the number of new hosts. */
    private int admitNew() throws SQLException {
        Set<String> unknown = new HashSet<>(uncommitted.keySet());
        unknown.removeIf(host -> recorded.getIfPresent(host) != null);
        if (unknown.isEmpty()) {
            return 0;
        }
        unknown.removeAll(Sql.of("select name from host where name = any (?)", (Object) unknown.toArray(String[]::new))
                .list(connection, row -> row.getString("name")));
        int admitted = unknown.isEmpty() ? 0 : limit.admit(unknown.size());
        if (admitted < unknown.size()) {
            Set<String> excess = unknown.stream().skip(admitted).collect(Collectors.toSet());
            throw new LimitExceededException(
                    "new host beyond the limit of " + limit.max() + " hosts (aggregator.ingest.max-hosts)",
                    observation -> observation.isHostActivity() && excess.contains(observation.host()));
        }
        return admitted;
    }

    /** Writes the hosts that {@link #prepare} has determined. */
    void recordHosts() throws SQLException {
        if (!uncommitted.isEmpty()) {
            write(List.copyOf(uncommitted.entrySet()));
        }
    }

    /** Drops the cached hosts: some may have been removed. */
    void clear() {
        recorded.invalidateAll();
        limit.clear();
    }

    /** Caches the recorded hosts once the transaction is committed. */
    void committed() {
        limit.inserted(added);
        added = 0;
        uncommitted.forEach((host, seen) -> recorded.asMap().merge(host, seen, Seen::and));
        uncommitted = Map.of();
    }

    private void write(List<Map.Entry<String, Seen>> hosts) throws SQLException {
        Sql.of(
                        """
                insert into host (name, first_seen_at, last_seen_at, appended_at, environment, values_at, cpu, memory,
                                  disk, processes)
                select name,
                       timestamptz '2000-01-01 00:00:00+00' + first_micros * interval '1 microsecond',
                       timestamptz '2000-01-01 00:00:00+00' + last_micros * interval '1 microsecond',
                       timestamptz '2000-01-01 00:00:00+00' + appended_micros * interval '1 microsecond',
                       environment, values_at, nullif(cpu, 'NaN'), nullif(memory, 'NaN'), nullif(disk, 'NaN'), nullif(processes, 'NaN')
                from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::timestamptz[],
                            ?::float8[], ?::float8[], ?::float8[], ?::float8[])
                     as seen (name, first_micros, last_micros, appended_micros, environment, values_at, cpu, memory, disk,
                              processes)
                order by name
                on conflict (name) do update
                set first_seen_at = least(host.first_seen_at, excluded.first_seen_at),
                    last_seen_at = greatest(host.last_seen_at, excluded.last_seen_at),
                    appended_at = greatest(host.appended_at, excluded.appended_at),
                    environment = coalesce(excluded.environment, host.environment),
                    values_at = greatest(host.values_at, excluded.values_at),
                    cpu = case when excluded.values_at < host.values_at then coalesce(host.cpu, excluded.cpu)
                               else coalesce(excluded.cpu, host.cpu) end,
                    memory = case when excluded.values_at < host.values_at then coalesce(host.memory, excluded.memory)
                               else coalesce(excluded.memory, host.memory) end,
                    disk = case when excluded.values_at < host.values_at then coalesce(host.disk, excluded.disk)
                               else coalesce(excluded.disk, host.disk) end,
                    processes = case when excluded.values_at < host.values_at then coalesce(host.processes, excluded.processes)
                               else coalesce(excluded.processes, host.processes) end
                """,
                        Columns.of(hosts)
                                .text(Map.Entry::getKey)
                                .bigint(host -> Timestamps.micros(host.getValue().first))
                                .bigint(host -> Timestamps.micros(host.getValue().last))
                                .bigint(host -> Timestamps.micros(host.getValue().appended))
                                .text(host -> host.getValue().environment)
                                .timestamp(host -> host.getValue().valuesAt)
                                .float8(host -> host.getValue().values[0])
                                .float8(host -> host.getValue().values[1])
                                .float8(host -> host.getValue().values[2])
                                .float8(host -> host.getValue().values[3])
                                .arrays())
                .update(connection);
    }

    /** The first and the last time, and the newest values. Mutable, since nearly each observation is newer. */
    private static final class Seen {

        private static final List<String> METRICS =
                List.of(Order.CPU.metric(), Order.MEMORY.metric(), Order.DISK.metric(), Order.PROCESSES.metric());

        private Instant first;
        private Instant last;
        private Instant appended = Instant.MIN;
        private @Nullable String environment;
        private Instant valuesAt = Instant.MIN;
        private final double[] values = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};

        private Seen(Instant first, Instant last) {
            this.first = first;
            this.last = last;
        }

        private void widen(Instant from, Instant to) {
            first = from.isBefore(first) ? from : first;
            last = to.isAfter(last) ? to : last;
        }

        /** Keeps the environment, and the value if it is a newest one by which hosts are ordered. */
        private void add(MetricSample sample) {
            environment = sample.environment().orElse(environment);
            int metric = METRICS.indexOf(sample.metric());
            if (metric >= 0 && !sample.observedAt().isBefore(valuesAt) && MetricSample.isOfHost(sample.attributes())) {
                values[metric] = sample.value();
                valuesAt = sample.observedAt();
            }
        }

        /** The times of both; cached entries need no values. */
        private Seen and(Seen other) {
            Seen both = new Seen(first, last);
            both.widen(other.first, other.last);
            both.appended = appended.isAfter(other.appended) ? appended : other.appended;
            both.environment = other.environment == null ? environment : other.environment;
            both.valuesAt = valuesAt.isAfter(other.valuesAt) ? valuesAt : other.valuesAt;
            return both;
        }

        private boolean covers(Seen later) {
            return !later.first.isBefore(first)
                    && later.last.isBefore(last.plus(PRECISION))
                    && later.appended.isBefore(appended.plus(PRECISION))
                    && (later.environment == null || later.environment.equals(environment))
                    && !later.valuesAt.isAfter(valuesAt);
        }
    }
}
