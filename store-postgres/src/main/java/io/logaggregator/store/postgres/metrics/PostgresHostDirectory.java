package io.logaggregator.store.postgres.metrics;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostCounts.OfEnvironment;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.hosts.HostQuery.Order;
import io.logaggregator.core.hosts.HostQuery.Place;
import io.logaggregator.core.hosts.HostQuery.State;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part.AnyText;
import io.logaggregator.core.logs.TextPattern.Part.Literal;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.observation.ProcessSnapshot.Entry;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.LikePattern;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Queries of hosts with their newest samples, and of {@code process_snapshot}. Thread-safe. */
public final class PostgresHostDirectory implements HostDirectory {

    private static final Duration MAX_SNAPSHOT_AGE = Duration.ofHours(1);

    /** Names, metrics and descriptions of a page; a page with one host is complete at any size. */
    static final long MAX_PAGE_BYTES = 2 << 20;

    /**
     * PostgreSQL estimates one sample in a quarter of an hour, and would sort the hundreds that there are rather than
     * read the first from the index.
     */
    public static final String WITHOUT_SORTING = "set local enable_sort = off";

    private record Sample(
            String host,
            String environment,
            Instant firstSeenAt,
            Instant lastSeenAt,
            long openAlerts,
            @Nullable String metric,
            double value,
            Map<String, String> attributes,
            long bytes) {}

    /** Patterns of attributes that describe the host and its agent: the same for all samples of a metric of the host. */
    private static final String[] DESCRIPTIONS = {
        "host.%", "os.%", "agent.%", "deployment.%", "process.runtime.%", "telemetry.%", "tenant.%"
    };

    private static final String ENVIRONMENT = "coalesce(host.environment, '') collate \"C\"";

    private final DataSource pool;

