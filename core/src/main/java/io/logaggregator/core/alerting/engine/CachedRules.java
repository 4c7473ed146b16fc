package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.engine.RuleSuspensions.Suspension;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.logs.match.LogMatching;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules in memory, at most as old as the interval between two calls of {@link #refresh}. While the store is
 * unavailable, the rules stay unchanged. Thread-safe.
 */
public final class CachedRules implements Supplier<RuleSet> {

    private static final Logger log = LoggerFactory.getLogger(CachedRules.class);

    private final AlertRules rules;
    private final LogMatching matching;
    private final RuleSuspensions suspensions;
    private final AlertRule external;
    private volatile @Nullable RuleSet current;

    public CachedRules(AlertRules rules, LogMatching matching, InstantSource clock) {
        this(rules, matching, clock, ExternalAlerts.RULE);
    }

    /** @param external the rule of alerts of other systems, which is not stored */
    public CachedRules(AlertRules rules, LogMatching matching, InstantSource clock, AlertRule external) {
        this.external = external;
        this.rules = rules;
        this.matching = matching;
        this.suspensions = new RuleSuspensions(clock);
    }

    /** Number of rules that this instance does not evaluate, since their conditions take too long. */
    public long suspended() {
        RuleSet cached = current;
        return cached == null ? 0 : suspensions.count(cached.rules());
    }

    /**
     * Returns the rules. The first call reads them from the store, so that no batch is evaluated before the rules are
     * loaded.
     *
     * @throws io.logaggregator.core.common.StoreUnavailableException when the first read fails
     */
    @Override
    public RuleSet get() {
        RuleSet cached = current;
        return cached == null ? read() : cached;
    }

    /** Reads the rules again if their version has changed, and records suspensions. */
    public void refresh() {
        try {
            read();
            recordSuspensions();
        } catch (AggregatorException e) {
            log.debug("rules not refreshed: reason={}", e.getMessage());
        }
    }

    private void recordSuspensions() {
        for (Suspension next = suspensions.unrecorded().peek();
                next != null;
                next = suspensions.unrecorded().peek()) {
            rules.recordSuspension(next.ruleId(), next.at(), next.until());
            suspensions.unrecorded().remove(next);
        }
    }

    private synchronized RuleSet read() {
        // The version is read first: a change in between is read now, and again at the next refresh.
        long version = rules.version();
        RuleSet cached = current;
        if (cached != null && cached.version() == version) {
            return cached;
        }
        RuleSet read = RuleSet.of(
                version,
                Stream.concat(rules.list().stream(), Stream.of(external)).toList(),
                matching,
                suspensions);
        current = read;
        log.info("rules loaded: version={} enabled={}", version, read.rules().size());
        return read;
    }
}
