package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.common.Glob;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Selects the hosts and series of a rule. All matchers must match.
 *
 * @param environment a host without an environment has the empty one, which {@code *} matches
 * @param attributes by name; an absent attribute is empty
 */
public record Matchers(Glob host, Glob environment, SortedMap<String, Glob> attributes) {

    public static final Matchers ALL = new Matchers(Glob.ANY, Glob.ANY, new TreeMap<>());

    public Matchers {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    public boolean match(String hostName, String environmentName, Map<String, String> given) {
        if (!host.matches(hostName) || !environment.matches(environmentName)) {
            return false;
        }
        if (attributes.isEmpty()) {
            return true; // most rules: saves an iterator per log event
        }
        for (Map.Entry<String, Glob> attribute : attributes.entrySet()) {
            if (!attribute.getValue().matches(given.getOrDefault(attribute.getKey(), ""))) {
                return false;
            }
        }
        return true;
    }
}
