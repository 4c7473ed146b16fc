package io.logaggregator.server.openapi;

import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
        SortedSet<String> names = new TreeSet<>();
        for (ConditionKind<?> kind : ConditionKinds.ALL) {
            String name = VIEW + kind.type().getSimpleName();
            components.addSchemas(name, viewOf(kind));
            names.add(name);
        }
        Schema<Object> condition = new Schema<>();
        names.forEach(name -> condition.addOneOfItem(Schemas.reference(name)));
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
        Map<String, Map<ConditionKind<?>, Member<?, ?>>> members = new LinkedHashMap<>();
        for (ConditionKind<?> kind : ConditionKinds.ALL) {
            for (Member<?, ?> member : kind.members()) {
                members.computeIfAbsent(member.name(), name -> new LinkedHashMap<>())
                        .put(kind, member);
            }
        }
        members.forEach((name, ofKinds) -> describe(form.getProperties().get(name), ofKinds));
    }

    /** Describes a member that several kinds may have, each with its own choices, default and description. */
    private static void describe(Schema<?> property, Map<ConditionKind<?>, Member<?, ?>> ofKinds) {
        Set<String> choices = new LinkedHashSet<>();
        Set<Object> standards = new LinkedHashSet<>();
        Map<String, List<String>> kindsByDescription = new LinkedHashMap<>();
        ofKinds.forEach((kind, member) -> {
            choices.addAll(member.type().choices());
            standards.add(member.standardText().orElse(""));
            kindsByDescription
                    .computeIfAbsent(description(member, ofKinds), description -> new ArrayList<>())
                    .add("`" + kind.name() + "`");
        });
        Object standard = standards.size() == 1 ? standards.iterator().next() : "";
        complete(property, choices, standard.equals("") || standard instanceof List ? null : standard);
        property.setDescription(kindsByDescription.entrySet().stream()
                .map(entry -> entry.getKey() + "; of " + String.join(" and ", entry.getValue()))
                .collect(Collectors.joining(". ")));
    }

    /** The description, with what differs from the same member of another kind. */
    private static String description(Member<?, ?> member, Map<ConditionKind<?>, Member<?, ?>> ofKinds) {
        boolean differs =
                ofKinds.values().stream().map(Member::standardText).distinct().count() > 1;
        return member.description()
                + (differs
                        ? member.standardText()
                                .filter(standard -> standard instanceof String)
                                .map(standard -> "; default: `" + standard + "`")
                                .orElse("")
                        : "");
    }

    private static Schema<?> viewOf(ConditionKind<?> kind) {
        Schema<Object> view = Schemas.of("object");
        view.addProperty("type", complete(Schemas.of("string"), List.of(kind.name()), null));
        for (Member<?, ?> member : kind.members()) {
            view.addProperty(
                    member.name(),
                    member.type().isList()
                            ? Schemas.listOf(Schemas.of("string"))
                            : complete(
                                    Schemas.of(jsonType(member.type())),
                                    member.type().choices(),
                                    null));
        }
        if (isComparable(kind)) {
            view.addProperty(COMPARISON, complete(Schemas.of("string"), COMPARISONS, null));
        }
        view.setRequired(view.getProperties().keySet().stream().sorted().toList());
        return view;
    }

    private static String jsonType(ConditionKind.Type<?> type) {
        if (type.equals(ConditionKind.Type.FLAG)) {
            return "boolean";
        }
        return type.isNumber() ? "number" : "string";
    }

    private static boolean isComparable(ConditionKind<?> kind) {
        return kind.comparison().isEmpty();
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
