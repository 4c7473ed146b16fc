package io.logaggregator.server.ingest.api;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A directory of names, which can be unavailable and counts the lookups. */
final class KnownHosts implements HostDirectory {

    private final Set<String> names;
    boolean isUnavailable;
    int lookups;

    KnownHosts(Set<String> names) {
        this.names = names;
    }

    @Override
    public Set<String> known(Collection<String> given) {
        lookups++;
        if (isUnavailable) {
            throw new StoreUnavailableException("unavailable", null);
        }
        Set<String> found = new HashSet<>(names);
        found.retainAll(given);
        return found;
    }

    @Override
    public HostPage list(HostQuery query, int limit, Optional<HostQuery.Place> after) {
        throw unsupported();
    }

    @Override
    public HostCounts count(Instant activeSince) {
        throw unsupported();
    }

    @Override
    public Optional<Host> find(String name) {
        throw unsupported();
    }

    @Override
    public boolean remove(String name, Actor actor, Instant now) {
        throw unsupported();
    }

    @Override
    public Optional<ProcessSnapshot> processes(String host, Instant at) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("only lookups by name");
    }
}
