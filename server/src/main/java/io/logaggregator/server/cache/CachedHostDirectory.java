package io.logaggregator.server.cache;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Caches pages and counts of hosts for a second. Thread-safe. */
final class CachedHostDirectory implements HostDirectory {

    private final HostDirectory hosts;
    private final QueryCache cache;

    CachedHostDirectory(HostDirectory hosts, QueryCache cache) {
        this.hosts = hosts;
        this.cache = cache;
    }

    @Override
    public HostPage list(HostQuery query, int limit, Optional<HostQuery.Place> after) {
        return cache.get(new CacheKey<>(
                "hosts", List.of(query, limit, after), () -> hosts.list(query, limit, after), Optional.empty()));
    }

    @Override
    public HostCounts count(Instant activeSince) {
        return cache.get(
                new CacheKey<>("host counts", List.of(activeSince), () -> hosts.count(activeSince), Optional.empty()));
    }

    @Override
    public Optional<Host> find(String name) {
        return hosts.find(name);
    }

    @Override
    public Set<String> known(Collection<String> names) {
        return hosts.known(names);
    }

    @Override
    public boolean remove(String name, Actor actor, Instant now) {
        return hosts.remove(name, actor, now);
    }

    @Override
    public Optional<ProcessSnapshot> processes(String host, Instant at) {
        return hosts.processes(host, at);
    }
}
