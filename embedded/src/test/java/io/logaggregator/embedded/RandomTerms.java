package io.logaggregator.embedded;

import io.logaggregator.core.logs.LogCondition.Bound;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Elements;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.logs.match.AttributeValue.Numeric;
import io.logaggregator.core.logs.match.AttributeValue.Text;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Random terms of queries: words, phrases, wildcards, ranges, comparisons and presence, on every field, quoted or escaped,
 * each with its meaning as a simple predicate.
 *
 * @param texts texts of the events
 * @param numbers bounds of ranges
 * @param paths attribute paths
 */
record RandomTerms(
        Random random, List<String> texts, List<String> numbers, List<String> paths, AttributeReader attributes) {

    private static final List<Standard> FIELDS = Stream.concat(
                    Stream.of(
                            new Standard("host", event -> List.of(event.host())), new Standard("tag", LogEvent::tags)),
                    LogField.Text.ALL.stream()
                            .map(field -> new Standard(field.label(), event -> List.of(event.text(field)))))
            .toList();

    private record Standard(String name, Function<LogEvent, List<String>> texts) {

        boolean exists(LogEvent event) {
            return texts.apply(event).stream().anyMatch(text -> name.equals("tag") || !text.isEmpty());
        }
    }

    private static final List<String> LEVELS =
            List.of("trace", "DEBUG", "info", "Warning", "error", "CRIT", "\"fatal\"");

    private static final Pattern NUMBER = Pattern.compile("[+-]?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    /** Digits of a double that PostgreSQL converts to numeric. */
    private static final MathContext DOUBLE = new MathContext(15, RoundingMode.HALF_EVEN);

    /** Accessors of a field: texts, numbers, and presence. */
    private record Field(
            String name,
            Function<LogEvent, List<String>> texts,
            Function<LogEvent, List<BigDecimal>> numbers,
            Predicate<LogEvent> exists) {}

    RandomQuery next() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> inMessage();
            case 2 -> level();
            case 3 -> exists(field());
            case 4, 5 -> range(field());
            case 6 -> compared(field());
            case 7 -> choice(field());
            default -> matches(field());
        };
    }

    private RandomQuery inMessage() {
        Word word = word();
        return new RandomQuery(one(List.of("", "message:")) + word.text, event -> word.isIn(event.message()));
    }

    private RandomQuery matches(Field field) {
        Word word = word();
        return new RandomQuery(field.name + ":" + word.text, any(field, word::is));
    }

    private RandomQuery choice(Field field) {
        List<Word> words = Stream.generate(this::word).limit(3).toList();
        return new RandomQuery(
                field.name + ":(" + words.stream().map(Word::text).collect(Collectors.joining(" OR ")) + ")",
                any(field, text -> words.stream().anyMatch(word -> word.is(text))));
    }

    private RandomQuery exists(Field field) {
        return new RandomQuery(field.name + one(List.of(":*", ":[* TO *]")), field.exists);
    }

    private RandomQuery level() {
        String name = one(LEVELS);
        Level level = Level.named(name.replaceAll("[\"\\\\]", "")).orElseThrow();
        return switch (random.nextInt(4)) {
            case 0 -> new RandomQuery("level:" + name, event -> event.level() == level);
            case 1 -> new RandomQuery("level>=" + name, event -> event.level().compareTo(level) >= 0);
            case 2 ->
                new RandomQuery(
                        "level:[* TO " + level + "}", event -> event.level().compareTo(level) < 0);
            default ->
                new RandomQuery(
                        "level:?" + level.name().charAt(1) + "*",
                        event -> event.level().name().charAt(1) == level.name().charAt(1));
        };
    }

    private RandomQuery range(Field field) {
        List<String> of = random.nextBoolean() ? numbers : texts;
        Optional<Bound> lower = Optional.of(new Bound(one(of), random.nextBoolean()));
        Optional<Bound> upper =
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(new Bound(one(of), random.nextBoolean()));
        String text = (lower.get().inclusive() ? "[" : "{") + bound(lower) + " TO " + bound(upper)
                + (upper.map(Bound::inclusive).orElse(true) ? "]" : "}");
        return new RandomQuery(field.name + ":" + text, within(field, lower, upper));
    }

    /** Within brackets, Lucene treats a quote after a backslash as escaped, even if the backslash is escaped itself. */
    private static String bound(Optional<Bound> bound) {
        return bound.map(Bound::value)
                .map(value -> value.matches("\\w+") || value.endsWith("\\") ? escaped(value) : phrase(value))
                .orElse("*");
    }

    private RandomQuery compared(Field field) {
        Bound bound = new Bound(one(random.nextBoolean() ? numbers : texts), random.nextBoolean());
        String operator = bound.inclusive() ? "=" : "";
        String colon = one(List.of("", ":"));
        return random.nextBoolean()
                ? new RandomQuery(
                        field.name + colon + ">" + operator + phrase(bound.value()),
                        within(field, Optional.of(bound), Optional.empty()))
                : new RandomQuery(
                        field.name + colon + "<" + operator + phrase(bound.value()),
                        within(field, Optional.empty(), Optional.of(bound)));
    }

    private Field field() {
        return random.nextBoolean() ? standard(one(FIELDS)) : attribute();
    }

    private static Field standard(Standard field) {
        return new Field(
                field.name,
                field.texts,
                event -> field.texts.apply(event).stream()
                        .flatMap(text -> number(text).stream())
                        .toList(),
                field::exists);
    }

    private Field attribute() {
        String path = one(paths);
        Function<LogEvent, AttributeValue> value = event -> attributes.at(path).apply(event.attributes());
        return new Field(
                one(List.of("attributes.", "metadata.")) + escaped(path),
                event -> elements(value.apply(event)).map(AttributeValue::text).toList(),
                event -> elements(value.apply(event))
                        .flatMap(element -> number(element).stream())
                        .toList(),
                event -> !value.apply(event).isEmpty());
    }

    private static Stream<AttributeValue> elements(AttributeValue value) {
        Stream<AttributeValue> all =
                value instanceof Elements(List<AttributeValue> elements) ? elements.stream() : Stream.of(value);
        return all.filter(element -> !(element instanceof Nothing));
    }

    private static Optional<BigDecimal> number(AttributeValue value) {
        return switch (value) {
            case Numeric(var digits) -> Optional.of(new BigDecimal(digits));
            case Text(var text) -> number(text);
            default -> Optional.empty();
        };
    }

    /** Text is a number if a double can represent it. */
    private static Optional<BigDecimal> number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(text);
        boolean lost = number == 0 && text.matches("[^eE]*[1-9].*");
        return Double.isFinite(number) && !lost ? Optional.of(new BigDecimal(number).round(DOUBLE)) : Optional.empty();
    }

    private static Predicate<LogEvent> any(Field field, Predicate<String> test) {
        return event -> field.texts.apply(event).stream().anyMatch(test);
    }

    private static Predicate<LogEvent> within(Field field, Optional<Bound> lower, Optional<Bound> upper) {
        boolean numbers = Stream.concat(lower.stream(), upper.stream())
                .allMatch(bound -> bound.number().isPresent());
        return numbers
                ? event -> field.numbers.apply(event).stream()
                        .anyMatch(number -> holds(lower, end -> number.compareTo(numberOf(end)))
                                && holds(upper, end -> numberOf(end).compareTo(number)))
                : any(
                        field,
                        text -> holds(lower, end -> compare(lower(text), lower(end.value())))
                                && holds(upper, end -> compare(lower(end.value()), lower(text))));
    }

    private static boolean holds(Optional<Bound> bound, Function<Bound, Integer> comparison) {
        return bound.isEmpty() || comparison.apply(bound.get()) > (bound.get().inclusive() ? -1 : 0);
    }

    private static BigDecimal numberOf(Bound bound) {
        return bound.number().orElseThrow();
    }

    private static int compare(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }

    private static String lower(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** A word or a phrase, and its meaning as a regular expression. */
    private record Word(String text, Pattern pattern) {

        boolean is(String value) {
            return pattern.matcher(lower(value)).matches();
        }

        boolean isIn(String value) {
            return pattern.matcher(lower(value)).find();
        }
    }

    private Word word() {
        String text = one(texts);
        Pattern literal = Pattern.compile(Pattern.quote(lower(text)), Pattern.DOTALL);
        if (text.isEmpty() || random.nextInt(3) == 0) {
            return new Word(phrase(text), literal);
        }
        if (random.nextBoolean()) {
            return new Word(escaped(text), literal);
        }
        int[] characters = text.codePoints().toArray();
        int from = random.nextInt(characters.length);
        int to = from + 1 + random.nextInt(characters.length - from);
        String middle = new String(characters, from, to - from);
        String before = one(List.of("", "*", "?", "*?"));
        String after = one(List.of("*", "?", "**"));
        return new Word(
                before + escaped(middle) + after,
                Pattern.compile(expression(before) + Pattern.quote(lower(middle)) + expression(after), Pattern.DOTALL));
    }

    private static String expression(String wildcards) {
        return wildcards.replace("*", ".*").replace("?", ".");
    }

    private static String phrase(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Escapes special characters and keywords with a backslash. */
    private static String escaped(String text) {
        String escaped = text.replaceAll("([^\\p{L}\\p{N}._])", "\\\\$1");
        return escaped.matches("AND|OR|NOT|TO") ? "\\" + escaped : escaped;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
