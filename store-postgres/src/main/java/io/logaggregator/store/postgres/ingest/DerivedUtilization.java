package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.metrics.HostUtilization;
import io.logaggregator.core.metrics.HostUtilization.Frame;
import io.logaggregator.core.metrics.HostUtilization.Key;
import io.logaggregator.core.metrics.HostUtilization.Source;
import io.logaggregator.core.metrics.HostUtilization.State;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code host_utilization}: derives the utilization of hosts that send its parts, in the transaction that stores
 * these. Rows are locked in key order. Not thread-safe.
 */
public final class DerivedUtilization {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::host).thenComparing(Key::source).thenComparingLong(Key::scope);

    private static final Set<String> TARGETS =
            Stream.of(Source.values()).map(Source::target).collect(Collectors.toUnmodifiableSet());

    private final Connection connection;

    DerivedUtilization(Connection connection) {
        this.connection = connection;
    }

    /** Returns a sample of each series that {@link #derive} may return samples of. */
    static List<MetricSample> series(List<MetricSample> samples) {
        Map<Series, MetricSample> series = new LinkedHashMap<>();
        for (MetricSample sample : samples) {
            Source.of(sample)
                    .ifPresent(source -> series.computeIfAbsent(
                            new Series(sample.host(), source.target()),
                            key -> new MetricSample(key.host, key.metric, 0, sample.observedAt(), Map.of())));
        }
        return List.copyOf(series.values());
    }

    private record Series(String host, String metric) {}

    /**
     * Derives the utilization, and stores the newest samples.
     *
     * @param samples of the batch, in order
     */
    List<MetricSample> derive(List<MetricSample> samples) throws SQLException {
        Map<Key, List<MetricSample>> counters = new TreeMap<>(ORDER);
        Set<Instance> stated = new HashSet<>();
        for (MetricSample sample : samples) {
            Source.of(sample)
                    .ifPresent(source -> counters.computeIfAbsent(Key.of(source, sample), key -> new ArrayList<>())
                            .add(sample));
            if (TARGETS.contains(sample.metric()) && sample.attributes().isEmpty()) {
                stated.add(Instance.of(sample));
            }
        }
        if (counters.isEmpty()) {
            return List.of();
        }
        Map<Key, State> states = lock(counters.keySet());
        List<MetricSample> derived = new ArrayList<>();
        counters.forEach((key, ofKey) -> {
            HostUtilization times = new HostUtilization(key.source(), states.getOrDefault(key, State.NONE));
            ofKey.forEach(sample -> times.accept(sample)
                    .filter(one -> stated.add(Instance.of(one)))
                    .ifPresent(derived::add));
            states.put(key, times.state());
        });
        write(states);
        return derived;
    }

    /** A host and a time with a utilization. */
    private record Instance(String host, String metric, Instant at) {

        static Instance of(MetricSample sample) {
            return new Instance(sample.host(), sample.metric(), sample.observedAt());
        }
    }

    private Map<Key, State> lock(Collection<Key> keys) throws SQLException {
        Map<Key, State> states = new HashMap<>();
        Sql.of("""
                select counter.*
                from host_utilization counter
                join unnest(?::text[], ?::integer[], ?::bigint[]) as wanted (host, source, scope)
                     using (host, source, scope)
                order by counter.host collate "C", counter.source, counter.scope
                for update of counter
                """, columns(keys).arrays())
                .list(
                        connection,
                        row -> states.put(
                                new Key(
                                        row.getString("host"),
                                        Source.values()[row.getInt("source")],
                                        row.getLong("scope")),
                                state(row)));
        return states;
    }

    private static Columns<Key> columns(Collection<Key> keys) {
        return Columns.of(keys)
                .text(Key::host)
                .integer(key -> key.source().ordinal())
                .bigint(Key::scope);
    }

    private static State state(ResultSet row) throws SQLException {
        Optional<Instant> previousAt = Timestamps.readIfAny(row, "previous_at");
        return new State(
                previousAt.isPresent() ? frame(row, "previous_", previousAt.get(), false) : null,
                frame(row, "", Timestamps.read(row, "at"), row.getBoolean("used")),
                row.getInt("most"),
                Timestamps.read(row, "most_at"));
    }

    private static Frame frame(ResultSet row, String prefix, Instant at, boolean used) throws SQLException {
        return new Frame(
                at,
                row.getDouble(prefix + "part"),
                row.getDouble(prefix + "total"),
                row.getInt(prefix + "parts"),
                row.getInt(prefix + "samples"),
                row.getLong(prefix + "series"),
                used);
    }

    private void write(Map<Key, State> states) throws SQLException {
        List<Map.Entry<Key, State>> rows = new ArrayList<>(states.entrySet());
        rows.sort(Map.Entry.comparingByKey(ORDER));
        Sql.of(
                        """
                insert into host_utilization (host, source, scope, previous_at, previous_part, previous_total, previous_parts,
                                         previous_samples, previous_series, at, part, total, parts, samples, series,
                                         used, most, most_at)
                select host, source, scope, previous_at, previous_part, previous_total, previous_parts,
                       previous_samples, previous_series, at, part, total, parts, samples, series,
                       used = 1, most, most_at
                from unnest(?::text[], ?::integer[], ?::bigint[],
                            ?::timestamptz[], ?::float8[], ?::float8[], ?::integer[], ?::integer[], ?::bigint[],
                            ?::timestamptz[], ?::float8[], ?::float8[], ?::integer[], ?::integer[], ?::bigint[],
                            ?::integer[], ?::integer[], ?::timestamptz[])
                     with ordinality
                     as counter (host, source, scope, previous_at, previous_part, previous_total, previous_parts,
                                 previous_samples, previous_series, at, part, total, parts, samples, series,
                                 used, most, most_at, number)
                order by number
                on conflict (host, source, scope) do update
                set previous_at = excluded.previous_at, previous_part = excluded.previous_part,
                    previous_total = excluded.previous_total, previous_parts = excluded.previous_parts,
                    previous_samples = excluded.previous_samples, previous_series = excluded.previous_series,
                    at = excluded.at, part = excluded.part, total = excluded.total, parts = excluded.parts,
                    samples = excluded.samples, series = excluded.series, used = excluded.used,
                    most = excluded.most, most_at = excluded.most_at
                """,
                        frame(
                                        frame(
                                                Columns.of(rows)
                                                        .text(row ->
                                                                row.getKey().host())
                                                        .integer(row -> row.getKey()
                                                                .source()
                                                                .ordinal())
                                                        .bigint(row ->
                                                                row.getKey().scope()),
                                                row -> row.getValue().previous()),
                                        row -> row.getValue().current())
                                .integer(row -> isUsed(row.getValue().current()) ? 1 : 0)
                                .integer(row -> row.getValue().most())
                                .timestamp(row -> row.getValue().mostAt())
                                .arrays())
                .update(connection);
    }

    private static boolean isUsed(@Nullable Frame frame) {
        return frame != null && frame.used();
    }

    private static <T> Columns<T> frame(Columns<T> columns, Function<T, @Nullable Frame> frame) {
        return columns.timestamp(row -> at(frame.apply(row)))
                .float8(row -> of(frame.apply(row)).part())
                .float8(row -> of(frame.apply(row)).total())
                .integer(row -> of(frame.apply(row)).parts())
                .integer(row -> of(frame.apply(row)).samples())
                .bigint(row -> of(frame.apply(row)).series());
    }

    private static @Nullable Instant at(@Nullable Frame frame) {
        return frame == null ? null : frame.at();
    }

    private static Frame of(@Nullable Frame frame) {
        return frame == null ? new Frame(Instant.EPOCH, 0, 0, 0, 0, 0, false) : frame;
    }

    /** Deletes the rows of hosts. */
    public static void deleteOf(Collection<String> hosts, Connection connection) throws SQLException {
        Sql.of("delete from host_utilization where host = any (?)", (Object) hosts.toArray(String[]::new))
                .update(connection);
    }

    /** Deletes rows without samples since {@code oldest}. */
    public static void deleteUnseen(Instant oldest, Connection connection) throws SQLException {
        Sql.of("delete from host_utilization where at < ?", Timestamps.of(oldest))
                .update(connection);
    }
}
