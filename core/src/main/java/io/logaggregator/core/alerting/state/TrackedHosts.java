package io.logaggregator.core.alerting.state;

import io.logaggregator.core.logs.match.CaseFolding;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Hosts that rules hold state for. Normal samples of other hosts need no evaluation. Two spellings of a name are one host.
 *
 * @param few the hosts, by rule; a rule in neither collection has none
 * @param many rules with state for too many hosts to list
 */
public record TrackedHosts(Map<UUID, Set<String>> few, Set<UUID> many) {

    public static final TrackedHosts NONE = new TrackedHosts(Map.of(), Set.of());

    public TrackedHosts {
        few = few.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, hosts -> folded(hosts.getValue())));
        many = Set.copyOf(many);
    }

    private static Set<String> folded(Set<String> hosts) {
        return hosts.stream().map(CaseFolding::fold).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a rule may hold state for a host. */
    public boolean include(UUID rule, String host) {
        Set<String> hosts = few.get(rule);
        return hosts == null ? many.contains(rule) : hosts.contains(CaseFolding.fold(host));
    }
}
