package io.logaggregator.core.hosts;

import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Known hosts and their processes. */
public interface HostDirectory {

    /** All hosts, by name. */
    List<Host> list();

    Optional<Host> find(String name);

    /** The newest process snapshot of a host at or before an instant, at most an hour older. */
    Optional<ProcessSnapshot> processes(String host, Instant at);
}
