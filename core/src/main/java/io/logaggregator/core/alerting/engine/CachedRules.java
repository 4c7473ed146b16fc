package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.logs.match.LogMatching;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules as this instance knows them, never older than the pause between two calls of {@link #refresh}. While the store
 * is away the rules stay as they were. Thread-safe.
 */
public final class CachedRules implements Supplier<RuleSet> {

    private static final Logger log = LoggerFactory.getLogger(CachedRules.class);

    private final AlertRules rules;
    private final LogMatching matching;
    private volatile @Nullable RuleSet current;

    public CachedRules(AlertRules rules, LogMatching matching) {
        this.rules = rules;
        this.matching = matching;
    }

    /**
     * The rules. Those who ask before they were read read them: nothing is ever judged by no rules because nobody knew
     * them yet.
     *
     * @throws io.logaggregator.core.common.StoreUnavailableException when they were never read, and cannot be now
     */
    @Override
    public RuleSet get() {
        RuleSet known = current;
        return known == null ? read() : known;
    }

    /** Reads the rules again if something has changed. */
    public void refresh() {
        try {
            read();
        } catch (AggregatorException e) {
            log.debug("rules not read, the known ones stay: reason={}", e.getMessage());
        }
    }

    private synchronized RuleSet read() {
        // The version first: should a rule change in between, its change is read now and once more.
        long version = rules.version();
        RuleSet known = current;
        if (known != null && known.version() == version) {
            return known;
        }
        RuleSet read = RuleSet.of(version, rules.list(), matching);
        current = read;
        log.info("rules: version={} enabled={}", version, read.rules().size());
        return read;
    }
}
