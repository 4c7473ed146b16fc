package io.logaggregator.server.cache;

import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Caches the list of hosts for a second. Thread-safe. */
final class CachedHostDirectory implements HostDirectory {

    private final HostDirectory hosts;
    private final QueryCache cache;

    CachedHostDirectory(HostDirectory hosts, QueryCache cache) {
        this.hosts = hosts;
        this.cache = cache;
    }

    @Override
    public List<Host> list() {
        return cache.get(new CacheKey<>(
                "hosts", List.of(), hosts::list, Optional.empty(), list -> SizeEstimator.all(list, SizeEstimator::of)));
    }

    @Override
    public Optional<Host> find(String name) {
        return hosts.find(name);
    }

    @Override
    public Optional<ProcessSnapshot> processes(String host, Instant at) {
        return hosts.processes(host, at);
    }
}
