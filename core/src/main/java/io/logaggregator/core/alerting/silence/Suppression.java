package io.logaggregator.core.alerting.silence;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.Muting.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Decides whether the notifications of an alert are muted, and why: by a silence, an inhibiting alert, or a mute interval of
 * the channel, in this order. A pure function of its definitions and of the firing alerts. Thread-safe.
 */
public final class Suppression {

    /** Label with the name of the rule, as in Prometheus. */
    public static final String ALERT_NAME = "alertname";

    /** Label with the severity in lower case. */
    public static final String SEVERITY = "severity";

    /** Maximum number of inhibiting alerts that are reported for one alert. */
    private static final int MAX_SOURCES = 10;

    private final Definitions definitions;
    private final List<Sources> sources;

    /**
     * Silences, intervals and inhibitions. Equal definitions mute equally.
     *
     * @param silences may contain expired ones
     */
    public record Definitions(List<Silence> silences, List<MuteInterval> intervals, List<Inhibition> inhibitions) {

        public static final Definitions NONE = new Definitions(List.of(), List.of(), List.of());

        public Definitions {
            silences = List.copyOf(silences);
            intervals = List.copyOf(intervals);
            inhibitions = List.copyOf(inhibitions);
        }

        public boolean isEmpty() {
            return silences.isEmpty() && intervals.isEmpty() && inhibitions.isEmpty();
        }
    }

    /**
     * An alert.
     *
     * @param labels those that matchers see
     */
    public record Subject(UUID alertId, Map<String, String> labels) {

        public Subject {
            labels = Collections.unmodifiableMap(new HashMap<>(labels));
        }

        /** An alert with {@code alertname} and {@code severity} among its labels, unless it has such labels itself. */
        public static Subject of(UUID alertId, String ruleName, Labels labels, Severity severity) {
            return new Subject(alertId, Suppression.labels(ruleName, labels, severity));
        }
    }

    /** The labels that matchers see. */
    public static SortedMap<String, String> labels(String ruleName, Labels labels, Severity severity) {
        SortedMap<String, String> all = new TreeMap<>(labels.values());
        all.putIfAbsent(ALERT_NAME, ruleName);
        all.putIfAbsent(SEVERITY, severity.name().toLowerCase(Locale.ROOT));
        return all;
    }

    /** @param firing the alerts that are not resolved; needed only if there are inhibitions */
    public Suppression(Definitions definitions, List<Subject> firing) {
        this.definitions = definitions;
        this.sources = definitions.inhibitions().stream()
                .map(inhibition -> new Sources(inhibition, firing))
                .toList();
    }

    public Definitions definitions() {
        return definitions;
    }

    /** The reason why a notification of the alert is not sent now to a channel with these intervals. */
    public Optional<Muting> muting(Subject alert, ChannelIntervals intervals, Instant now) {
        return silencedBy(alert, now).stream()
                .findFirst()
                .map(id -> new Muting(Reason.SILENCE, id.toString()))
                .or(() ->
                        inhibitedBy(alert).stream().findFirst().map(id -> new Muting(Reason.INHIBITION, id.toString())))
                .or(() -> byInterval(intervals, now));
    }

    /** The active silences that match the alert. */
    public List<UUID> silencedBy(Subject alert, Instant now) {
        return definitions.silences().stream()
                .filter(silence -> silence.state(now) == Silence.State.ACTIVE && silence.matches(alert.labels()))
                .map(Silence::id)
                .toList();
    }

    /** The alerts that inhibit the alert, at most 10 for each inhibition. */
    public List<UUID> inhibitedBy(Subject alert) {
        return sources.stream()
                .flatMap(source -> source.inhibiting(alert).stream())
                .distinct()
                .toList();
    }

    /** The interval that contains the time, or the first active interval if none contains it. Unknown names have no effect. */
    private Optional<Muting> byInterval(ChannelIntervals channel, Instant now) {
        Map<String, MuteInterval> byName = new LinkedHashMap<>();
        if (!channel.mute().isEmpty() || !channel.active().isEmpty()) {
            definitions.intervals().forEach(interval -> byName.put(interval.name(), interval));
        }
        Optional<String> muting = channel.mute().stream()
                .filter(name -> contains(byName, name, now))
                .findFirst();
        if (muting.isEmpty() && channel.active().stream().noneMatch(name -> contains(byName, name, now))) {
            muting = channel.active().stream().filter(byName::containsKey).findFirst();
        }
        return muting.map(name -> new Muting(Reason.INTERVAL, name));
    }

    private static boolean contains(Map<String, MuteInterval> byName, String name, Instant now) {
        return Optional.ofNullable(byName.get(name))
                .filter(interval -> interval.contains(now))
                .isPresent();
    }

    /** The firing alerts that match the source of an inhibition, by the values of its equal labels. */
    private static final class Sources {

        private final Inhibition inhibition;

        /** Alerts that match the source only. */
        private final Map<List<String>, List<UUID>> sourcesOnly = new HashMap<>();

        /** Alerts that match source and target. They inhibit no alert that does so too, and so not themselves. */
        private final Map<List<String>, List<UUID>> targetsToo = new HashMap<>();

        Sources(Inhibition inhibition, List<Subject> firing) {
            this.inhibition = inhibition;
            for (Subject alert : firing) {
                if (inhibition.isSource(alert.labels())) {
                    (inhibition.isTarget(alert.labels()) ? targetsToo : sourcesOnly)
                            .merge(inhibition.equalValues(alert.labels()), List.of(alert.alertId()), Sources::joined);
                }
            }
        }

        private static List<UUID> joined(List<UUID> present, List<UUID> added) {
            if (present.size() >= MAX_SOURCES) {
                return present;
            }
            List<UUID> all = new ArrayList<>(present);
            all.addAll(added);
            return all;
        }

        List<UUID> inhibiting(Subject alert) {
            if (!inhibition.isTarget(alert.labels())) {
                return List.of();
            }
            List<String> key = inhibition.equalValues(alert.labels());
            List<UUID> inhibiting = new ArrayList<>(sourcesOnly.getOrDefault(key, List.of()));
            if (!inhibition.isSource(alert.labels())) {
                inhibiting.addAll(targetsToo.getOrDefault(key, List.of()));
            }
            inhibiting.remove(alert.alertId());
            return inhibiting;
        }
    }
}
