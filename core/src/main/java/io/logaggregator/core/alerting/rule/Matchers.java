package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.common.Glob;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a rule looks at: everything that matches all of these.
 *
 * @param environment of the host; a host that names none has the empty one, which {@code *} matches too
 * @param attributes by name; an attribute that is absent counts as empty
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
            return true; // most rules; asked of every log event, a loop over nothing is dear
        }
        for (Map.Entry<String, Glob> attribute : attributes.entrySet()) {
            if (!attribute.getValue().matches(given.getOrDefault(attribute.getKey(), ""))) {
                return false;
            }
        }
        return true;
    }
}
