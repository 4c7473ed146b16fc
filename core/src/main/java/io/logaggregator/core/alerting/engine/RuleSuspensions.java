package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.RuleNotice;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules that this instance does not evaluate for a while, since their conditions take too long. A changed rule is evaluated
 * again. Thread-safe.
 */
final class RuleSuspensions {

    static final Duration PERIOD = Duration.ofMinutes(10);

    /** Time over which the usage of a rule is averaged. */
    static final Duration USAGE_WINDOW = Duration.ofMinutes(1);

    /** Maximum average processor time of a rule per batch or MiB of events, whichever are more. */
    static final long MAX_AVERAGE_NANOS = 10_000_000;

    /** Batches of a window with fewer: a first comparison takes long, which does no harm. */
    private static final int MIN_BATCHES = 60;

    private static final Logger log = LoggerFactory.getLogger(RuleSuspensions.class);

    private final InstantSource clock;
    private final LongSupplier elapsedNanos;
    private final LongSupplier processorNanos;
    private final Map<UUID, Suspension> byRule = new ConcurrentHashMap<>();
    private final Map<UUID, Usage> usages = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Suspension> unrecorded = new ConcurrentLinkedQueue<>();

    RuleSuspensions(InstantSource clock) {
        this(clock, System::nanoTime, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    /**
     * @param elapsedNanos elapsed time since any instant
     * @param processorNanos processor time of the current thread, which takes longer to read
     */
    RuleSuspensions(InstantSource clock, LongSupplier elapsedNanos, LongSupplier processorNanos) {
        this.clock = clock;
        this.elapsedNanos = elapsedNanos;
        this.processorNanos = processorNanos;
    }

    long elapsedNanos() {
        return elapsedNanos.getAsLong();
    }

    long processorNanos() {
        return processorNanos.getAsLong();
    }

    /** A suspended version of a rule. */
    record Suspension(UUID ruleId, long ruleVersion, Instant at) {

        Instant until() {
            return at.plus(PERIOD);
        }

        RuleNotice notice() {
            return new RuleNotice(ruleId, RuleNotice.Kind.SUSPENDED, "", 1, 0, at, until());
        }
    }

    /**
     * Usage of a rule since the start of a window.
     *
     * @param begin in elapsed nanoseconds
     * @param characters of the compared events
     */
    private record Usage(long ruleVersion, long begin, int batches, long characters, long nanos) {

        boolean isTooHigh() {
            double units = Math.max(MIN_BATCHES, Math.max(batches, characters / (1024.0 * 1024)));
            return nanos > MAX_AVERAGE_NANOS * units;
        }
    }

    /**
     * Adds a batch to the usage of a rule. Suspends the rule if its average of the last minute is too high.
     *
     * @param characters of the compared events
     * @param nanos processor time of the comparisons
     */
    void charge(AlertRule rule, long characters, long nanos) {
        long now = elapsedNanos();
        Usage usage = usages.merge(
                rule.id(),
                new Usage(rule.version(), now, 1, characters, nanos),
                (sum, more) -> sum.ruleVersion == more.ruleVersion
                        ? new Usage(
                                sum.ruleVersion,
                                sum.begin,
                                sum.batches + 1,
                                sum.characters + more.characters,
                                sum.nanos + more.nanos)
                        : more);
        if (now - usage.begin >= USAGE_WINDOW.toNanos() && usages.remove(rule.id(), usage) && usage.isTooHigh()) {
            suspend(rule);
        }
    }

    void suspend(AlertRule rule) {
        Suspension suspension = new Suspension(rule.id(), rule.version(), clock.instant());
        byRule.put(rule.id(), suspension);
        unrecorded.add(suspension);
        log.warn(
                "rule suspended: rule={} until={} reason=its query takes too long",
                rule.definition().name(),
                suspension.until());
    }

    boolean isSuspended(AlertRule rule) {
        Suspension suspension = byRule.get(rule.id());
        return suspension != null
                && suspension.ruleVersion == rule.version()
                && clock.instant().isBefore(suspension.until());
    }

    /** The suspensions that were not yet recorded in the store. */
    ConcurrentLinkedQueue<Suspension> unrecorded() {
        return unrecorded;
    }
}
