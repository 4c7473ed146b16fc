package io.logaggregator.store.postgres.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostCounts.OfEnvironment;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.hosts.HostQuery.Order;
import io.logaggregator.core.hosts.HostQuery.Place;
import io.logaggregator.core.hosts.HostQuery.State;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.observation.ProcessSnapshot.Entry;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresHostDirectoryIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private PostgresStore store;
    private HostDirectory hosts;

    @BeforeEach
    void open() {
        store = TestStore.on(TestStore.newDatabase());
        hosts = store.hosts();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void list_returnsNewestValuesAndDescription() {
        StoredObservations.append(
                store,
                List.of(
                        sample("b", "cpu", 0.1, NOON.minusSeconds(60), Map.of()),
                        sample("b", "cpu", 0.2, NOON, Map.of()),
                        sample("b", "old", 0.2, NOON.minusSeconds(3_600), Map.of()),
                        sample(
                                "b",
                                "cores",
                                4,
                                NOON.minusSeconds(60),
                                Map.of("os.type", "linux", "host.arch", "arm64")),
                        sample(
                                "b",
                                "cores",
                                8,
                                NOON,
                                Map.of(
                                        "os.type",
                                        "linux",
                                        "host.arch",
                                        "amd64",
                                        "agent.version",
                                        "1",
                                        "tenant.id",
                                        "t")),
                        sample("b", "disk", 0.3, NOON, Map.of("device", "sda", "os.type", "linux"))));
        StoredObservations.append(store, List.of(StoredObservations.event(1, NOON, "a", "only a line")));

        assertThat(hosts.list(query(Order.NAME), 10, Optional.empty()).items())
                .containsExactly(
                        new Host("a", "", NOON, NOON, 0, Map.of(), Map.of()),
                        new Host(
                                "b",
                                "",
                                NOON.minusSeconds(3_600),
                                NOON,
                                0,
                                Map.of("cpu", 0.2, "cores", 8.0),
                                Map.of(
                                        "os.type",
                                        "linux",
                                        "host.arch",
                                        "amd64",
                                        "agent.version",
                                        "1",
                                        "tenant.id",
                                        "t")));
        assertThat(hosts.find("b")).map(Host::metrics).contains(Map.of("cpu", 0.2, "cores", 8.0));
        assertThat(hosts.find("c\0'")).isEmpty();
    }

    @Test
    void canary_isNotHost() {
        StoredObservations.append(
                store, List.of(StoredObservations.canary(1, NOON), StoredObservations.event(2, NOON, "a", "a line")));

        assertThat(names(query(Order.NAME))).containsExactly("a");
        assertThat(hosts.known(List.of("a", "b", "c\0'"))).containsExactly("a");
    }

    @Test
    void list_ordersByNewestValues() {
        StoredObservations.append(
                store,
                List.of(
                        sample("a", Order.CPU.metric(), 0.3, NOON, Map.of()),
                        sample("b", Order.CPU.metric(), 0.9, NOON, Map.of("os.type", "linux")),
                        sample("c", Order.CPU.metric(), 1, NOON, Map.of("cpu", "0")),
                        sample("d", Order.MEMORY.metric(), 0.5, NOON.plusSeconds(1), Map.of())));
        StoredObservations.append(
                store,
                List.of(
                        sample("a", Order.CPU.metric(), 0.95, NOON.plusSeconds(15), Map.of()),
                        sample("b", Order.CPU.metric(), 1, NOON.minusSeconds(15), Map.of())));

        assertThat(names(query(Order.CPU))).containsExactly("a", "b", "c", "d");
        assertThat(names(query(Order.MEMORY))).containsExactly("d", "a", "b", "c");
        assertThat(names(query(Order.SEEN))).containsExactly("a", "d", "b", "c");
        assertThat(names(query(Order.DISK))).containsExactly("a", "b", "c", "d");
        assertThat(names(reversed(Order.NAME))).containsExactly("d", "c", "b", "a");
        assertThat(names(reversed(Order.CPU))).containsExactly("b", "a", "c", "d");
        assertThat(names(reversed(Order.SEEN))).containsExactly("b", "c", "d", "a");
    }

    private static HostQuery reversed(Order order) {
        return new HostQuery(Optional.empty(), Optional.empty(), Optional.empty(), order, true, NOON);
    }

    @Test
    void list_ignoresValuesOfLongBefore() {
        StoredObservations.append(
                store,
                List.of(
                        sample("a", Order.CPU.metric(), 0.3, NOON, Map.of()),
                        sample("b", Order.CPU.metric(), 0.9, NOON.minusSeconds(1_000), Map.of()),
                        StoredObservations.event(1, NOON, "b", "a line")));

        assertThat(names(query(Order.CPU))).containsExactly("a", "b");
        assertThat(hosts.find("b")).map(Host::metrics).contains(Map.of());
    }

    @Test
    void list_filtersByNameAndState() {
        StoredObservations.append(
                store,
                List.of(
                        StoredObservations.event(1, NOON, "web_1", "a line"),
                        StoredObservations.event(2, NOON.minusSeconds(60), "WEB%2", "a line"),
                        StoredObservations.event(3, NOON.minusMillis(1), "db", "a line")));

        assertThat(names(query("Web", Optional.empty()))).containsExactly("WEB%2", "web_1");
        assertThat(names(query("b_", Optional.empty()))).containsExactly("web_1");
        assertThat(names(query("\\", Optional.empty()))).isEmpty();
        assertThat(names(query("", Optional.of(State.UP)))).containsExactly("web_1");
        assertThat(names(query("", Optional.of(State.NO_DATA)))).containsExactly("WEB%2", "db");
        assertThat(names(query("", Optional.of(State.WITH_ALERTS)))).isEmpty();
        assertThat(hosts.count(NOON)).isEqualTo(new HostCounts(3, 1, 2, 0, List.of(new OfEnvironment("", 3))));
    }

    @Test
    void list_isOfAnEnvironment_andOrderedByIt() {
        StoredObservations.append(
                store,
                List.of(
                        sample("a", "cpu", 1, NOON, Map.of("deployment.environment.name", "prod")),
                        sample("b", "cpu", 1, NOON, Map.of()),
                        sample("c", "cpu", 1, NOON, Map.of("deployment.environment.name", "dev")),
                        sample("d", "cpu", 1, NOON, Map.of("deployment.environment.name", "prod"))));
        HostQuery all = query(Order.ENVIRONMENT);

        assertThat(names(all)).containsExactly("b", "c", "a", "d");
        assertThat(names(reversed(Order.ENVIRONMENT))).containsExactly("d", "a", "c", "b");
        assertThat(names(in("prod"))).containsExactly("a", "d");
        assertThat(names(in(""))).containsExactly("b");
        assertThat(names(in("Prod"))).isEmpty();
        assertThat(hosts.find("c")).map(Host::environment).contains("dev");
        assertThat(hosts.count(NOON).environments())
                .containsExactly(new OfEnvironment("prod", 2), new OfEnvironment("", 1), new OfEnvironment("dev", 1));
    }

    private static HostQuery in(String environment) {
        return new HostQuery(Optional.empty(), Optional.empty(), Optional.of(environment), Order.NAME, false, NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "NAME, false",
        "CPU, false",
        "MEMORY, false",
        "DISK, false",
        "PROCESSES, false",
        "ALERTS, false",
        "SEEN, false",
        "NAME, true",
        "ENVIRONMENT, false",
        "ENVIRONMENT, true",
        "CPU, true",
        "MEMORY, true",
        "ALERTS, true",
        "SEEN, true"
    })
    void pages_containEachHostOnce(Order order, boolean reversed) {
        List<MetricSample> samples = IntStream.range(0, 25)
                .mapToObj(number -> sample(
                        "host-" + number,
                        Order.CPU.metric(),
                        Math.floorDiv(number, 5),
                        NOON,
                        Map.of("deployment.environment.name", "e" + number % 3)))
                .toList();
        StoredObservations.append(store, samples);
        HostQuery query = new HostQuery(Optional.empty(), Optional.empty(), Optional.empty(), order, reversed, NOON);
        List<String> all = names(query);

        List<String> paged = new ArrayList<>();
        HostPage page = hosts.list(query, 7, Optional.empty());
        names(page).forEach(paged::add);
        while (page.next().isPresent()) {
            page = hosts.list(query, 7, page.next());
            names(page).forEach(paged::add);
        }

        assertThat(all).hasSize(25);
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void page_isLimitedInBytes() {
        String longName = "m".repeat(1_000);
        List<MetricSample> samples = new ArrayList<>();
        for (int host = 0; host < 20; host++) {
            for (int metric = 0; metric < 201; metric++) {
                samples.add(sample("host-" + (char) ('a' + host), longName + metric, 1, NOON, Map.of()));
            }
        }
        StoredObservations.append(store, samples);

        HostPage page = hosts.list(query(Order.NAME), 100, Optional.empty());

        assertThat(page.items())
                .hasSizeBetween(5, 15)
                .allMatch(host -> host.metrics().size() == 200);
        assertThat(page.next()).contains(new Place(0, page.items().getLast().name()));
        assertThat(hosts.list(query(Order.NAME), 100, page.next())
                        .items()
                        .getFirst()
                        .name())
                .isEqualTo("host-" + (char) ('a' + page.items().size()));
    }

    private List<String> names(HostQuery query) {
        return names(hosts.list(query, 100, Optional.empty()));
    }

    private static List<String> names(HostPage page) {
        return page.items().stream().map(Host::name).toList();
    }

    private static HostQuery query(Order order) {
        return new HostQuery(Optional.empty(), Optional.empty(), Optional.empty(), order, false, NOON);
    }

    private static HostQuery query(String namePart, Optional<State> state) {
        return new HostQuery(Optional.of(namePart), state, Optional.empty(), Order.NAME, false, NOON);
    }

    @Test
    void processes_areOfNewestSnapshotWithinHour() {
        ProcessSnapshot first = snapshot(NOON.minusSeconds(5), new Entry(1, "init", 0.1, 4_096, "S"));
        ProcessSnapshot second = snapshot(
                NOON, new Entry(1, "it's \"{é}\"", 2.35, 1L << 40, ""), new Entry(Integer.MAX_VALUE, "", 0, 0, "NULL"));
        StoredObservations.append(store, List.of(first, second));

        assertThat(hosts.processes("a", NOON)).contains(second);
        assertThat(hosts.processes("a", NOON.minusMillis(1))).contains(first);
        assertThat(hosts.processes("a", NOON.plusSeconds(3_600))).contains(second);
        assertThat(hosts.processes("a", NOON.plusSeconds(3_601))).isEmpty();
        assertThat(hosts.processes("a", Instant.MIN)).isEmpty();
        assertThat(hosts.processes("b", NOON)).isEmpty();
    }

    @Test
    void emptySnapshot_isReturned() {
        StoredObservations.append(store, List.of(snapshot(NOON)));

        assertThat(hosts.processes("a", NOON)).contains(snapshot(NOON));
    }

    private static ProcessSnapshot snapshot(Instant observedAt, Entry... processes) {
        return new ProcessSnapshot("a", observedAt, List.of(processes));
    }

    private static MetricSample sample(
            String host, String metric, double value, Instant observedAt, Map<String, String> attributes) {
        return new MetricSample(host, metric, value, observedAt, attributes);
    }
}
