package io.logaggregator.core.alerting.engine;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Of which hosts rules remember something: what is in good order elsewhere tells them nothing.
 *
 * @param few the hosts, by rule; of a rule that is in neither, none
 * @param many the rules that remember of too many hosts to name them
 */
public record TrackedHosts(Map<UUID, Set<String>> few, Set<UUID> many) {

    /** Nothing of nobody. */
    public static final TrackedHosts NONE = new TrackedHosts(Map.of(), Set.of());

    public TrackedHosts {
        few = Map.copyOf(few);
        many = Set.copyOf(many);
    }

    /** Whether a rule may remember something of a host. */
    boolean include(UUID rule, String host) {
        Set<String> hosts = few.get(rule);
        return hosts == null ? many.contains(rule) : hosts.contains(host);
    }
}
