package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.Condition.OfRules;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Condition.Scheduled;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The enabled rules, compiled for evaluation. Pure except that slow rules are suspended. Thread-safe. */
public final class RuleSet {

    public static final RuleSet EMPTY = new RuleSet(
            -1,
            AlertEngine.MAX_GROUPS,
            List.of(),
            new ThresholdRules(Map.of()),
            List.of(),
            List.of(),
            new RuleSuspensions(InstantSource.system()),
            new LatePoints(),
            Optional.empty());

    private static final Logger log = LoggerFactory.getLogger(RuleSet.class);

    private final long version;
    private final int maxGroups;
    private final List<AlertRule> rules;
    private final ThresholdRules thresholds;
    private final List<LogCountRule> counts;
    private final List<RuleNotice> invalid;
    private final RuleSuspensions suspensions;
    private final LatePoints latePoints;
    private final Optional<Supplier<RuleSet>> newest;

    private RuleSet(
            long version,
            int maxGroups,
            List<AlertRule> rules,
            ThresholdRules thresholds,
            List<LogCountRule> counts,
            List<RuleNotice> invalid,
            RuleSuspensions suspensions,
            LatePoints latePoints,
            Optional<Supplier<RuleSet>> newest) {
        this.version = version;
        this.maxGroups = maxGroups;
        this.rules = List.copyOf(rules);
        this.thresholds = thresholds;
        this.counts = counts;
        this.invalid = List.copyOf(invalid);
        this.suspensions = suspensions;
        this.latePoints = latePoints;
        this.newest = newest;
    }

    /** Compiles rules. A rule with an invalid query is skipped and logged, so that it does not stop the others. */
    public static RuleSet of(long version, List<AlertRule> rules, LogMatching matching) {
        return of(
                version,
                AlertEngine.MAX_GROUPS,
                rules,
                matching,
                new RuleSuspensions(InstantSource.system()),
                new LatePoints(),
                Optional.empty());
    }

    /**
     * Compiles rules.
     *
     * @param maxGroups maximum number of groups of a log-count rule
     * @param suspensions of earlier versions too
     * @param latePoints counts of earlier versions too
     * @param newest reads the rules again, for batches that an edit has overtaken
     */
    static RuleSet of(
            long version,
            int maxGroups,
            List<AlertRule> rules,
            LogMatching matching,
            RuleSuspensions suspensions,
            LatePoints latePoints,
            Optional<Supplier<RuleSet>> newest) {
        List<AlertRule> enabled =
                rules.stream().filter(rule -> rule.definition().enabled()).toList();
        Map<String, List<AlertRule>> thresholds = new HashMap<>();
        List<LogCountRule> counts = new ArrayList<>();
        List<RuleNotice> invalid = new ArrayList<>();
        for (AlertRule rule : enabled) {
            switch (rule.definition().condition()) {
                case OfSamples samples -> {
                    if (!samples.isDelayed()) {
                        thresholds
                                .computeIfAbsent(samples.metric(), metric -> new ArrayList<>())
                                .add(rule);
                    }
                }
                case OfEvents count -> {
                    try {
                        counts.add(LogCountRule.of(rule, count, matching));
                    } catch (InvalidDefinitionException e) {
                        log.error(
                                "rule skipped: rule={} reason={}",
                                rule.definition().name(),
                                e.getMessage());
                        invalid.add(RuleNotice.invalid(rule, e));
                    }
                }
                case NoData _, Scheduled _, OfRules _ -> {}
            }
        }
        return new RuleSet(
                version,
                maxGroups,
                enabled,
                new ThresholdRules(thresholds),
                counts,
                invalid,
                suspensions,
                latePoints,
                newest);
    }

    public long version() {
        return version;
    }

    /** The enabled rules. */
    public List<AlertRule> rules() {
        return rules;
    }

    /** Notices of the enabled rules that are not evaluated, since their queries are invalid. */
    public List<RuleNotice> invalid() {
        return invalid;
    }

    /**
     * Extracts the points of a batch for these rules, one signal per rule and series.
     *
     * @param tracked hosts that rules hold state for
     */
    public List<Signal> signals(List<Observation> observations, TrackedHosts tracked) {
        return signals(observations).signals(tracked, List.of());
    }

    /** Evaluates the log conditions at once, which may take long. The result adds the signals of metrics. */
    public Signal.Source signals(List<Observation> observations) {
        List<Signal> ofLogs = counts.isEmpty() ? List.of() : logSignals(observations);
        return new Signal.Source() {
            @Override
            public List<Signal> signals(TrackedHosts tracked, List<MetricSample> derived) {
                List<Observation> all = observations;
                if (!derived.isEmpty()) {
                    all = new ArrayList<>(observations);
                    all.addAll(derived);
                }
                List<Signal> signals = new ArrayList<>(thresholds.signals(all, tracked));
                signals.addAll(ofLogs);
                return signals;
            }

            @Override
            public int maxGroups() {
                return maxGroups;
            }

            @Override
            public LatePoints latePoints() {
                return latePoints;
            }

            @Override
            public Signal.Source at(long current) {
                return version == current || newest.isEmpty()
                        ? this
                        : newest.get().get().signals(observations);
            }
        };
    }

    private List<Signal> logSignals(List<Observation> observations) {
        List<LogEvent> events = new ArrayList<>(observations.size());
        for (Observation observation : observations) {
            if (observation instanceof LogEvent event && !event.isCanary()) {
                events.add(event);
            }
        }
        return new LogCounting(counts, suspensions).signals(events);
    }
}
