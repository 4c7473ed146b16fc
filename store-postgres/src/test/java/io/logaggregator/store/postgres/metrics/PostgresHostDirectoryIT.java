package io.logaggregator.store.postgres.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.observation.ProcessSnapshot.Entry;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
                        sample("b", "cores", 8, NOON, Map.of("os.type", "linux", "host.arch", "amd64")),
                        sample("b", "disk", 0.3, NOON, Map.of("device", "sda", "os.type", "linux"))));
        StoredObservations.append(store, List.of(StoredObservations.event(1, NOON, "a", "only a line")));

        assertThat(hosts.list())
                .containsExactly(
                        new Host("a", NOON, NOON, Map.of(), Map.of()),
                        new Host(
                                "b",
                                NOON.minusSeconds(3_600),
                                NOON,
                                Map.of("cpu", 0.2, "cores", 8.0),
                                Map.of("os.type", "linux", "host.arch", "amd64")));
        assertThat(hosts.find("b")).contains(hosts.list().getLast());
        assertThat(hosts.find("c\0'")).isEmpty();
    }

    @Test
    void canary_isNotHost() {
        StoredObservations.append(
                store, List.of(StoredObservations.canary(1, NOON), StoredObservations.event(2, NOON, "a", "a line")));

        assertThat(hosts.list()).extracting(Host::name).containsExactly("a");
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
