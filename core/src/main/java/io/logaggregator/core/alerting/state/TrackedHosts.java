package io.logaggregator.core.alerting.state;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Hosts that rules hold state for. Normal samples of other hosts need no evaluation.
 *
 * @param few the hosts, by rule; a rule in neither collection has none
 * @param many rules with state for too many hosts to list
 */
public record TrackedHosts(Map<UUID, Set<String>> few, Set<UUID> many) {

    public static final TrackedHosts NONE = new TrackedHosts(Map.of(), Set.of());

    public TrackedHosts {
        few = Map.copyOf(few);
        many = Set.copyOf(many);
    }

    /** Whether a rule may hold state for a host. */
    public boolean include(UUID rule, String host) {
        Set<String> hosts = few.get(rule);
        return hosts == null ? many.contains(rule) : hosts.contains(host);
    }
}
