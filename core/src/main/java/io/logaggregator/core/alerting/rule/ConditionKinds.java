package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The registry of condition kinds, and the only conversion between conditions and the members of JSON and YAML. */
public final class ConditionKinds {

    /** One line per kind. */
    public static final List<ConditionKind<?>> ALL = List.of(Threshold.KIND, LogCount.KIND, Silence.KIND);

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
        ConditionKind<?> kind = FieldParser.choice("condition." + TYPE, first(members, TYPE), ALL, ConditionKind::name);
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

    /** Reads the comparison of the severity thresholds. */
    public static Comparison comparison(Map<String, List<String>> members) {
        String given = first(members, COMPARISON);
        return given == null
                ? Comparison.ABOVE
                : FieldParser.choice("condition." + COMPARISON, given, List.of(Comparison.values()), Type::lowerCase);
    }

    private static @Nullable String first(Map<String, List<String>> members, String name) {
        List<String> texts = members.get(name);
        return texts == null ? null : texts.getFirst();
    }

    /** Returns the members of a rule's condition: texts, and lists of texts. */
    public static Map<String, Object> write(RuleDefinition rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        ALL.stream()
                .filter(kind -> kind.type().isInstance(rule.condition()))
                .forEach(kind -> write(rule.condition(), kind, members));
        if (rule.condition() instanceof OfSamples) {
            members.put(COMPARISON, Type.lowerCase(rule.thresholds().comparison()));
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
