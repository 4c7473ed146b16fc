package io.logaggregator.application.alert;

import io.logaggregator.domain.LogEvent;
import io.logaggregator.domain.MetricSample;
import io.logaggregator.domain.Observation;
import io.logaggregator.domain.alert.AlertRule;
import io.logaggregator.domain.alert.Condition.LogCount;
import io.logaggregator.domain.alert.Condition.Silence;
import io.logaggregator.domain.alert.Condition.Threshold;
import io.logaggregator.domain.alert.InvalidRuleException;
import io.logaggregator.domain.alert.Labels;
import io.logaggregator.domain.alert.Matchers;
import io.logaggregator.domain.alert.Point;
import io.logaggregator.domain.alert.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules that are switched on, ready to be asked what observations mean to them. Immutable, pure, thread-safe. */
public final class RuleSet {

    public static final RuleSet EMPTY = new RuleSet(-1, List.of(), Map.of(), List.of());

    private static final Logger log = LoggerFactory.getLogger(RuleSet.class);
    private static final String ENVIRONMENT = "deployment.environment.name";

    private final long version;
    private final List<AlertRule> rules;
    private final Map<String, List<AlertRule>> thresholds; // by metric
    private final List<CountedLogs> counts;

    private RuleSet(
            long version, List<AlertRule> rules, Map<String, List<AlertRule>> thresholds, List<CountedLogs> counts) {
        this.version = version;
        this.rules = List.copyOf(rules);
        this.thresholds = thresholds;
        this.counts = counts;
    }

    /**
     * Makes rules ready. A rule whose query is no longer understood is left out, and the log says so: one bad rule does
     * not keep the others from watching.
     */
    public static RuleSet of(long version, List<AlertRule> rules, LogMatching matching) {
        List<AlertRule> enabled =
                rules.stream().filter(rule -> rule.definition().enabled()).toList();
        Map<String, List<AlertRule>> thresholds = new HashMap<>();
        List<CountedLogs> counts = new ArrayList<>();
        for (AlertRule rule : enabled) {
            switch (rule.definition().condition()) {
                case Threshold threshold ->
                    thresholds
                            .computeIfAbsent(threshold.metric(), metric -> new ArrayList<>())
                            .add(rule);
                case LogCount count -> {
                    try {
                        counts.add(CountedLogs.of(rule, count, matching));
                    } catch (InvalidRuleException e) {
                        log.error(
                                "rule left out: rule={} reason={}",
                                rule.definition().name(),
                                e.getMessage());
                    }
                }
                case Silence _ -> {}
            }
        }
        return new RuleSet(version, enabled, thresholds, counts);
    }

    public long version() {
        return version;
    }

    /** The rules that are switched on. */
    public List<AlertRule> rules() {
        return rules;
    }

    /** What a batch says to these rules, in the order of the fingerprints: the order in which states are locked. */
    public List<Signal> signals(List<Observation> observations) {
        if (thresholds.isEmpty() && counts.isEmpty()) {
            return List.of();
        }
        Map<UUID, Map<Labels, List<Point>>> points = new HashMap<>(); // by rule
        Map<String, String> environments = thresholds.isEmpty() ? Map.of() : environments(observations);
        List<LogCounter> counters = counts.stream().map(LogCounter::new).toList();
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                add(points, sample, environments);
            } else if (observation instanceof LogEvent event) {
                for (LogCounter counter : counters) { // all of them while the event is at hand: memory is what is slow
                    counter.take(event);
                }
            }
        }
        return Stream.concat(
                        rules.stream().flatMap(rule -> signals(rule, points.getOrDefault(rule.id(), Map.of()))),
                        counters.stream().flatMap(LogCounter::signals))
                .sorted(Comparator.comparing(Signal::fingerprint))
                .toList();
    }

    private static Stream<Signal> signals(AlertRule rule, Map<Labels, List<Point>> points) {
        return points.entrySet().stream().map(entry -> new Signal(rule, entry.getKey(), entry.getValue()));
    }

    private void add(
            Map<UUID, Map<Labels, List<Point>>> points, MetricSample sample, Map<String, String> environments) {
        List<AlertRule> candidates = thresholds.get(sample.metric());
        if (candidates == null) {
            return;
        }
        Labels labels = Labels.ofHost(sample.host(), sample.attributes());
        Point point = new Point(sample.observedAt(), sample.value());
        for (AlertRule rule : candidates) {
            Matchers matchers = rule.definition().matchers();
            if (matchers.match(sample.host(), environments.getOrDefault(sample.host(), ""), sample.attributes())) {
                points.computeIfAbsent(rule.id(), id -> new HashMap<>())
                        .computeIfAbsent(labels, first -> new ArrayList<>(1))
                        .add(point);
            }
        }
    }

    /** Metrics have no environment of their own: a message names it once, among what describes its host. */
    private static Map<String, String> environments(List<Observation> observations) {
        Map<String, String> environments = new HashMap<>();
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                String environment = sample.attributes().get(ENVIRONMENT);
                if (environment != null) {
                    environments.put(sample.host(), environment);
                }
            }
        }
        return environments;
    }

    /** A rule that counts logs, with all it asks of an event made ready. */
    private record CountedLogs(
            AlertRule rule, LogCount count, Predicate<LogEvent> watched, List<Function<LogEvent, String>> groupBy) {

        static CountedLogs of(AlertRule rule, LogCount count, LogMatching matching) {
            Matchers matchers = rule.definition().matchers();
            Predicate<LogEvent> matched = matching.matching(count.query());
            return new CountedLogs(
                    rule,
                    count,
                    matchers.equals(Matchers.ALL)
                            ? matched
                            : event ->
                                    matchers.match(event.host(), event.environment(), Map.of()) && matched.test(event),
                    count.groupBy().stream().map(matching::value).toList());
        }

        List<String> group(LogEvent event) {
            return switch (groupBy.size()) {
                case 0 -> List.of();
                case 1 -> List.of(groupBy.getFirst().apply(event));
                default -> groupBy.stream().map(field -> field.apply(event)).toList();
            };
        }

        Labels labels(List<String> group) {
            TreeMap<String, String> values = new TreeMap<>();
            for (int field = 0; field < group.size(); field++) {
                values.put(count.groupBy().get(field).label(), group.get(field));
            }
            return new Labels(values);
        }
    }

    /** What a batch has for such a rule. */
    private static final class LogCounter {

        private final CountedLogs counted;
        private final Map<List<String>, List<Point>> groups = new HashMap<>();

        LogCounter(CountedLogs counted) {
            this.counted = counted;
        }

        void take(LogEvent event) {
            if (counted.watched.test(event)) {
                groups.computeIfAbsent(counted.group(event), group -> new ArrayList<>(1))
                        .add(new Point(notAheadOfReceipt(event), 1));
            }
        }

        /** One sender whose clock is ahead must not make the events of all others late. */
        private static Instant notAheadOfReceipt(LogEvent event) {
            return event.observedAt().isAfter(event.receivedAt()) ? event.receivedAt() : event.observedAt();
        }

        /** Labels are made once for each group, not for each event. */
        Stream<Signal> signals() {
            return groups.entrySet().stream()
                    .map(group -> new Signal(counted.rule, counted.labels(group.getKey()), group.getValue()));
        }
    }
}
