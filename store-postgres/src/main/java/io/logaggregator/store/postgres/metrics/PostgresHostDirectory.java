package io.logaggregator.store.postgres.metrics;

import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.observation.ProcessSnapshot.Entry;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Queries of hosts with their newest samples, and of {@code process_snapshot}. Thread-safe. */
public final class PostgresHostDirectory implements HostDirectory {

    private static final Duration MAX_SNAPSHOT_AGE = Duration.ofHours(1);

    /**
     * PostgreSQL estimates one sample in a quarter of an hour, and would sort the hundreds that there are rather than
     * read the first from the index.
     */
    public static final String WITHOUT_SORTING = "set local enable_sort = off";

    private record Sample(
            String host,
            Instant firstSeenAt,
            Instant lastSeenAt,
            @Nullable String metric,
            double value,
            Map<String, String> attributes) {}

    private final DataSource pool;

    public PostgresHostDirectory(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Host> list() {
        return hosts(Sql.of("true"));
    }

    @Override
    public Optional<Host> find(String name) {
        return hosts(Sql.of("host.name = ?", name)).stream().findFirst();
    }

    private List<Host> hosts(Sql condition) {
        return hostsOf(Query.run(pool, connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(WITHOUT_SORTING);
            }
            List<Sample> samples = newestSamples(condition).list(connection, PostgresHostDirectory::readSample);
            connection.commit();
            return samples;
        }));
    }

    /**
     * Selects each host with the newest sample of each series whose attributes only describe the host, newest first. Reads
     * at most a quarter of an hour before the host was last seen, hence one or two partitions.
     */
    public static Sql newestSamples(Sql condition) {
        return Sql.of("""
                with series as (
                    select id, host, metric, attributes from metric_series
                    where not exists (
                        select from jsonb_object_keys(attributes) as name
                        where name not like 'host.%' and name not like 'os.%')
                )
                select host.name, host.first_seen_at, host.last_seen_at, sample.metric, sample.value,
                       array(select jsonb_object_keys(sample.attributes)) as names,
                       array(select value from jsonb_each_text(sample.attributes)) as values
                from host
                left join lateral (
                    select series.metric, series.attributes, newest.value, newest.observed_at
                    from series cross join lateral (
                        select value, observed_at from metric_sample
                        where series_id = series.id
                          and observed_at > host.last_seen_at - interval '15 minutes'
                          and observed_at <= host.last_seen_at
                        order by observed_at desc limit 1) as newest
                    where series.host = host.name
                ) as sample on true
                where ?
                order by host.name collate "C", sample.observed_at desc nulls last""", condition);
    }

    private static Sample readSample(ResultSet row) throws SQLException {
        return new Sample(
                row.getString("name"),
                Timestamps.read(row, "first_seen_at"),
                Timestamps.read(row, "last_seen_at"),
                row.getString("metric"),
                row.getDouble("value"),
                JsonText.readMembers(row, "names", "values"));
    }

    private static List<Host> hostsOf(List<Sample> samples) {
        Map<String, List<Sample>> byHost = new LinkedHashMap<>();
        samples.forEach(sample ->
                byHost.computeIfAbsent(sample.host, host -> new ArrayList<>()).add(sample));
        return byHost.values().stream().map(PostgresHostDirectory::host).toList();
    }

    /** Builds a host from its samples, of which the newest come first and take precedence. */
    private static Host host(List<Sample> samples) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, String> description = new LinkedHashMap<>();
        for (Sample sample : samples) {
            if (sample.metric != null) {
                metrics.putIfAbsent(sample.metric, sample.value);
                sample.attributes.forEach(description::putIfAbsent);
            }
        }
        Sample any = samples.getFirst();
        return new Host(any.host, any.firstSeenAt, any.lastSeenAt, metrics, description);
    }

    @Override
    public Optional<ProcessSnapshot> processes(String host, Instant at) {
        return newestSnapshot(host, at).first(pool, PostgresHostDirectory::readSnapshot);
    }

    static Sql newestSnapshot(String host, Instant at) {
        Instant latest = Timestamps.storable(at);
        return Sql.of("""
                select host, observed_at, pids(pid_step) as pid, name, cpu, memory, status from process_snapshot
                where host = ? and observed_at between ? and ?
                order by observed_at desc limit 1""", host, Timestamps.of(latest.minus(MAX_SNAPSHOT_AGE)), Timestamps.of(latest));
    }

    private static ProcessSnapshot readSnapshot(ResultSet row) throws SQLException {
        Integer[] pids = (Integer[]) row.getArray("pid").getArray();
        String[] names = (String[]) row.getArray("name").getArray();
        Float[] cpuRatios = (Float[]) row.getArray("cpu").getArray();
        Long[] memoryBytes = (Long[]) row.getArray("memory").getArray();
        String[] statuses = (String[]) row.getArray("status").getArray();
        List<Entry> processes = new ArrayList<>(pids.length);
        for (int index = 0; index < pids.length; index++) {
            processes.add(new Entry(
                    pids[index], names[index], decimal(cpuRatios[index]), memoryBytes[index], statuses[index]));
        }
        return new ProcessSnapshot(row.getString("host"), Timestamps.read(row, "observed_at"), processes);
    }

    /** The shortest decimal of a float: 0.1, and not 0.10000000149011612. */
    private static double decimal(Float value) {
        return Double.parseDouble(value.toString());
    }
}
