package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.metrics.HostUtilization;
import io.logaggregator.core.metrics.HostUtilization.Frame;
import io.logaggregator.core.metrics.HostUtilization.Key;
import io.logaggregator.core.metrics.HostUtilization.SeriesSet;
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

    private static final List<String> COLUMNS = List.of(
            "host",
            "source",
            "scope",
            "previous_at",
            "previous_part",
            "previous_total",
            "previous_parts",
            "previous_samples",
            "previous_series",
            "previous_used",
            "at",
            "part",
            "total",
            "parts",
            "samples",
            "series",
            "used",
            "extra_samples",
            "extra_series",
            "pending_samples",
            "pending_series",
            "most",
            "most_at");

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
                previousAt.isPresent() ? frame(row, "previous_", previousAt.get()) : null,
                frame(row, "", Timestamps.read(row, "at")),
                new SeriesSet(row.getInt("extra_samples"), row.getLong("extra_series")),
                new SeriesSet(row.getInt("pending_samples"), row.getLong("pending_series")),
                row.getInt("most"),
                Timestamps.read(row, "most_at"));
    }

    private static Frame frame(ResultSet row, String prefix, Instant at) throws SQLException {
        return new Frame(
                at,
                row.getDouble(prefix + "part"),
                row.getDouble(prefix + "total"),
                row.getInt(prefix + "parts"),
                row.getInt(prefix + "samples"),
                row.getLong(prefix + "series"),
                row.getBoolean(prefix + "used"));
    }

    private void write(Map<Key, State> states) throws SQLException {
        List<Map.Entry<Key, State>> rows = new ArrayList<>(states.entrySet());
        rows.sort(Map.Entry.comparingByKey(ORDER));
        Columns<Map.Entry<Key, State>> columns = Columns.of(rows)
                .text(row -> row.getKey().host())
                .integer(row -> row.getKey().source().ordinal())
                .bigint(row -> row.getKey().scope());
        addFrame(columns, row -> row.getValue().previous());
        addFrame(columns, row -> row.getValue().current());
        addSeries(columns, State::extra);
        addSeries(columns, State::pending);
        columns.integer(row -> row.getValue().most())
                .timestamp(row -> row.getValue().mostAt());
        Sql.of(
                        """
                insert into host_utilization (%1$s)
                select %2$s
                from unnest(?::text[], ?::integer[], ?::bigint[],
                            ?::timestamptz[], ?::float8[], ?::float8[], ?::integer[], ?::integer[], ?::bigint[], ?::integer[],
                            ?::timestamptz[], ?::float8[], ?::float8[], ?::integer[], ?::integer[], ?::bigint[], ?::integer[],
                            ?::integer[], ?::bigint[], ?::integer[], ?::bigint[], ?::integer[], ?::timestamptz[])
                     with ordinality as sums (%1$s, number)
                order by number
                on conflict (host, source, scope) do update set (%1$s) = row(%3$s)
                """.formatted(
                                String.join(", ", COLUMNS),
                                COLUMNS.stream()
                                        .map(name -> name.endsWith("used") ? name + " = 1" : name)
                                        .collect(Collectors.joining(", ")),
                                COLUMNS.stream().map(name -> "excluded." + name).collect(Collectors.joining(", "))),
                        columns.arrays())
                .update(connection);
    }

    private static <T> void addFrame(Columns<T> columns, Function<T, @Nullable Frame> frame) {
        columns.timestamp(row -> at(frame.apply(row)))
                .float8(row -> of(frame.apply(row)).part())
                .float8(row -> of(frame.apply(row)).total())
                .integer(row -> of(frame.apply(row)).parts())
                .integer(row -> of(frame.apply(row)).samples())
                .bigint(row -> of(frame.apply(row)).series())
                .integer(row -> of(frame.apply(row)).used() ? 1 : 0);
    }

    private static void addSeries(Columns<Map.Entry<Key, State>> columns, Function<State, SeriesSet> extra) {
        columns.integer(row -> extra.apply(row.getValue()).samples())
                .bigint(row -> extra.apply(row.getValue()).series());
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