    public PostgresHostDirectory(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public HostPage list(HostQuery query, int limit, Optional<Place> after) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false);
            List<Place> places = places(query, limit + 1, after)
                    .list(connection, row -> new Place(row.getDouble("value"), row.getString("name")));
            List<Place> page = places.subList(0, Math.min(limit, places.size()));
            List<Host> hosts = hosts(connection, page.stream().map(Place::name).toList());
            connection.commit();
            return new HostPage(hosts, next(hosts, page, places.size() > limit));
        });
    }

    /** Returns the place of the last host, unless the page is complete and the last one. */
    private static Optional<Place> next(List<Host> hosts, List<Place> page, boolean isMore) {
        if (hosts.isEmpty()) {
            return isMore ? Optional.of(page.getLast()) : Optional.empty(); // all were removed concurrently
        }
        Place last = page.stream()
                .filter(place -> place.name().equals(hosts.getLast().name()))
                .findFirst()
                .orElseThrow();
        return isMore || !last.equals(page.getLast()) ? Optional.of(last) : Optional.empty();
    }

    @Override
    public HostCounts count(Instant activeSince) {
        List<OfEnvironment> environments = Sql.of("""
                select coalesce(environment, '') as environment, count(*) as total
                from host group by 1 order by 2 desc, 1 limit ?""", HostCounts.MAX_ENVIRONMENTS)
                .list(pool, row -> new OfEnvironment(row.getString("environment"), row.getLong("total")));
        return Sql.of("""
                select count(*) as total, count(*) filter (where last_seen_at >= ?) as up,
                       (select count(distinct alert.host)
                        from alert join host as known on known.name = alert.host
                        where alert.status <> 'RESOLVED') as with_alerts
                from host""", Timestamps.of(activeSince))
                .first(
                        pool,
                        row -> new HostCounts(
                                row.getLong("total"),
                                row.getLong("up"),
                                row.getLong("total") - row.getLong("up"),
                                row.getLong("with_alerts"),
                                environments))
                .orElseThrow();
    }

    @Override
    public Optional<Host> find(String name) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false);
            List<Host> hosts = hosts(connection, List.of(name));
            connection.commit();
            return hosts.stream().findFirst();
        });
    }

    /** Selects the names of a page of hosts with the compared values, in order. */
    static Sql places(HostQuery query, int limit, Optional<Place> after) {
        List<Sql> conditions = new ArrayList<>();
        conditions.add(Sql.of("true"));
        query.namePart().ifPresent(part -> conditions.add(Sql.of("lower(host.name) like lower(?)", containing(part))));
        query.state().ifPresent(state -> conditions.add(condition(state, query.activeSince())));
        query.environment()
                .ifPresent(environment -> conditions.add(Sql.of("coalesce(host.environment, '') = ?", environment)));
        String beyondText = query.reversed() ? "<" : ">";
        if (query.order() == Order.ENVIRONMENT) {
            after.ifPresent(last -> conditions.add(Sql.of(
                    "(" + ENVIRONMENT + ", host.name collate \"C\") " + beyondText + " ((select " + ENVIRONMENT
                            + " from host where name = ?), ?)",
                    last.name(),
                    last.name())));
            Sql direction = direction(query.reversed());
            return Sql.of(
                    "select name, 0::float8 as value from host where ? order by " + ENVIRONMENT
                            + " ?, name collate \"C\" ? limit ?",
                    Sql.joined("and", conditions),
                    direction,
                    direction,
                    limit);
        }
        if (query.order() == Order.NAME) {
            after.ifPresent(
                    last -> conditions.add(Sql.of("host.name collate \"C\" " + beyondText + " ?", last.name())));
            return Sql.of(
                    "select name, 0::float8 as value from host where ? order by name collate \"C\" ? limit ?",
                    Sql.joined("and", conditions),
                    direction(query.reversed()),
                    limit);
        }
        Sql beyond = after.map(last -> Sql.of(
                        "value ? ? or value = ? and name collate \"C\" > ?",
                        Sql.of(query.reversed() ? ">" : "<"),
                        last.value(),
                        last.value(),
                        last.name()))
                .orElse(Sql.of("true"));
        return Sql.of(
                """
                select name, value
                from (select host.name, ? as value from host ? where ?) as valued
                where ?
                order by value ?, name collate "C"
                limit ?""",
                valueOf(query.order(), query.reversed()),
                joinedFor(query.order()),
                Sql.joined("and", conditions),
                beyond,
                direction(!query.reversed()),
                limit);
    }

    private static Sql direction(boolean descending) {
        return Sql.of(descending ? "desc" : "asc");
    }

    private static String containing(String part) {
        return LikePattern.of(new TextPattern(List.of(new AnyText(), new Literal(part), new AnyText())));
    }

    private static Sql condition(State state, Instant activeSince) {
        return switch (state) {
            case UP -> Sql.of("host.last_seen_at >= ?", Timestamps.of(activeSince));
            case NO_DATA -> Sql.of("host.last_seen_at < ?", Timestamps.of(activeSince));
            case WITH_ALERTS ->
                Sql.of("exists (select from alert where alert.host = host.name and status <> 'RESOLVED')");
        };
    }

    /** The compared value: of metrics, only one that {@link #newestSamples} would select. Hosts without one are last. */
    private static Sql valueOf(Order order, boolean reversed) {
        return switch (order) {
            case NAME, ENVIRONMENT -> Sql.of("0::float8");
            case CPU, MEMORY, DISK, PROCESSES ->
                Sql.of("""
                        coalesce(case when host.values_at > host.last_seen_at - interval '15 minutes' then host.%s end,
                                 '%s'::float8)""".formatted(order.name().toLowerCase(Locale.ROOT), reversed ? "infinity" : "-infinity"));
            case ALERTS -> Sql.of("coalesce(unresolved.alerts, 0)::float8");
            case SEEN -> Sql.of("extract(epoch from host.last_seen_at)::float8");
        };
    }

    private static Sql joinedFor(Order order) {
        return order == Order.ALERTS ? Sql.of("""
                        left join (
                            select host, count(*) as alerts from alert where status <> 'RESOLVED' group by host
                        ) as unresolved on unresolved.host = host.name""") : Sql.of("");
    }

    /** Returns those of the hosts that fit in a page, in order; names that are no hosts are skipped. */
    private static List<Host> hosts(Connection connection, List<String> names) throws SQLException {
        if (names.isEmpty()) {
            return List.of();
        }
        Sql.of(WITHOUT_SORTING).update(connection);
        List<Sample> samples = newestSamples(names).list(connection, PostgresHostDirectory::readSample);
        List<Host> hosts = hostsOf(samples);
        boolean isCut = !samples.isEmpty() && samples.getLast().bytes >= MAX_PAGE_BYTES;
        return isCut && hosts.size() > 1 ? hosts.subList(0, hosts.size() - 1) : hosts;
    }

    /**
     * Selects hosts, in order, each with the newest sample of up to 200 series whose attributes are {@link #DESCRIPTIONS} only,
     * newest first, as far as a page goes. Reads at most a quarter of an hour before the host was last seen, hence one or two
     * partitions.
     */
    public static Sql newestSamples(Collection<String> names) {
        return Sql.of("""
                select * from (
                    select wanted.place, host.name, coalesce(host.environment, '') as environment, host.first_seen_at, host.last_seen_at, unresolved.alerts,
                           sample.metric, sample.value, sample.observed_at,
                           array(select jsonb_object_keys(sample.attributes)) as names,
                           array(select value from jsonb_each_text(sample.attributes)) as values,
                           own.bytes as own_bytes,
                           sum(own.bytes) over (order by wanted.place, sample.observed_at desc nulls last
                                                rows unbounded preceding) as bytes
                    from unnest(?) with ordinality as wanted (name, place)
                    join host on host.name = wanted.name
                    cross join lateral (
                        select count(*) as alerts from alert where alert.host = host.name and status <> 'RESOLVED'
                    ) as unresolved
                    left join lateral (
                        select series.metric, series.attributes, newest.value, newest.observed_at
                        from (
                            select id, metric, attributes from metric_series
                            where metric_series.host = host.name and not exists (
                                select from jsonb_object_keys(attributes) as name
                                where name not like all (?))
                        ) as series
                        cross join lateral (
                            select value, observed_at from metric_sample
                            where series_id = series.id
                              and observed_at > host.last_seen_at - interval '15 minutes'
                              and observed_at <= host.last_seen_at
                            order by observed_at desc limit 1
                        ) as newest
                        limit 200
                    ) as sample on true
                    cross join lateral (
                        select coalesce(octet_length(sample.metric) + octet_length(sample.attributes::text), 0)
                               + octet_length(host.name) as bytes
                    ) as own
                ) as measured
                where bytes - own_bytes < ?
                order by place, observed_at desc nulls last""", names.toArray(String[]::new), DESCRIPTIONS, MAX_PAGE_BYTES);
    }

    private static Sample readSample(ResultSet row) throws SQLException {
        return new Sample(
                row.getString("name"),
                row.getString("environment"),
                Timestamps.read(row, "first_seen_at"),
                Timestamps.read(row, "last_seen_at"),
                row.getLong("alerts"),
                row.getString("metric"),
                row.getDouble("value"),
                JsonText.readMembers(row, "names", "values"),
                row.getLong("bytes"));
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
        return new Host(
                any.host, any.environment, any.firstSeenAt, any.lastSeenAt, any.openAlerts, metrics, description);
    }

    @Override
    public Set<String> known(Collection<String> names) {
        return Set.copyOf(Sql.of("select name from host where name = any (?)", (Object)
                        names.stream().map(StorableText::of).toArray(String[]::new))
                .list(pool, row -> row.getString("name")));
    }

    @Override
    public boolean remove(String name, Actor actor, Instant now) {
        return Query.run(pool, new HostRemoval(StorableText.of(name), actor, now));
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
