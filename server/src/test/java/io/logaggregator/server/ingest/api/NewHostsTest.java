package io.logaggregator.server.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewHostsTest {

    private static final UUID KEY = new UUID(7, 7);

    private final KnownHosts directory = new KnownHosts(Set.of("old"));
    private final NewHosts hosts = new NewHosts(directory, 3);

    @Test
    void store_isQueriedOnlyBeyondTheLimit() {
        assertThat(hosts.excess(KEY, List.of("a", "b", "c"))).isEmpty();
        assertThat(hosts.excess(KEY, List.of("c", "b", "a"))).isEmpty();
        assertThat(directory.lookups).isZero();

        assertThat(hosts.excess(KEY, List.of("old", "d", "a"))).containsExactly("d");
        assertThat(hosts.excess(KEY, List.of("old"))).isEmpty();
        assertThat(directory.lookups).isEqualTo(1);
    }

    @Test
    void unavailableStore_limitsNothing() {
        directory.isUnavailable = true;

        assertThat(hosts.excess(KEY, List.of("a", "b", "c", "d"))).isEmpty();
        assertThat(hosts.excess(KEY, List.of("a", "b", "c", "d"))).isEmpty();
        assertThat(directory.lookups).isEqualTo(1);
    }

    @Test
    void zero_limitsNothing() {
        assertThat(new NewHosts(directory, 0).excess(KEY, List.of("a", "b", "c", "d")))
                .isEmpty();
    }
}
