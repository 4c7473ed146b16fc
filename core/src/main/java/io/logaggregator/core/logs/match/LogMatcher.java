package io.logaggregator.core.logs.match;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Bound;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.match.AttributeValue.Elements;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.logs.match.EventPredicate.Cost;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Compiles conditions to predicates on events in memory, which hold for exactly the events that a search finds. They
 * run on every incoming event, so cheap tests run first. Thread-safe.
 *
 * <p>Case is folded as PostgreSQL's {@code lower()} does in the locales {@code C.UTF-8} and {@code en_US.UTF-8}. A
 * database with another locale, Turkish for example, may fold some letters differently; so may one on a C library
 * without the newest letters of Unicode.
 */
public final class LogMatcher {

    private final AttributeReader attributes;

    public LogMatcher(AttributeReader attributes) {
        this.attributes = attributes;
    }

    /**
     * Compiles a condition.
     *
     * @return thread-safe, without I/O
     * @throws IllegalArgumentException if a bound of {@code level} is not a level
     */
    public Predicate<LogEvent> matching(LogCondition condition) {
        return test(condition).predicate();
    }

    /** The value of a field as text; empty if the event has none. Of a list the first. */
    public Function<LogEvent, String> value(LogField field) {
        return switch (field) {
            case Standard.LEVEL -> event -> event.level().name();
            case Standard.TAG ->
                event -> event.tags().isEmpty() ? "" : event.tags().getFirst();
            case Standard.HOST -> LogEvent::host;
            case Standard.MESSAGE -> LogEvent::message;
            case Text text -> event -> event.text(text);
            case Attribute(var path) -> {
                Function<JsonObject, AttributeValue> attribute = attributes.at(path);
                yield event -> attribute.apply(event.attributes()).text();
            }
        };
    }

    private EventPredicate test(LogCondition condition) {
        return switch (condition) {
            case And(var conditions) -> EventPredicate.all(tests(conditions));
            case Or(var conditions) -> EventPredicate.any(tests(conditions));
            case Not(var negated) -> test(negated).negated();
            case Matches(var field, var pattern) -> matches(field, pattern);
            case AtLeast(var level) -> ofLevel(other -> other.compareTo(level) >= 0);
            case Between(var field, var lower, var upper) -> between(field, lower, upper);
            case Exists(var field) -> exists(field);
        };
    }

    private List<EventPredicate> tests(List<LogCondition> conditions) {
        return conditions.stream()
                .map(this::test)
                .sorted(Comparator.comparing(EventPredicate::cost))
                .toList();
    }

    private EventPredicate matches(LogField field, TextPattern pattern) {
        if (field == Standard.LEVEL) {
            return ofLevel(levels(pattern)::contains);
        }
        CaseInsensitivePattern compiled = field == Standard.MESSAGE
                ? CaseInsensitivePattern.anywhere(pattern)
                : CaseInsensitivePattern.whole(pattern);
        return ofAnyText(field, compiled::matches);
    }

    /** The levels that a pattern matches. */
    public static Set<Level> levels(TextPattern pattern) {
        Set<Level> levels = EnumSet.noneOf(Level.class);
        if (pattern.isLiteral()) {
            Level.named(pattern.literal()).ifPresent(levels::add);
        } else {
            CaseInsensitivePattern compiled = CaseInsensitivePattern.whole(pattern);
            Arrays.stream(Level.values())
                    .filter(level -> compiled.matches(level.name()))
                    .forEach(levels::add);
        }
        return levels;
    }

    private EventPredicate between(LogField field, Optional<Bound> lower, Optional<Bound> upper) {
        if (lower.isEmpty() && upper.isEmpty()) {
            return exists(field);
        }
        if (field == Standard.LEVEL) {
            return ofLevel(levels(lower, upper)::contains);
        }
        return NumberRange.of(lower, upper)
                .map(range -> field instanceof Attribute(var path)
                        ? ofAttribute(path, range::holds)
                        : ofAnyText(field, range::holds))
                .orElseGet(() -> ofAnyText(field, new TextRange(lower, upper)::holds));
    }

    private static Set<Level> levels(Optional<Bound> lower, Optional<Bound> upper) {
        Set<Level> levels = EnumSet.allOf(Level.class);
        lower.ifPresent(bound -> levels.removeIf(level -> !isWithin(level.compareTo(bound.level()), bound)));
        upper.ifPresent(
                bound -> levels.removeIf(level -> !isWithin(bound.level().compareTo(level), bound)));
        return levels;
    }

    private static boolean isWithin(int comparison, Bound bound) {
        return bound.inclusive() ? comparison >= 0 : comparison > 0;
    }

    private EventPredicate exists(LogField field) {
        return switch (field) {
            case Standard.LEVEL -> ofLevel(_ -> true);
            case Standard.TAG ->
                new EventPredicate(Cost.TAGS, event -> !event.tags().isEmpty());
            case Standard _, Text _ -> ofAnyText(field, text -> !text.isEmpty());
            case Attribute(var path) -> ofAttribute(path, value -> !value.isEmpty());
        };
    }

    private static EventPredicate ofLevel(Predicate<Level> test) {
        return new EventPredicate(Cost.LEVEL, event -> test.test(event.level()));
    }

    /** Tests the text of a field; of a field with several values, any of them. */
    private EventPredicate ofAnyText(LogField field, Predicate<String> test) {
        return switch (field) {
            case Standard.TAG -> new EventPredicate(Cost.TAGS, event -> anyTag(event.tags(), test));
            case Standard.MESSAGE -> new EventPredicate(Cost.MESSAGE, event -> test.test(event.message()));
            case Standard _, Text _ -> {
                Function<LogEvent, String> text = value(field);
                yield new EventPredicate(Cost.FIELD, event -> test.test(text.apply(event)));
            }
            case Attribute(var path) ->
                ofAttribute(path, value -> switch (value) {
                    case Nothing() -> false;
                    case Elements(var elements) ->
                        elements.stream()
                                .anyMatch(element -> !(element instanceof Nothing) && test.test(element.text()));
                    default -> test.test(value.text());
                });
        };
    }

    private static boolean anyTag(List<String> tags, Predicate<String> test) {
        for (int tag = 0; tag < tags.size(); tag++) {
            if (test.test(tags.get(tag))) {
                return true;
            }
        }
        return false;
    }

    private EventPredicate ofAttribute(String path, Predicate<AttributeValue> test) {
        Function<JsonObject, AttributeValue> attribute = attributes.at(path);
        return new EventPredicate(Cost.ATTRIBUTE, event -> test.test(attribute.apply(event.attributes())));
    }
}
