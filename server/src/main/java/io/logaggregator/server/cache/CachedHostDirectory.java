package io.logaggregator.server.cache;

import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Remembers for a second the list of all hosts. Thread-safe. */
final class CachedHostDirectory implements HostDirectory {

    private final HostDirectory hosts;
    private final QueryCache answers;

    CachedHostDirectory(HostDirectory hosts, QueryCache answers) {
        this.hosts = hosts;
        this.answers = answers;
    }

    @Override
    public List<Host> list() {
        return answers.to(new CacheKey<>(
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
