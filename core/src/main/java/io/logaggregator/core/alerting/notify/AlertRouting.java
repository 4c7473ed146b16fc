package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Selects the channels of the transitions of a transaction. Only an opening or an escalation looks for channels; each
 * further transition goes to the channels that were notified of the alert before, whatever has been renamed, filtered or
 * disabled since. So the receiver of OPENED receives RESOLVED. Not thread-safe.
 */
public final class AlertRouting {

    private final List<Channel> enabled;
    private final Map<UUID, Set<UUID>> notified = new HashMap<>();

    /**
     * Creates the routing of transitions that are not stored yet.
     *
     * @param enabled the enabled channels
     * @param notified by alert, the existing channels that have a notification of it
     */
    public AlertRouting(List<Channel> enabled, Map<UUID, Set<UUID>> notified) {
        this.enabled = List.copyOf(enabled);
        notified.forEach((alert, channels) -> this.notified.put(alert, new LinkedHashSet<>(channels)));
    }

    /** Returns the channels of a transition; those of one alert are passed in order. */
    public Set<UUID> channels(String ruleName, Labels labels, AlertTransition transition) {
        Set<UUID> channels = notified.computeIfAbsent(transition.alertId(), alert -> new LinkedHashSet<>());
        switch (transition.kind()) {
            case OPENED, RAISED ->
                enabled.stream()
                        .filter(channel -> channel.accepts(ruleName, labels, transition))
                        .forEach(channel -> channels.add(channel.id()));
            case LOWERED, ACKNOWLEDGED, RESOLVED -> {}
        }
        return Set.copyOf(channels);
    }
}
