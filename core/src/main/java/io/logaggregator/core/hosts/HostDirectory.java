package io.logaggregator.core.hosts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Known hosts and their processes. */
public interface HostDirectory {

    /**
     * Returns a page of hosts, bounded in bytes, too: it may have fewer hosts than {@code limit} and still a next page. A
     * host whose value changes between two pages may appear on both or on neither.
     *
     * @param after place of the last host of the page before
     */
    HostPage list(HostQuery query, int limit, Optional<HostQuery.Place> after);

    /** @param activeSince start of the time in which hosts that are up were seen */
    HostCounts count(Instant activeSince);

    Optional<Host> find(String name);

    /** Returns the names of which there are hosts. */
    Set<String> known(Collection<String> names);

    /**
     * Removes a host: its alerts are resolved with the comment {@code host removed}, and rules no longer expect data from it.
     * Its logs, samples and processes stay until the end of their retention. A host that sends again appears again. The
     * audit entry is committed with the removal.
     *
     * @return whether there was such a host
     */
    boolean remove(String name, Actor actor, Instant now);

    /** The newest process snapshot of a host at or before an instant, at most an hour older. */
    Optional<ProcessSnapshot> processes(String host, Instant at);
}
