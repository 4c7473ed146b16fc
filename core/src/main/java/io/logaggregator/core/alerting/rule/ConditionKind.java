package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of condition: the only definition of its members in JSON, YAML and the store.
 *
 * @param name in the API ({@code type}), in settings and in the database, for example {@code logCount}
 * @param type of its conditions
 * @param numbers that its conditions derive, for the description of the API
 * @param members in the order in which they are shown
 * @param comparison the only comparison with the thresholds; empty if it is a member of the condition
 * @param factory creates a condition from the values of the members
 */
public record ConditionKind<C extends Condition>(
        String name,
        Class<C> type,
        String numbers,
        List<Member<C, ?>> members,
        Optional<Comparison> comparison,
        Function<Values, C> factory) {

    /** A kind with the comparison as a member. */
    public ConditionKind(
            String name, Class<C> type, String numbers, List<Member<C, ?>> members, Function<Values, C> factory) {
        this(name, type, numbers, members, Optional.empty(), factory);
    }

    /**
     * A member of a condition.
     *
     * @param standard value if it is absent; empty if it is required
     * @param description for the description of the API, with its limits
     * @param value reads it from a condition
     */
    public record Member<C extends Condition, V>(
            String name, Type<V> type, Optional<V> standard, String description, Function<C, V> value) {

        /** Returns the text form, or a list of texts. */
        public Object write(C condition) {
            return type.writer.apply(value.apply(condition));
        }

        /** The text form of the value if it is absent. */
        public Optional<Object> standardText() {
            return standard.map(type.writer);
        }
    }

    /**
     * The type of a member, with its text form.
     *
     * @param isList whether the text form is a list of texts
     * @param isNumber whether the text form is a number
     * @param choices the only values; empty for any
     */
    public record Type<V>(
            boolean isList, boolean isNumber, List<String> choices, Reader<V> reader, Function<V, Object> writer) {

        private Type(boolean isList, List<String> choices, Reader<V> reader, Function<V, Object> writer) {
            this(isList, false, choices, reader, writer);
        }

        private static final String NEVER = "never";

        public static final Type<Double> NUMBER = new Type<>(
                false,
                true,
                List.of(),
                (field, texts, queries) -> FieldParser.number(field, first(texts)),
                number -> number);

        public static final Type<Boolean> FLAG = new Type<>(
                false,
                List.of(),
                (field, texts, queries) -> FieldParser.flag(field, first(texts), false),
                flag -> flag);

        public static final Type<Integer> COUNT = new Type<>(
                false,
                true,
                List.of(),
                (field, texts, queries) -> FieldParser.count(field, first(texts)),
                count -> count);

        /** A list of texts. */
        public static final Type<List<String>> TEXTS =
                new Type<>(true, List.of(), (field, texts, queries) -> texts(field, texts), texts -> texts);

        public static final Type<String> TEXT = new Type<>(
                false, List.of(), (field, text, queries) -> FieldParser.text(field, first(text), ""), text -> text);

        /** A log query. */
        public static final Type<String> QUERY = new Type<>(
                false,
                List.of(),
                (field, texts, queries) -> {
                    String query = FieldParser.text(field, first(texts), "");
                    check(field, query, queries);
                    return query;
                },
                text -> text);

        public static final Type<Duration> DURATION = new Type<>(
                false,
                List.of(),
                (field, texts, queries) -> FieldParser.duration(field, first(texts)),
                Duration::toString);

        /** A duration, or {@value #NEVER}. */
        public static final Type<Optional<Duration>> DURATION_OR_NEVER = new Type<>(
                false,
                List.of(),
                (field, texts, queries) -> NEVER.equalsIgnoreCase(first(texts))
                        ? Optional.empty()
                        : Optional.of(FieldParser.duration(field, first(texts))),
                duration -> duration.map(Duration::toString).orElse(NEVER));

        public static final Type<List<LogField>> LOG_FIELDS = new Type<>(
                true,
                List.of(),
                (field, texts, queries) -> logFields(field, texts),
                fields -> fields.stream().map(LogField::label).toList());

        /** A constant of an enum. */
        public static <E extends Enum<E>> Type<E> choice(Class<E> type) {
            List<E> choices = List.of(type.getEnumConstants());
            return new Type<>(
                    false,
                    choices.stream().map(Type::label).toList(),
                    (field, texts, queries) -> FieldParser.choice(field, first(texts), choices, Type::label),
                    Type::label);
        }

        /** The name of a constant in camel case. */
        public static String label(Enum<?> constant) {
            String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
            StringBuilder label = new StringBuilder(words[0]);
            for (int index = 1; index < words.length; index++) {
                label.append(Character.toUpperCase(words[index].charAt(0))).append(words[index].substring(1));
            }
            return label.toString();
        }

        private static List<String> texts(String list, List<String> given) {
            List<String> texts = new ArrayList<>();
            for (String text : given) {
                texts.add(FieldParser.text(list + "[" + texts.size() + "]", text, ""));
            }
            return List.copyOf(texts);
        }

        /** Rejects an invalid query with the field of this member. */
        private static void check(String field, String query, Consumer<String> queries) {
            try {
                queries.accept(query);
            } catch (InvalidDefinitionException e) {
                throw e.at(field);
            }
        }

        private static @Nullable String first(List<String> texts) {
            return texts.isEmpty() ? null : texts.getFirst();
        }

        private static List<LogField> logFields(String list, List<String> labels) {
            List<LogField> fields = new ArrayList<>();
            for (String label : labels) {
                String field = list + "[" + fields.size() + "]";
                String text = FieldParser.text(field, label, "");
                fields.add(LogField.ofLabel(text)
                        .orElseThrow(() -> new InvalidDefinitionException(field, text, labels())));
            }
            return fields;
        }

        private static String labels() {
            return LogField.NAMED.stream()
                    .filter(field -> field != LogField.Standard.MESSAGE && field != LogField.Standard.TAG)
                    .map(LogField::label)
                    .collect(Collectors.joining(", ", "", " or " + LogField.ATTRIBUTES + "<name>"));
        }
    }

    /** Reads a value from texts, of which there is none for an absent member. */
    @FunctionalInterface
    public interface Reader<V> {
        V read(String field, List<String> texts, Consumer<String> queries);
    }

    /**
     * The values of a condition's members.
     *
     * @param texts of the given members, by name
     * @param queries throws {@link InvalidDefinitionException} for an invalid log query
     */
    public record Values(Map<String, List<String>> texts, Consumer<String> queries) {

        /** Whether a member is given. */
        public boolean has(Member<?, ?> member) {
            return texts.containsKey(member.name);
        }

        public <V> V get(Member<?, V> member) {
            List<String> given = texts.get(member.name);
            return given == null && member.standard.isPresent()
                    ? member.standard.get()
                    : member.type.reader.read("condition." + member.name, given == null ? List.of() : given, queries);
        }
    }
}
