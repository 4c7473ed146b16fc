package io.logaggregator.store.postgres.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.List;
import java.util.Map;

/**
 * Records when each host was first and last seen. All sessions write to the same few rows. So a host is only written when
 * it was seen a second later than recorded, or earlier than first recorded; rows are locked in name order, as the last
 * step of a transaction. Not thread-safe.
 */
final class HostActivity {

    private static final int CACHED_HOSTS = 50_000;
    private static final Duration PRECISION = Duration.ofSeconds(1);

    private final Connection connection;
    private final Cache<String, Seen> recorded =
            Caffeine.newBuilder().maximumSize(CACHED_HOSTS).build();
    private Map<String, Seen> uncommitted = Map.of();

    HostActivity(Connection connection) {
        this.connection = connection;
    }

    /** Writes the hosts of these observations whose times changed. */
    void recordHosts(Collection<? extends Observation> observations) throws SQLException {
        uncommitted = new HashMap<>();
        for (Observation observation : observations) {
            if (observation.isHostActivity()) {
                Instant at = observation.observedAt();
                Seen seen = uncommitted.computeIfAbsent(observation.host(), host -> new Seen(at, at));
                seen.widen(at, at);
            }
        }
        uncommitted.entrySet().removeIf(host -> {
            Seen before = recorded.getIfPresent(host.getKey());
            return before != null && before.covers(host.getValue());
        });
        if (!uncommitted.isEmpty()) {
            write(List.copyOf(uncommitted.entrySet()));
        }
    }

    /** Caches the recorded hosts once the transaction is committed. */
    void committed() {
        uncommitted.forEach((host, seen) -> recorded.asMap().merge(host, seen, Seen::and));
        uncommitted = Map.of();
    }

    private void write(List<Map.Entry<String, Seen>> hosts) throws SQLException {
        Sql.of(
                        """
                insert into host (name, first_seen_at, last_seen_at)
                select name,
                       timestamptz '2000-01-01 00:00:00+00' + first_micros * interval '1 microsecond',
                       timestamptz '2000-01-01 00:00:00+00' + last_micros * interval '1 microsecond'
                from unnest(?::text[], ?::bigint[], ?::bigint[]) as seen (name, first_micros, last_micros)
                order by name
                on conflict (name) do update
                set first_seen_at = least(host.first_seen_at, excluded.first_seen_at),
                    last_seen_at = greatest(host.last_seen_at, excluded.last_seen_at)
                """,
                        Columns.of(hosts)
                                .text(Map.Entry::getKey)
                                .bigint(host -> Timestamps.micros(host.getValue().first))
                                .bigint(host -> Timestamps.micros(host.getValue().last))
                                .arrays())
                .update(connection);
    }

    /** The first and the last time. Mutable, since nearly each observation is newer than the one before. */
    private static final class Seen {

        private Instant first;
        private Instant last;

        private Seen(Instant first, Instant last) {
            this.first = first;
            this.last = last;
        }

        private void widen(Instant from, Instant to) {
            first = from.isBefore(first) ? from : first;
            last = to.isAfter(last) ? to : last;
        }

        private Seen and(Seen other) {
            Seen both = new Seen(first, last);
            both.widen(other.first, other.last);
            return both;
        }

        private boolean covers(Seen later) {
            return !later.first.isBefore(first) && later.last.isBefore(last.plus(PRECISION));
        }
    }
}
