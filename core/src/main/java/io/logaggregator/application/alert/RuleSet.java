package io.logaggregator.application.alert;

import io.logaggregator.domain.LogEvent;
import io.logaggregator.domain.MetricSample;
import io.logaggregator.domain.Observation;
import io.logaggregator.domain.ProcessSnapshot;
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
import java.util.function.Predicate;
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
                        counts.add(new CountedLogs(rule, count, matching.matching(count.query()), matching));
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
        Map<Subject, List<Point>> points = new HashMap<>();
        Map<String, String> environments = environments(observations);
        for (Observation observation : observations) {
            switch (observation) {
                case MetricSample sample -> add(points, sample, environments);
                case LogEvent event -> counts.forEach(counted -> counted.add(points, event));
                case ProcessSnapshot _ -> {}
            }
        }
        return points.entrySet().stream()
                .map(entry -> new Signal(entry.getKey().rule, entry.getKey().labels, entry.getValue()))
                .sorted(Comparator.comparing(Signal::fingerprint))
                .toList();
    }

    private void add(Map<Subject, List<Point>> points, MetricSample sample, Map<String, String> environments) {
        List<AlertRule> candidates = thresholds.get(sample.metric());
        if (candidates == null) {
            return;
        }
        for (AlertRule rule : candidates) {
            Matchers matchers = rule.definition().matchers();
            if (matchers.match(sample.host(), environments.getOrDefault(sample.host(), ""), sample.attributes())) {
                points.computeIfAbsent(
                                new Subject(rule, Labels.ofHost(sample.host(), sample.attributes())),
                                subject -> new ArrayList<>())
                        .add(new Point(sample.observedAt(), sample.value()));
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

    private record Subject(AlertRule rule, Labels labels) {}

    /** A rule that counts logs, with its query made ready. */
    private record CountedLogs(AlertRule rule, LogCount count, Predicate<LogEvent> predicate, LogMatching matching) {

        void add(Map<Subject, List<Point>> points, LogEvent event) {
            Matchers matchers = rule.definition().matchers();
            if (!matchers.match(event.host(), event.environment(), Map.of()) || !predicate.test(event)) {
                return;
            }
            TreeMap<String, String> values = new TreeMap<>();
            count.groupBy().forEach(field -> values.put(field.label(), matching.value(event, field)));
            points.computeIfAbsent(new Subject(rule, new Labels(values)), subject -> new ArrayList<>())
                    .add(new Point(notAheadOfReceipt(event), 1));
        }

        /** One sender whose clock is ahead must not make the events of all others late. */
        private static Instant notAheadOfReceipt(LogEvent event) {
            return event.observedAt().isAfter(event.receivedAt()) ? event.receivedAt() : event.observedAt();
        }
    }
}
