package io.logaggregator.testkit.oracle;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transitions of a threshold rule for one series. It keeps all samples, compares in decimals, and looks at every severity
 * for every sample. Only the definition of the rule is shared with the engine.
 */
public final class ThresholdOracle {

    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /**
     * A sample.
     *
     * @param appendedAt time when it entered the queue
     */
    public record Sample(Instant at, Instant appendedAt, double value) {}

    private final Map<Severity, BigDecimal> thresholds = new EnumMap<>(Severity.class);
    private final Map<Severity, BigDecimal> recoveryThresholds = new EnumMap<>(Severity.class);
    private final boolean above;
    private final Duration pendingPeriod;
    private final Duration recoveryPeriod;
    private final Duration maxGap;
    private final Optional<Duration> staleAfter;

    private final List<Sample> samples = new ArrayList<>();
    private final List<ExpectedTransition> transitions = new ArrayList<>();
    private final Map<Severity, Instant> exceededSince = new EnumMap<>(Severity.class);
    private final Map<Severity, Instant> recoveredSince = new EnumMap<>(Severity.class);

    /** Time and append time of the last evaluated sample. */
    private @Nullable Instant lastAt;

    private Instant lastAppendedAt = Instant.MIN;

    /** Time of the last transition that the passage of time caused. */
    private Instant closedUntil = Instant.MIN;

    private @Nullable Severity current;
    private Instant openedAt = Instant.MIN;
    private Instant changedAt = Instant.MIN;

    public ThresholdOracle(RuleDefinition rule) {
        above = rule.thresholds().comparison() == Comparison.ABOVE;
        pendingPeriod = rule.pendingPeriod();
        recoveryPeriod = rule.recovery().duration();
        maxGap = rule.condition().maxGap();
        staleAfter = rule.condition().staleAfter();
        BigDecimal lowest = BigDecimal.valueOf(
                rule.thresholds().bySeverity().sequencedValues().getFirst());
        BigDecimal recovery = rule.recovery().threshold().isPresent()
                ? BigDecimal.valueOf(rule.recovery().threshold().getAsDouble())
                : lowest;
        rule.thresholds().bySeverity().forEach((severity, threshold) -> {
            thresholds.put(severity, BigDecimal.valueOf(threshold));
            recoveryThresholds.put(
                    severity, BigDecimal.valueOf(threshold).subtract(lowest).add(recovery));
        });
    }

    /** Evaluates the samples in the order of the queue, and then lets time pass until all recoveries have ended. */
    public static List<ExpectedTransition> transitions(RuleDefinition rule, List<Sample> samples) {
        ThresholdOracle oracle = new ThresholdOracle(rule);
        samples.forEach(oracle::accept);
        oracle.close(Instant.MAX);
        return oracle.transitions;
    }

    /** Evaluates the samples in the order of the queue, and then lets time pass until a time of the queue. */
    public static List<ExpectedTransition> transitions(RuleDefinition rule, List<Sample> samples, Instant until) {
        ThresholdOracle oracle = new ThresholdOracle(rule);
        samples.forEach(oracle::accept);
        oracle.pass(until);
        return oracle.transitions;
    }

    private void accept(Sample sample) {
        pass(sample.appendedAt);
        boolean late = samples.stream().anyMatch(earlier -> makesLate(earlier, sample));
        samples.add(sample);
        if (late || !sample.at.isAfter(closedUntil)) {
            return;
        }
        correctClock(sample);
        recover(sample.at);
        if (lastAt != null && Duration.between(lastAt, sample.at).compareTo(maxGap) > 0) {
            exceededSince.clear();
        }
        lastAt = sample.at;
        lastAppendedAt = sample.appendedAt;
        compare(sample);
    }

    private static boolean makesLate(Sample earlier, Sample sample) {
        boolean ahead = sample.at.isAfter(sample.appendedAt.plus(TOLERANCE));
        return !earlier.at.isBefore(sample.at) && (ahead || !earlier.at.isAfter(sample.appendedAt.plus(TOLERANCE)));
    }

    /** The time up to which nothing of the series can come, at an append time. */
    private Instant seriesTime(Instant appendedAt) {
        Duration lag = Duration.between(lastAt, lastAppendedAt);
        return appendedAt.minus(lag.isNegative() ? Duration.ZERO : lag).minus(TOLERANCE);
    }

