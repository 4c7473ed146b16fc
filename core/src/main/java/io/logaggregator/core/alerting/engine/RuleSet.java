package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The enabled rules, compiled for evaluation. Immutable, pure, thread-safe. */
public final class RuleSet {

    public static final RuleSet EMPTY = new RuleSet(-1, List.of(), new ThresholdRules(Map.of()), List.of());

    private static final Logger log = LoggerFactory.getLogger(RuleSet.class);

    private final long version;
    private final List<AlertRule> rules;
    private final ThresholdRules thresholds;
    private final List<LogCountRule> counts;

    private RuleSet(long version, List<AlertRule> rules, ThresholdRules thresholds, List<LogCountRule> counts) {
        this.version = version;
        this.rules = List.copyOf(rules);
        this.thresholds = thresholds;
        this.counts = counts;
    }

    /** Compiles rules. A rule with an invalid query is skipped and logged, so that it does not stop the others. */
    public static RuleSet of(long version, List<AlertRule> rules, LogMatching matching) {
        List<AlertRule> enabled =
                rules.stream().filter(rule -> rule.definition().enabled()).toList();
        Map<String, List<AlertRule>> thresholds = new HashMap<>();
        List<LogCountRule> counts = new ArrayList<>();
        for (AlertRule rule : enabled) {
            switch (rule.definition().condition()) {
                case OfSamples samples ->
                    thresholds
                            .computeIfAbsent(samples.metric(), metric -> new ArrayList<>())
                            .add(rule);
                case OfEvents count -> {
                    try {
                        counts.add(LogCountRule.of(rule, count, matching));
                    } catch (InvalidDefinitionException e) {
                        log.error(
                                "rule skipped: rule={} reason={}",
                                rule.definition().name(),
                                e.getMessage());
                    }
                }
                case Silence _ -> {}
            }
        }
        return new RuleSet(version, enabled, new ThresholdRules(thresholds), counts);
    }

    public long version() {
        return version;
    }

    /** The enabled rules. */
    public List<AlertRule> rules() {
        return rules;
    }

    /**
     * Extracts the points of a batch for these rules, one signal per rule and series.
     *
     * @param tracked hosts that rules hold state for
     */
    public List<Signal> signals(List<Observation> observations, TrackedHosts tracked) {
        List<Signal> signals = new ArrayList<>(thresholds.signals(observations, tracked));
        List<LogCounter> counters = counts.stream().map(LogCounter::new).toList();
        for (Observation observation : observations) {
            if (observation instanceof LogEvent event && !event.isCanary()) {
                for (LogCounter counter : counters) { // all counters while the event is in the CPU cache
                    counter.add(event);
                }
            }
        }
        counters.forEach(counter -> counter.addTo(signals));
        return signals;
    }
}
