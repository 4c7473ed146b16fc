package io.logaggregator.core.alerting.kinds;

import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import io.logaggregator.core.alerting.rule.FieldParser;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The registry of condition kinds, and the only conversion between conditions and the members of JSON and YAML. */
public final class ConditionKinds {

    /** One line per kind. */
    public static final List<ConditionKind<?>> ALL = List.of(
            Threshold.KIND,
            LogCount.KIND,
            NoData.KIND,
            Aggregate.KIND,
            Change.KIND,
            Ratio.KIND,
            Composite.KIND,
            Forecast.KIND);

    /** Former names of kinds. */
    private static final Map<String, String> RENAMED = Map.of("silence", NoData.KIND.name());

    private static final String TYPE = "type";
    private static final String COMPARISON = "comparison";

    private ConditionKinds() {}

    /**
     * Reads a condition.
     *
     * @param members texts by name; a member that is no list has one text
     * @param queries throws {@link InvalidDefinitionException} for an invalid log query, with the field {@code
     *     condition.query}
     * @throws InvalidDefinitionException for an unknown kind, a member of another kind, and a missing or invalid value
     */
    public static Condition read(Map<String, List<String>> members, Consumer<String> queries) {
        ConditionKind<?> kind = kind(members);
        for (ConditionKind<?> other : ALL) {
            for (Member<?, ?> member : other.members()) {
                List<String> given = members.get(member.name());
                if (given != null
                        && kind.members().stream().noneMatch(own -> own.name().equals(member.name()))) {
                    throw new InvalidDefinitionException(
                            "condition." + member.name(),
                            member.type().isList() ? given : given.getFirst(),
                            "none in a " + kind.name() + " rule");
                }
            }
        }
        return kind.factory().apply(new ConditionKind.Values(members, queries));
    }

    private static ConditionKind<?> kind(Map<String, List<String>> members) {
        String given = first(members, TYPE);
        String name = given == null ? null : RENAMED.get(given.toLowerCase(Locale.ROOT));
        if (given != null && name != null) {
            throw new InvalidDefinitionException("condition." + TYPE, given, name + ", its new name");
        }
        return FieldParser.choice("condition." + TYPE, given, ALL, ConditionKind::name);
    }

    /** Reads the comparison of the severity thresholds. */
    public static Comparison comparison(Map<String, List<String>> members) {
        String given = first(members, COMPARISON);
        if (given == null) {
            return first(members, TYPE) == null
                    ? Comparison.ABOVE
                    : kind(members).comparison().orElse(Comparison.ABOVE);
        }
        return FieldParser.choice("condition." + COMPARISON, given, List.of(Comparison.values()), Type::label);
    }

    /**
     * The severity thresholds of a rule.
     *
     * @param members of the condition
     * @param given by severity; none for a condition that determines them itself
     */
    public static SeverityThresholds thresholds(
            Condition condition, Map<String, List<String>> members, Map<Severity, Double> given) {
        return condition
                .ownThresholds()
                .filter(_ -> given.isEmpty())
                .orElseGet(() -> new SeverityThresholds(comparison(members), given));
    }

    private static @Nullable String first(Map<String, List<String>> members, String name) {
        List<String> texts = members.get(name);
        return texts == null ? null : texts.getFirst();
    }

    /**
     * Why a stored condition would be rejected today, for example after a change of the query language.
     *
     * @param queries as for {@link #read}
     */
    public static Optional<InvalidDefinitionException> problem(RuleDefinition rule, Consumer<String> queries) {
        Map<String, List<String>> members = new LinkedHashMap<>();
        write(rule).forEach((name, value) -> {
            List<String> texts = value instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of(String.valueOf(value));
            members.put(name, texts);
        });
        try {
            read(members, queries);
            return Optional.empty();
        } catch (InvalidDefinitionException e) {
            return Optional.of(e);
        }
    }

    /** Returns the members of a rule's condition: texts, and lists of texts. */
    public static Map<String, Object> write(RuleDefinition rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        ConditionKind<?> kind = ALL.stream()
                .filter(one -> one.type().isInstance(rule.condition()))
                .findFirst()
                .orElseThrow();
        write(rule.condition(), kind, members);
        if (kind.comparison().isEmpty()) {
            members.put(COMPARISON, Type.label(rule.thresholds().comparison()));
        }
        return members;
    }

    private static <C extends Condition> void write(
            Condition condition, ConditionKind<C> kind, Map<String, Object> members) {
        members.put(TYPE, kind.name());
        kind.members()
                .forEach(member ->
                        members.put(member.name(), member.write(kind.type().cast(condition))));
    }
}
