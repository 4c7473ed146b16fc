package io.logaggregator.core.hosts;

import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The hosts that have sent something, and what runs on them. */
public interface HostDirectory {

    /** Every host, by name. */
    List<Host> list();

    Optional<Host> find(String name);

    /** The newest snapshot of a host's processes at or before an instant, and at most an hour older. */
    Optional<ProcessSnapshot> processes(String host, Instant at);
}
