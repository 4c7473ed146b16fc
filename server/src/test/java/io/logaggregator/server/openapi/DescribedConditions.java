package io.logaggregator.server.openapi;

import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKinds;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions of rules, from the declarations of their kinds. */
final class DescribedConditions {

    private static final String VIEW = "RuleCondition";
    private static final String COMPARISON = "comparison";
    private static final List<String> COMPARISONS = List.of("above", "below");

    private DescribedConditions() {}

    static void addTo(Components components) {
        describe(components.getSchemas().get("ConditionForm"));
        Schema<Object> condition = new Schema<>();
        for (ConditionKind<?> kind : ConditionKinds.ALL) {
            String name = VIEW + kind.type().getSimpleName();
            components.addSchemas(name, viewOf(kind));
            condition.addOneOfItem(Schemas.reference(name));
        }
        condition.getOneOf().sort(Comparator.comparing(Schema::get$ref));
        components.getSchemas().get("Rule").addProperty("condition", condition);
    }

    private static void describe(Schema<?> form) {
        Schema<?> type = form.getProperties().get("type");
        complete(type, names(), null);
        type.setDescription(anyOf(ConditionKinds.ALL.stream()
                .map(kind -> "`" + kind.name() + "` (" + kind.numbers() + ")")
                .toList()));
        Schema<?> comparison = form.getProperties().get(COMPARISON);
        complete(comparison, COMPARISONS, "above");
        comparison.setDescription("of " + kindsWith(DescribedConditions::isComparable));
        for (Member<?, ?> member : ConditionKinds.ALL.stream()
                .flatMap(kind -> kind.members().stream())
                .toList()) {
            Schema<?> property = form.getProperties().get(member.name());
            complete(
                    property,
                    member.type().choices(),
                    member.standardText()
                            .filter(text -> text instanceof String && !text.equals(""))
                            .orElse(null));
            property.setDescription(member.description() + "; of "
                    + kindsWith(kind ->
                            kind.members().stream().anyMatch(own -> own.name().equals(member.name()))));
        }
    }

    private static Schema<?> viewOf(ConditionKind<?> kind) {
        Schema<Object> view = Schemas.of("object");
        view.addProperty("type", complete(Schemas.of("string"), List.of(kind.name()), null));
        for (Member<?, ?> member : kind.members()) {
            view.addProperty(
                    member.name(),
                    member.type().isList()
                            ? Schemas.listOf(Schemas.of("string"))
                            : complete(Schemas.of("string"), member.type().choices(), null));
        }
        if (isComparable(kind)) {
            view.addProperty(COMPARISON, complete(Schemas.of("string"), COMPARISONS, null));
        }
        view.setRequired(view.getProperties().keySet().stream().sorted().toList());
        return view;
    }

    private static boolean isComparable(ConditionKind<?> kind) {
        return OfSamples.class.isAssignableFrom(kind.type());
    }

    /** Adds the only values and the default. */
    private static <T> Schema<T> complete(Schema<T> property, Collection<String> values, @Nullable Object standard) {
        if (!values.isEmpty()) {
            List<@Nullable Object> all = new ArrayList<>(values);
            if (property.getTypes().contains("null")) {
                all.add(null);
            }
            setEnum(property, all);
        }
        if (standard != null) {
            property.setDefault(standard);
        }
        return property;
    }

    @SuppressWarnings("unchecked")
    private static <T> void setEnum(Schema<T> property, List<@Nullable Object> values) {
        property.setEnum((List<T>) values);
    }

    private static List<String> names() {
        return ConditionKinds.ALL.stream().map(ConditionKind::name).toList();
    }

    private static String kindsWith(Predicate<ConditionKind<?>> feature) {
        return ConditionKinds.ALL.stream()
                .filter(feature)
                .map(kind -> "`" + kind.name() + "`")
                .collect(Collectors.joining(" and "));
    }

    private static String anyOf(List<String> choices) {
        int last = choices.size() - 1;
        return String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }
}
