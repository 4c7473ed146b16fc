package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Condition of a rule: turns observations into numbers, which the {@link SeverityThresholds} of the rule classify. The
 * engine, the backtest and the store depend on the input of a condition only: samples, events, the last message of hosts, stored
 * data at scheduled times, or other rules. A new kind is a record with its {@link ConditionKind}, and a line in the registry,
 * {@code ConditionKinds}.
 */
public sealed interface Condition {

    /** Maximum number of fields that divide events into groups. */
    int MAX_FIELDS = 4;

    /** Maximum distance of consecutive samples within a pending period. */
    Duration MAX_GAP = Duration.ofMinutes(5);

    /** Time without samples after which a state ends. */
    Duration STALE_AFTER = Duration.ofHours(1);

    /** Maximum age at which stored data are evaluated. */
    Duration MAX_EVALUATION_DELAY = Duration.ofHours(1);

    /** Whether stored samples are evaluated instead of incoming ones. */
    default boolean isDelayed() {
        return this instanceof OfSamples samples && !samples.evaluationDelay().isZero();
    }

    /** Rejects fields of the rule that contradict the condition. */
    default void validate(
            SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {}

    /** The severity thresholds that the condition itself determines; empty if the rule has them. */
    default Optional<SeverityThresholds> ownThresholds() {
        return Optional.empty();
    }

    /** Whether another condition derives comparable numbers for the same subjects, so that alerts survive the edit. */
    default boolean isComparableWith(Condition other) {
        return equals(other);
    }

    /** Maximum distance of two values within a pending period: further ones say nothing about the time between. */
    default Duration maxGap() {
        return MAX_GAP;
    }

    /** Time without values, on the clock of the queue, after which a state ends and its alert is resolved; empty for never. */
    default Optional<Duration> staleAfter() {
        return Optional.empty();
    }

    /** Whether values of a label that differ by case only belong to one subject: two spellings of a host name are one host. */
    default boolean isCaseInsensitive(String label) {
        return label.equals(LogField.Standard.HOST.label());
    }

    /** Whether each value is evaluated by itself, in the order of arrival. */
    default boolean isEvaluatedPerPoint() {
        return !(this instanceof OfEvents || this instanceof NoData);
    }

    /** Whether a value of incoming observations leaves the state of an inactive series unchanged. */
    default boolean isNormal(double value, SeverityThresholds thresholds) {
        return false;
    }

    /** A condition on each sample of a metric. Each series is evaluated separately. Its kind has a member {@code metric}. */
    non-sealed interface OfSamples extends Condition {

        String metric();

        /** Function of the samples that gives the evaluated number. */
        SampleFunction fn();

        /**
         * Age at which stored samples are evaluated, in the order of their times. Zero evaluates samples when they arrive, in
         * the order of arrival.
         */
        default Duration evaluationDelay() {
            return Duration.ZERO;
        }

        @Override
        default boolean isNormal(double value, SeverityThresholds thresholds) {
            return !thresholds.isExceededBy(value);
        }
    }

    /** A condition on the number of matching events within a sliding window, per group. */
    non-sealed interface OfEvents extends Condition {

        /** Default of {@link #allowedLateness}. */
        Duration ALLOWED_LATENESS = Duration.ofMinutes(5);

        Duration MAX_ALLOWED_LATENESS = Duration.ofHours(1);

        /** A log query; empty matches every event. */
        String query();

        /** Fields whose combinations of values are counted separately; empty counts all events together. */
        List<LogField> groupBy();

        /** Length of the time whose events are counted. */
        Duration window();

        /** How much older than the newest event of a group a count may be that late events still change. */
        Duration allowedLateness();

        /** Groups are equal as values in a search. */
        @Override
        default boolean isCaseInsensitive(String label) {
            return true;
        }

        /**
         * Length of the time whose events enter and leave the window together: a sixtieth of the window, but at most 240 slots
         * are retained.
         */
        default Duration slot() {
            Duration fine = window().dividedBy(60);
            Duration coarse = window().plus(allowedLateness()).dividedBy(240);
            return (fine.compareTo(coarse) > 0 ? fine : coarse).truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * A condition on stored data, computed for the multiples of an interval since 1970. Incoming observations do not evaluate
     * it.
     */
    non-sealed interface Scheduled extends Condition {

        /** Distance of two evaluations, in whole seconds. */
        Duration every();

        /** Age of a time at which it is evaluated: data may arrive until then. */
        Duration evaluationDelay();

        /** Whether its subjects are the series of a metric, with all their attributes. */
        boolean isPerSeries();

        /** Two intervals, if they are longer than the gap between samples. */
        @Override
        default Duration maxGap() {
            Duration two = every().multipliedBy(2);
            return two.compareTo(MAX_GAP) > 0 ? two : MAX_GAP;
        }

        /** A rule that is evaluated seldom has no value for a while without being stale. */
        @Override
        default Optional<Duration> staleAfter() {
            return Optional.of(STALE_AFTER.plus(every().multipliedBy(2)));
        }

        @Override
        default boolean isNormal(double value, SeverityThresholds thresholds) {
            return !thresholds.isExceededBy(value);
        }
    }

    /** A condition on the firing alerts of other rules. */
    non-sealed interface OfRules extends Condition {

        /** Labels with equal values of which alerts belong together. */
        List<String> groupBy();

        /** The members may spell the values differently. */
        @Override
        default boolean isCaseInsensitive(String label) {
            return true;
        }

        /** Members are evaluated when they change, which may be seldom. */
        @Override
        default Duration maxGap() {
            return Duration.ofDays(36_500);
        }

        @Override
        default boolean isNormal(double value, SeverityThresholds thresholds) {
            return !thresholds.isExceededBy(value);
        }
    }

    /**
     * Each sample of a metric, or its increase since the sample before.
     *
     * @param maxGap maximum distance of consecutive samples within a pending period, and from the sample before
     */
    record Threshold(
            String metric, SampleFunction fn, Duration maxGap, Optional<Duration> staleAfter, Duration evaluationDelay)
            implements OfSamples {

        private static final Member<Threshold, String> METRIC =
                new Member<>("metric", Type.TEXT, Optional.empty(), "name of the evaluated metric", Threshold::metric);
        private static final Member<Threshold, SampleFunction> FN = new Member<>(
                "fn",
                Type.choice(SampleFunction.class),
                Optional.of(SampleFunction.VALUE),
                "`rate` (per second) or `increase` of a counter since the sample before",
                Threshold::fn);
        private static final Member<Threshold, Duration> MAX_GAP_MEMBER = new Member<>(
                "maxGap",
                Type.DURATION,
                Optional.of(MAX_GAP),
                "time between samples after which pending periods restart, 1 s to a day",
                Threshold::maxGap);
        private static final Member<Threshold, Optional<Duration>> STALE_AFTER_MEMBER = new Member<>(
                "staleAfter",
                Type.DURATION_OR_NEVER,
                Optional.of(Optional.of(STALE_AFTER)),
                "time without samples after which an alert is resolved, 1 min to 365 d and at least `maxGap`, or `never`",
                Threshold::staleAfter);
        private static final Member<Threshold, Duration> DELAY = new Member<>(
                "evaluationDelay",
                Type.DURATION,
                Optional.of(Duration.ZERO),
                "time for samples to arrive before they are evaluated in the order of their times, at most 1 h",
                Threshold::evaluationDelay);

        public static final ConditionKind<Threshold> KIND = new ConditionKind<>(
                "threshold",
                Threshold.class,
                "each sample, per series",
                List.of(METRIC, FN, MAX_GAP_MEMBER, STALE_AFTER_MEMBER, DELAY),
                values -> new Threshold(
                        values.get(METRIC),
                        values.get(FN),
                        values.get(MAX_GAP_MEMBER),
                        values.get(STALE_AFTER_MEMBER),
                        values.get(DELAY)));

        public Threshold {
            require(
                    !metric.isBlank(),
                    "condition.metric",
                    "empty",
                    "the name of a metric, for example system.cpu.utilization");
            require(
                    maxGap.compareTo(Duration.ofSeconds(1)) >= 0 && maxGap.compareTo(Duration.ofDays(1)) <= 0,
                    "condition.maxGap",
                    maxGap,
                    "PT1S to PT24H");
            staleAfter.ifPresent(length -> require(
                    length.compareTo(Duration.ofMinutes(1)) >= 0
                            && length.compareTo(Duration.ofDays(365)) <= 0
                            && length.compareTo(maxGap) >= 0,
                    "condition.staleAfter",
                    length,
                    "PT1M to P365D and at least maxGap, " + maxGap + "; or never"));
            requireDelay(evaluationDelay);
        }

        /** A condition on samples in the order of arrival. */
        public Threshold(String metric, SampleFunction fn, Duration maxGap, Optional<Duration> staleAfter) {
            this(metric, fn, maxGap, staleAfter, Duration.ZERO);
        }

        public Threshold(String metric, SampleFunction fn) {
            this(metric, fn, MAX_GAP, Optional.of(STALE_AFTER));
        }

        /** A condition on the samples themselves. */
        public Threshold(String metric) {
            this(metric, SampleFunction.VALUE);
        }

        /** All durations may differ. */
        @Override
        public boolean isComparableWith(Condition other) {
            return other instanceof Threshold threshold && metric.equals(threshold.metric) && fn == threshold.fn;
        }
    }

    /** Number of matching events within the window that ends now. */
    record LogCount(String query, List<LogField> groupBy, Duration window, Duration allowedLateness)
            implements OfEvents {

        private static final Member<LogCount, String> QUERY = new Member<>(
                "query", Type.QUERY, Optional.of(""), "selects the counted events; default: all", LogCount::query);
        private static final Member<LogCount, List<LogField>> GROUP_BY = new Member<>(
                "groupBy", Type.LOG_FIELDS, Optional.of(List.of()), "at most four fields", LogCount::groupBy);
        private static final Member<LogCount, Duration> WINDOW =
                new Member<>("window", Type.DURATION, Optional.empty(), "from 10 s to a day", LogCount::window);
        private static final Member<LogCount, Duration> LATENESS = new Member<>(
                "allowedLateness",
                Type.DURATION,
                Optional.of(ALLOWED_LATENESS),
                "age, compared with the newest event of the group, up to which a late event is evaluated, 0 to 1 h",
                LogCount::allowedLateness);

        public static final ConditionKind<LogCount> KIND = new ConditionKind<>(
                "logCount",
                LogCount.class,
                "matching events within the window, per group",
                List.of(QUERY, GROUP_BY, WINDOW, LATENESS),
                Optional.of(Comparison.ABOVE),
                values -> new LogCount(
                        values.get(QUERY), values.get(GROUP_BY), values.get(WINDOW), values.get(LATENESS)));

        public LogCount {
            require(
                    window.compareTo(Duration.ofSeconds(10)) >= 0 && window.compareTo(Duration.ofDays(1)) <= 0,
                    "condition.window",
                    window,
                    "PT10S to PT24H");
            require(
                    !allowedLateness.isNegative() && allowedLateness.compareTo(MAX_ALLOWED_LATENESS) <= 0,
                    "condition.allowedLateness",
                    allowedLateness,
                    "PT0S to PT1H");
            requireGroupable(groupBy);
            groupBy = List.copyOf(groupBy);
        }

        public LogCount(String query, List<LogField> groupBy, Duration window) {
            this(query, groupBy, window, ALLOWED_LATENESS);
        }

        /** The window and the allowed lateness may differ. */
        @Override
        public boolean isComparableWith(Condition other) {
            return other instanceof LogCount count && query.equals(count.query) && groupBy.equals(count.groupBy);
        }

        @Override
        public void validate(
                SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {
            requireAbove(thresholds, "logCount");
            requireNoPendingPeriod(pendingPeriod, "logCount", "make the window longer");
            require(thresholds.lowest() >= 0, "severities", thresholds.lowest(), "0 or more events");
            requireNoAttributes(matchers, "put them into the query");
        }
    }

    /**
     * Seconds without any log, metric or process snapshot.
     *
     * @param of evaluates each host separately, or all matching hosts together
     * @param forgetAfter time without data after which a host is no longer expected: it opens no alert, and its open alert is
     *     resolved
     * @param alertExisting whether hosts count that send nothing already when the rule begins to expect them; otherwise they
     *     are expected from their next message on
     */
    record NoData(Of of, Duration forgetAfter, boolean alertExisting) implements Condition {

        /** What sends no data. */
        public enum Of {
            HOST,
            GROUP
        }

        /** The time without data that reaches a severity threshold, to the millisecond. */
        public static Duration duration(double seconds) {
            return Duration.ofMillis(Math.round(seconds * 1000));
        }

        /** Default of {@code forgetAfter}. */
        public static final Duration FORGET_AFTER = Duration.ofDays(7);

        private static final Member<NoData, Of> OF = new Member<>(
                "of",
                Type.choice(Of.class),
                Optional.of(Of.HOST),
                "the scope: each host, or all matching hosts together",
                NoData::of);
        private static final Member<NoData, Duration> PERIOD = new Member<>(
                "forgetAfter",
                Type.DURATION,
                Optional.of(FORGET_AFTER),
                "time without data after which a host is no longer expected",
                NoData::forgetAfter);

        private static final Member<NoData, Boolean> EXISTING = new Member<>(
                "alertExisting",
                Type.FLAG,
                Optional.of(false),
                "whether hosts that send nothing already are alerted when the rule is created, enabled or widened",
                NoData::alertExisting);

        public static final ConditionKind<NoData> KIND = new ConditionKind<>(
                "noData",
                NoData.class,
                "seconds without data",
                List.of(OF, PERIOD, EXISTING),
                Optional.of(Comparison.ABOVE),
                values -> new NoData(values.get(OF), values.get(PERIOD), values.get(EXISTING)));

        /** Of hosts that send something once the rule expects them. */
        public NoData(Of of, Duration forgetAfter) {
            this(of, forgetAfter, false);
        }

        public NoData {
            require(
                    forgetAfter.compareTo(Duration.ofMinutes(1)) >= 0
                            && forgetAfter.compareTo(Duration.ofDays(365)) <= 0,
                    "condition.forgetAfter",
                    forgetAfter,
                    "PT1M to P365D");
        }

        /** {@code forgetAfter} and {@code alertExisting} may differ. */
        @Override
        public boolean isComparableWith(Condition other) {
            return other instanceof NoData noData && of == noData.of;
        }

        @Override
        public void validate(
                SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {
            requireAbove(thresholds, "noData");
            requireNoPendingPeriod(pendingPeriod, "noData", "the severity thresholds are durations");
            require(
                    recovery.threshold().isEmpty(),
                    "recovery.threshold",
                    recovery.threshold(),
                    "none in a noData rule: the first observation ends the alert");
            require(
                    thresholds.lowest() >= 1 && thresholds.highest() < forgetAfter.toSeconds(),
                    "severities",
                    thresholds.bySeverity(),
                    "1 second or more, and less than forgetAfter, " + forgetAfter.toSeconds() + " seconds");
            requireNoAttributes(matchers, "a noData rule matches hosts only");
            require(
                    matchers.environment().isAny(),
                    "matchers.environment",
                    matchers.environment().pattern(),
                    "none in a noData rule: it matches hosts only");
        }
    }

    /** Rejects a delay out of bounds. */
    static void requireDelay(Duration evaluationDelay) {
        require(
                !evaluationDelay.isNegative() && evaluationDelay.compareTo(MAX_EVALUATION_DELAY) <= 0,
                "condition.evaluationDelay",
                evaluationDelay,
                "PT0S to PT1H");
    }

    /** Rejects more than four fields, and those that differ with each event. */
    static void requireGroupable(List<LogField> groupBy) {
        require(
                groupBy.size() <= MAX_FIELDS && new HashSet<>(groupBy).size() == groupBy.size(),
                "condition.groupBy",
                groupBy.stream().map(LogField::label).toList(),
                "at most " + MAX_FIELDS + " fields, each once");
        require(
                !groupBy.contains(LogField.Standard.MESSAGE) && !groupBy.contains(LogField.Standard.TAG),
                "condition.groupBy",
                groupBy.stream().map(LogField::label).toList(),
                "neither message nor tag, which differ with each event");
    }

    private static void requireAbove(SeverityThresholds thresholds, String kind) {
        require(
                thresholds.comparison() == Comparison.ABOVE,
                "condition.comparison",
                thresholds.comparison(),
                "ABOVE in a " + kind + " rule");
    }

    private static void requireNoPendingPeriod(Duration pendingPeriod, String kind, String advice) {
        require(pendingPeriod.isZero(), "for", pendingPeriod, "none in a " + kind + " rule: " + advice);
    }

    /** Rejects matchers of attributes. */
    static void requireNoAttributes(Matchers matchers, String advice) {
        require(
                matchers.attributes().isEmpty(),
                "matchers.attributes",
                matchers.attributes().keySet(),
                "none: " + advice);
    }
}