    /** Ends recovery periods, and a series without samples, before later ones enter the queue. */
    private void pass(Instant appendedAt) {
        if (lastAt == null) {
            return;
        }
        Optional<Duration> stale =
                staleAfter.filter(length -> !lastAppendedAt.plus(length).isAfter(appendedAt));
        close(seriesTime(stale.map(lastAppendedAt::plus).orElse(appendedAt)));
        if (stale.isPresent()) {
            if (current != null) {
                add(Kind.RESOLVED, current, lastAt.plus(stale.get()));
            }
            current = null;
            exceededSince.clear();
            recoveredSince.clear();
            closedUntil = Instant.MIN;
        }
    }

    /** Applies the transitions that time alone causes. */
    private void close(Instant until) {
        Instant last = recover(until);
        closedUntil = last.isAfter(closedUntil) ? last : closedUntil;
    }

    /** A sample before the last one comes from a corrected clock: periods move back by the time that it was ahead. */
    private void correctClock(Sample sample) {
        if (lastAt == null || !sample.at.isBefore(lastAt)) {
            return;
        }
        Duration ahead = Duration.between(lastAppendedAt, lastAt);
        for (Map<Severity, Instant> periods : List.of(exceededSince, recoveredSince)) {
            periods.replaceAll((_, since) -> earlier(since.minus(ahead), sample.at));
        }
        lastAt = earlier(lastAppendedAt, sample.at);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Leaves severities whose recovery period ends at or before a time; returns the last end. */
    private Instant recover(Instant until) {
        Instant last = Instant.MIN;
        while (current != null && recoveredSince.containsKey(current)) {
            Instant due = recoveredSince.get(current).plus(recoveryPeriod);
            if (due.isAfter(until)) {
                return last;
            }
            last = due;
            Severity left = current;
            Severity next = null;
            for (Severity severity : thresholds.keySet()) {
                boolean isDue = recoveredSince.containsKey(severity)
                        && !recoveredSince.get(severity).plus(recoveryPeriod).isAfter(due);
                if (severity.compareTo(left) < 0 && !isDue) {
                    next = severity; // the highest one that is not due
                }
            }
            current = next;
            if (next == null) {
                add(Kind.RESOLVED, left, due);
                recoveredSince.clear();
                exceededSince.clear();
            } else {
                add(Kind.LOWERED, next, due);
                Severity reached = next;
                recoveredSince.keySet().removeIf(severity -> severity.compareTo(reached) > 0);
            }
        }
        return last;
    }

    private void compare(Sample sample) {
        BigDecimal value = BigDecimal.valueOf(sample.value);
        thresholds.forEach((severity, threshold) -> {
            if (isBeyond(value, threshold)) {
                exceededSince.putIfAbsent(severity, sample.at);
            } else {
                exceededSince.remove(severity);
            }
            boolean recovered = !isBeyond(value, Objects.requireNonNull(recoveryThresholds.get(severity)));
            if (recovered && current != null && severity.compareTo(current) <= 0) {
                recoveredSince.putIfAbsent(severity, sample.at);
            } else {
                recoveredSince.remove(severity);
            }
        });
        recover(sample.at);
        Severity due = null;
        for (Map.Entry<Severity, Instant> exceeded : exceededSince.entrySet()) {
            boolean isHigher = current == null || exceeded.getKey().compareTo(current) > 0;
            if (isHigher && !exceeded.getValue().plus(pendingPeriod).isAfter(sample.at)) {
                due = exceeded.getKey();
            }
        }
        if (due != null) {
            boolean isOpen = current != null;
            current = due;
            if (!isOpen) {
                openedAt = sample.at;
                changedAt = sample.at;
            }
            add(isOpen ? Kind.RAISED : Kind.OPENED, due, sample.at);
            recoveredSince.clear();
        }
    }

    private boolean isBeyond(BigDecimal value, BigDecimal threshold) {
        return above ? value.compareTo(threshold) > 0 : value.compareTo(threshold) < 0;
    }

    /** The transitions of an alert never go back in time. */
    private void add(Kind kind, Severity severity, Instant at) {
        changedAt = at.isBefore(changedAt) ? changedAt : at;
        transitions.add(new ExpectedTransition(kind, severity, changedAt, openedAt));
    }
}
