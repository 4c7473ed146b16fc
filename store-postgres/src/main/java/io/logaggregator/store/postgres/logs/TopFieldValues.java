package io.logaggregator.store.postgres.logs;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.groupingBy;

import io.logaggregator.core.logs.FieldSample;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.FieldValues.Statistics;
import io.logaggregator.core.logs.FieldValues.ValueCount;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.store.postgres.sql.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The most frequent values of each field in the newest matching events. Tags that repeat the host, level or environment of
 * their event, as ingest adds to each, are not counted. Counted here, since PostgreSQL takes four times as
 * long to expand, group and sort the attributes. Not thread-safe.
 */
final class TopFieldValues {

    private static final long MAX_EVENTS = 10_000;
    private static final int MAX_ATTRIBUTES = 50;
    private static final int MAX_NESTING = 5;

    /** Maximum number of characters of a number: no double needs more. */
    private static final int MAX_NUMBER = 32;

    /** Maximum size of attributes: fewer events are read where they are longer. */
    private static final long MAX_BYTES = PostgresLogSearch.MAX_BYTES;

    /** Without limits, since stored JSON was checked when it was decoded. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final SizedColumns FIELDS = new SizedColumns(
            Stream.concat(Stream.of("host"), Text.ALL.stream().map(Text::column))
                    .toList(),
            List.of("tags", "attributes"));

    private final Predicate<LogField> counted;
    private final String part;
    private final int values;
    private final Map<LogField, Map<String, Integer>> counts = new HashMap<>();
    private long events;
    private long bytes;

    private TopFieldValues(Predicate<LogField> counted, String part, int values) {
        this.counted = counted;
        this.part = folded(part);
        this.values = values;
    }

    /** Of all fields, only values that contain a text. */
    static TopFieldValues ofAll(String part, int values) {
        return new TopFieldValues(field -> true, part, values);
    }

    /** Of one field, only values that contain a text. */
    static TopFieldValues of(LogField field, String part, int values) {
        return new TopFieldValues(field::equals, part, values);
    }

    /** The standard fields first, in their order, then the attributes, the most frequent first. */
    FieldSample among(OrderedLogs newest, Connection connection) throws SQLException {
        for (Optional<Sql> range = newest.next(connection, MAX_EVENTS);
                range.isPresent();
                range = isEnough() ? Optional.empty() : newest.next(connection, MAX_EVENTS - events)) {
            count(range.get(), connection);
        }
        return new FieldSample(events, list());
    }

    private boolean isEnough() {
        return events >= MAX_EVENTS || bytes >= MAX_BYTES;
    }

    private void count(Sql range, Connection connection) throws SQLException {
        Sql fields = FIELDS.of(range, "desc");
        try (PreparedStatement statement = fields.prepared(connection)) {
            FetchSize fetchSize = new FetchSize(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (!isEnough() && row.next()) {
                    int length = SizedColumns.read(row, connection, this::count).orElse(0);
                    fetchSize.next(row, length);
                    bytes += length;
                    events++;
                }
            }
        }
    }

    /** Counts the values of a row and returns the length of its attributes. */
    private int count(ResultSet row) throws SQLException {
        String host = row.getString("host");
        String level = LogEventRow.level(row.getInt("level")).name();
        count(Standard.HOST, host);
        count(Standard.LEVEL, level);
        for (Text field : Text.ALL) {
            count(field, row.getString(field.column()));
        }
        Set<String> repeated =
                Set.of("host:" + host, "level:" + level, "env:" + row.getString(Text.ENVIRONMENT.column()));
        countDistinct(
                Standard.TAG,
                Stream.of((String[]) row.getArray("tags").getArray())
                        .filter(tag -> !repeated.contains(tag))
                        .toList());
        String object = row.getString("attributes");
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
            parser.nextToken();
            countMembers(parser, "", 1);
        }
        return object.length();
    }

    private void count(LogField field, String value) {
        if (!value.isEmpty() && counted.test(field)) {
            counts.computeIfAbsent(field, first -> new HashMap<>()).merge(value, 1, Integer::sum);
        }
    }

    private void countMembers(JsonParser parser, String prefix, int depth) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String path = prefix + parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> {
                    if (depth < MAX_NESTING) {
                        countMembers(parser, path + '.', depth + 1);
                    } else {
                        parser.skipChildren();
                    }
                }
                case START_ARRAY -> countElements(parser, path);
                case VALUE_NULL -> {}
                default -> count(new Attribute(path), parser.getString());
            }
        }
    }

    /** Counts values that differ only in case once, as the query matches the event once. */
    private void countDistinct(LogField field, List<String> values) {
        Set<String> counted = new HashSet<>();
        for (String value : values) {
            if (counted.add(folded(value))) {
                count(field, value);
            }
        }
    }

    /** Counts equal elements once. Skips objects and arrays, which cannot be selected from a list. */
    private void countElements(JsonParser parser, String path) {
        List<String> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token.isStructStart()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                elements.add(parser.getString());
            }
        }
        countDistinct(new Attribute(path), elements);
    }

    private List<FieldValues> list() {
        Stream<LogField> attributes = counts.keySet().stream()
                .filter(Attribute.class::isInstance)
                .sorted(comparing(this::events, reverseOrder()).thenComparing(LogField::label))
                .limit(MAX_ATTRIBUTES);
        return Stream.concat(LogField.NAMED.stream().filter(counts::containsKey), attributes)
                .map(field -> new FieldValues(field, top(counts.getOrDefault(field, Map.of())), statistics(field)))
                .filter(field -> !field.values().isEmpty())
                .toList();
    }

    /** Of an attribute of numbers, unless only values that contain a text are returned. */
    private Optional<Statistics> statistics(LogField field) {
        if (!(field instanceof Attribute) || !part.isEmpty()) {
            return Optional.empty();
        }
        TreeMap<Double, Integer> numbers = new TreeMap<>();
        for (Map.Entry<String, Integer> value :
                counts.getOrDefault(field, Map.of()).entrySet()) {
            OptionalDouble number = number(value.getKey());
            if (number.isEmpty()) {
                return Optional.empty();
            }
            numbers.merge(number.getAsDouble(), value.getValue(), Integer::sum);
        }
        return numbers.isEmpty() ? Optional.empty() : Optional.of(Statistics.of(numbers));
    }

    private static OptionalDouble number(String text) {
        if (text.length() > MAX_NUMBER) {
            return OptionalDouble.empty();
        }
        try {
            double number = new BigDecimal(text).doubleValue();
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** As the store compares: each character by its simple lowercase mapping. */
    private static String folded(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private long events(LogField field) {
        return counts.getOrDefault(field, Map.of()).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    /** Values that differ only in case are one, in its most frequent spelling: queries match them alike. */
    private List<ValueCount> top(Map<String, Integer> counts) {
        return counts.entrySet().stream().collect(groupingBy(entry -> folded(entry.getKey()))).entrySet().stream()
                .filter(spelled -> spelled.getKey().contains(part))
                .map(Map.Entry::getValue)
                .map(spellings -> new ValueCount(
                        spellings.stream()
                                .max(Map.Entry.<String, Integer>comparingByValue()
                                        .thenComparing(Map.Entry.comparingByKey(reverseOrder())))
                                .orElseThrow()
                                .getKey(),
                        spellings.stream().mapToInt(Map.Entry::getValue).sum()))
                .sorted(comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value))
                .limit(values)
                .toList();
    }
}
