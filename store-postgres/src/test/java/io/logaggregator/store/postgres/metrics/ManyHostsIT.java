package io.logaggregator.store.postgres.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.hosts.HostQuery.Order;
import io.logaggregator.core.hosts.HostQuery.State;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** 100,000 hosts, 20,000 of them with an agent: 120,000 series; 10,000 hosts have an alert. */
@Tag("slow")
class ManyHostsIT {

    private static final Instant NOON = Instant.parse("2024-05-23T12:00:00Z");
    private static final int PAGES = 20;

    private static PostgresStore store;
    private static HostDirectory hosts;

    @BeforeAll
    static void fill() throws Exception {
        var database = TestStore.newDatabase();
        store = TestStore.on(database);
        hosts = store.hosts();
        TestStore.execute(database, """
                insert into host (name, first_seen_at, last_seen_at, values_at, cpu, memory)
                select 'host-' || number, '2024-05-01Z', '2024-05-23 12:00Z'::timestamptz - number * interval '1 ms',
                       case when number <= 20000 then '2024-05-23 12:00Z'::timestamptz end,
                       case when number <= 20000 then number % 1000 / 1000.0 end, number / 1e6
                from generate_series(1, 100000) as number;
                insert into metric_series (host, metric, attributes)
                select 'host-' || number, 'system.metric.' || metric, '{"os.type": "linux"}'
                from generate_series(1, 20000) as number, generate_series(1, 6) as metric;
                insert into metric_sample
                select id, '2024-05-23 11:59Z'::timestamptz - number * interval '1 ms', id
                from metric_series, generate_series(1, 2) as number;
                insert into alert
                select gen_random_uuid(), gen_random_uuid(), 'No data', gen_random_uuid(), '{}', 'host-' || number,
                       'HIGH', 'HIGH', 'OPEN', now(), null, null, now(), 1, 1, 1, 1
                from generate_series(1, 10000) as number;
                analyze""");
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void pages_areFullInAnyOrder(TestReporter reporter) {
        for (Order order : Order.values()) {
            report(reporter, order.name(), query("", Optional.empty(), order));
        }
        report(reporter, "part of the name", query("T-9", Optional.empty(), Order.CPU));
        report(reporter, "hosts without data", query("", Optional.of(State.NO_DATA), Order.SEEN));
        report(reporter, "hosts with alerts", query("", Optional.of(State.WITH_ALERTS), Order.ALERTS));
    }

    @Test
    void counts_areOfAllHosts(TestReporter reporter) {
        long start = System.nanoTime();
        HostCounts counts = hosts.count(NOON.minusSeconds(60));
        reporter.publishEntry(
                "counts", Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");

        assertThat(counts)
                .isEqualTo(new HostCounts(
                        100_000, 60_000, 40_000, 10_000, List.of(new HostCounts.OfEnvironment("", 100_000))));
    }

    private static void report(TestReporter reporter, String name, HostQuery query) {
        List<Duration> times = new ArrayList<>();
        Optional<HostQuery.Place> after = Optional.empty();
        for (int page = 0; page < PAGES; page++) {
            long start = System.nanoTime();
            HostPage found = hosts.list(query, 100, after);
            times.add(Duration.ofNanos(System.nanoTime() - start));
            assertThat(found.items()).hasSize(100);
            after = found.next();
        }
        times.sort(null);
        reporter.publishEntry(
                name,
                "p50 " + times.get(PAGES / 2).toMillis() + " ms, max "
                        + times.getLast().toMillis() + " ms");
    }

    private static HostQuery query(String namePart, Optional<State> state, Order order) {
        return new HostQuery(
                Optional.of(namePart).filter(part -> !part.isEmpty()),
                state,
                Optional.empty(),
                order,
                false,
                NOON.minusSeconds(60));
    }
}
