package io.logaggregator.core.hosts;

import java.util.List;
import java.util.Optional;

/**
 * A page of hosts.
 *
 * @param next place after which the next page starts; empty on the last page
 */
public record HostPage(List<Host> items, Optional<HostQuery.Place> next) {

    public HostPage {
        items = List.copyOf(items);
    }
}
