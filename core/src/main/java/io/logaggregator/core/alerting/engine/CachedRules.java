package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.engine.RuleSuspensions.Suspension;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.logs.match.LogMatching;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    /** Time between two readings of the notices, for {@link #inError}. */
    private static final Duration NOTICE_INTERVAL = Duration.ofSeconds(10);

    private final AlertRules rules;
    private final LogMatching matching;
    private final int maxGroups;
    private final InstantSource clock;
    private final RuleSuspensions suspensions;
    private final LatePoints latePoints = new LatePoints();
    private final AlertRule external;
    private volatile @Nullable RuleSet current;
    private volatile List<RuleNotice> notices = List.of();
    private Instant noticesUntil = Instant.MIN;

    /** Rules with the default limit of groups. */
    public CachedRules(AlertRules rules, LogMatching matching, InstantSource clock) {
        this(rules, matching, AlertEngine.MAX_GROUPS, clock, ExternalAlerts.RULE);
    }

    /**
     * @param maxGroups maximum number of groups of a log-count rule
     * @param external the rule of alerts of other systems, which is not stored
     */
    public CachedRules(AlertRules rules, LogMatching matching, int maxGroups, InstantSource clock, AlertRule external) {
        this.external = external;
        this.rules = rules;
        this.maxGroups = maxGroups;
        this.matching = matching;
        this.clock = clock;
        this.suspensions = new RuleSuspensions(clock);
    }

    /** Counts of the points that were too late to be evaluated. */
    public LatePoints latePoints() {
        return latePoints;
    }

    /**
     * Number of enabled rules in the state {@code ERROR}: those that are invalid, that this instance does not evaluate, or
     * that another one has recorded as such within the last seconds.
     */
    public long inError() {
        RuleSet cached = current;
        if (cached == null) {
            return 0;
        }
        Instant now = clock.instant();
        Set<UUID> failed = Stream.concat(cached.invalid().stream(), notices.stream())
                .filter(notice -> notice.isErrorAt(now))
                .map(RuleNotice::ruleId)
                .collect(Collectors.toSet());
        return cached.rules().stream()
                .filter(rule -> failed.contains(rule.id()) || suspensions.isSuspended(rule))
                .count();
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

    /** Reads the rules again if their version has changed, records suspensions, and reads notices from time to time. */
    public void refresh() {
        try {
            read();
            recordSuspensions();
            readNotices();
        } catch (AggregatorException e) {
            log.debug("rules not refreshed: reason={}", e.getMessage());
        }
    }

    private void recordSuspensions() {
        for (Suspension next = suspensions.unrecorded().peek();
                next != null;
                next = suspensions.unrecorded().peek()) {
            rules.record(next.notice());
            suspensions.unrecorded().remove(next);
        }
    }

    private synchronized void readNotices() {
        Instant now = clock.instant();
        if (!now.isBefore(noticesUntil)) {
            notices = rules.notices();
            noticesUntil = now.plus(NOTICE_INTERVAL);
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
                maxGroups,
                Stream.concat(rules.list().stream(), Stream.of(external)).toList(),
                matching,
                suspensions,
                latePoints,
                Optional.of(this::read));
        current = read;
        log.info("rules loaded: version={} enabled={}", version, read.rules().size());
        return read;
    }
}
