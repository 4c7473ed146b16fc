package io.logaggregator.core.alerting.kinds;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A combination of rules: fires for the values of some labels for which its members fire. Its number is the rank of the
 * highest severity among them, 1 to 4, and 0 if the combination is not satisfied, so that its severity is that of the
 * members.
 *
 * @param members names or ids of rules that fire
 * @param not names or ids of rules that do not fire
 * @param count members that must fire; only of {@link Operator#AT_LEAST}, else 0
 * @param groupBy labels with equal values of which alerts belong together; an alert without one of them does not count
 */
public record Composite(Operator operator, List<String> members, List<String> not, int count, List<String> groupBy)
        implements Condition.OfRules {

    /** Combination of the members. */
    public enum Operator {
        AND,
        OR,
        AT_LEAST
    }

    /** Maximum number of rules that one composite names. */
    public static final int MAX_MEMBERS = 20;

    private static final Map<Severity, Double> RANKS = ranks();

    private static final Member<Composite, Operator> OPERATOR = new Member<>(
            "operator",
            Type.choice(Operator.class),
            Optional.of(Operator.AND),
            "which members must fire: all, one, or `count`",
            Composite::operator);
    private static final Member<Composite, List<String>> MEMBERS = new Member<>(
            "members", Type.TEXTS, Optional.empty(), "names or ids of at most 20 rules", Composite::members);
    private static final Member<Composite, List<String>> NOT = new Member<>(
            "not", Type.TEXTS, Optional.of(List.of()), "names or ids of rules that must not fire", Composite::not);
    private static final Member<Composite, Integer> COUNT = new Member<>(
            "count", Type.COUNT, Optional.of(0), "members that must fire, with `atLeast`", Composite::count);
    private static final Member<Composite, List<String>> GROUP_BY = new Member<>(
            "groupBy",
            Type.TEXTS,
            Optional.of(List.of("host")),
            "labels that alerts of the members have in common",
            Composite::groupBy);

    public static final ConditionKind<Composite> KIND = new ConditionKind<>(
            "composite",
            Composite.class,
            "rank of the highest severity of firing rules, 0 if their combination is not satisfied",
            List.of(OPERATOR, MEMBERS, NOT, COUNT, GROUP_BY),
            Optional.of(Comparison.ABOVE),
            values -> new Composite(
                    values.get(OPERATOR),
                    values.get(MEMBERS),
                    values.get(NOT),
                    values.get(COUNT),
                    values.get(GROUP_BY)));

    public Composite {
        require(!members.isEmpty(), "condition.members", "none", "at least one rule that fires");
        List<String> all = Stream.concat(members.stream(), not.stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        require(
                all.size() <= MAX_MEMBERS
                        && new HashSet<>(all).size() == all.size()
                        && all.stream().noneMatch(String::isBlank),
                "condition.members",
                members,
                "at most " + MAX_MEMBERS + " rules with those of not, each once");
        require(
                operator == Operator.AT_LEAST ? count >= 1 && count <= members.size() : count == 0,
                "condition.count",
                count,
                operator == Operator.AT_LEAST ? "1 to " + members.size() : "none without the operator atLeast");
        ScheduledCondition.requireNames(groupBy);
        members = List.copyOf(members);
        not = List.copyOf(not);
        groupBy = List.copyOf(groupBy);
    }

    @Override
    public Optional<SeverityThresholds> ownThresholds() {
        return Optional.of(new SeverityThresholds(Comparison.ABOVE, RANKS));
    }

    /** Members may differ. */
    @Override
    public boolean isComparableWith(Condition other) {
        return other instanceof Composite composite && groupBy.equals(composite.groupBy);
    }

    @Override
    public void validate(SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {
        require(
                thresholds.equals(ownThresholds().orElseThrow()),
                "severities",
                thresholds.bySeverity(),
                "none in a composite rule: it has the severity of its members");
        require(
                recovery.threshold().isEmpty(),
                "recovery.threshold",
                recovery.threshold(),
                "none in a composite rule: its members recover");
        Condition.requireNoAttributes(matchers, "the members have their own");
        require(
                matchers.environment().isAny() && matchers.host().isAny(),
                "matchers",
                matchers.host().pattern(),
                "none in a composite rule: the members have their own");
    }

    /**
     * The number for the values of the labels.
     *
     * @param firing highest severity of the firing alerts, by the name in {@link #members} or {@link #not}
     */
    public double value(Map<String, Severity> firing) {
        Set<String> names = firing.keySet();
        long positive = members.stream().filter(names::contains).count();
        boolean satisfied = not.stream().noneMatch(names::contains)
                && switch (operator) {
                    case AND -> positive == members.size();
                    case OR -> positive >= 1;
                    case AT_LEAST -> positive >= count;
                };
        return satisfied
                ? members.stream()
                        .filter(names::contains)
                        .map(firing::get)
                        .max(Comparator.naturalOrder())
                        .map(Composite::rank)
                        .orElse(0.0)
                : 0;
    }

    /**
     * An alert of a member.
     *
     * @param member name in {@link #members} or {@link #not}
     * @param severity empty if it is resolved
     * @param at time of its last transition
     */
    public record MemberAlert(String member, Labels labels, Optional<Severity> severity, Instant at) {}

    /**
     * The number for the values of the labels.
     *
     * @param labels in the spelling of the newest alert
     * @param point at the newest transition of the alerts
     */
    public record GroupValue(Labels labels, Point point) {}

    /** The numbers for the values of the labels, by {@linkplain Labels#folded folded} labels. */
    public Map<Labels, GroupValue> values(Collection<MemberAlert> alerts) {
        Map<Labels, Map<String, Severity>> firing = new HashMap<>();
        Map<Labels, MemberAlert> newest = new HashMap<>();
        for (MemberAlert alert : alerts) {
            groupOf(alert.labels).map(Labels::folded).ifPresent(group -> {
                newest.merge(group, alert, (one, other) -> one.at.isBefore(other.at) ? other : one);
                alert.severity.ifPresent(severity -> firing.computeIfAbsent(group, key -> new HashMap<>())
                        .merge(alert.member, severity, (one, other) -> one.compareTo(other) > 0 ? one : other));
            });
        }
        Map<Labels, GroupValue> values = new HashMap<>();
        newest.forEach((group, alert) -> values.put(
                group,
                new GroupValue(
                        groupOf(alert.labels).orElse(group),
                        new Point(alert.at, value(firing.getOrDefault(group, Map.of()))))));
        return values;
    }

    /** The labels in common of an alert; empty if it has not all of them. */
    public Optional<Labels> groupOf(Labels labels) {
        if (!labels.values().keySet().containsAll(groupBy)) {
            return Optional.empty();
        }
        SortedMap<String, String> common = new TreeMap<>(labels.values());
        common.keySet().retainAll(groupBy);
        return Optional.of(new Labels(common));
    }

    /** The number of a severity: it exceeds the threshold of that severity, and not that of the next. */
    public static double rank(Severity severity) {
        return severity.ordinal() + 1.0;
    }

    private static Map<Severity, Double> ranks() {
        Map<Severity, Double> ranks = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            ranks.put(severity, rank(severity) - 1);
        }
        return ranks;
    }
}
