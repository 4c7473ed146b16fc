package io.logaggregator.wire.otlp;

import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.metrics.ExponentialBuckets;
import io.logaggregator.wire.otlp.OtlpSource.Scope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Parses the elements of an OTLP request in JSON. Unknown members are ignored. */
final class OtlpJsonElements {

    private final JsonParser parser;
    private final OtlpValues values = new OtlpValues();

    private OtlpJsonElements(JsonParser parser) {
        this.parser = parser;
    }

    private static <T> T parse(Bytes bytes, Function<OtlpJsonElements, T> reader) {
        try (JsonParser parser = Json.parser(bytes)) {
            parser.nextToken();
            return reader.apply(new OtlpJsonElements(parser));
        } catch (JacksonException e) {
            throw InvalidElementException.of(e);
        }
    }

    static OtlpLogRecord logRecord(Bytes bytes) {
        return parse(bytes, OtlpJsonElements::logRecord);
    }

    static OtlpPoint point(Bytes bytes) {
        return parse(bytes, OtlpJsonElements::point);
    }

    static Map<String, Object> resource(Bytes bytes) {
        return parse(bytes, element -> {
            Map<String, Object> attributes = new LinkedHashMap<>();
            element.object(name -> {
                if (name.equals("attributes")) {
                    element.attributes(attributes, 0);
                }
            });
            return attributes;
        });
    }

    static Map<String, Object> attributes(Bytes bytes) {
        return parse(bytes, element -> {
            Map<String, Object> attributes = new LinkedHashMap<>();
            element.attributes(attributes, 0);
            return attributes;
        });
    }

    static Scope scope(Bytes bytes) {
        return parse(bytes, element -> {
            Map<String, Object> attributes = new LinkedHashMap<>();
            String[] texts = {"", ""};
            element.object(name -> {
                switch (name) {
                    case "name" -> texts[0] = element.text();
                    case "version" -> texts[1] = element.text();
                    case "attributes" -> element.attributes(attributes, 0);
                    default -> {}
                }
            });
            return new Scope(texts[0], texts[1], attributes);
        });
    }

    static String text(Bytes bytes) {
        return parse(bytes, OtlpJsonElements::text);
    }

    private OtlpLogRecord logRecord() {
        OtlpLogRecord log = new OtlpLogRecord();
        object(name -> {
            switch (name) {
                case "timeUnixNano" -> log.timeNanoseconds = integer();
                case "observedTimeUnixNano" -> log.observedNanoseconds = integer();
                case "severityNumber" -> log.severityNumber = severity();
                case "severityText" -> log.severityText = text();
                case "body" -> log.body = value(0);
                case "attributes" -> attributes(log.attributes, 0);
                case "traceId" -> log.traceId = id();
                case "spanId" -> log.spanId = id();
                case "eventName" -> log.eventName = text();
                default -> {}
            }
        });
        return log;
    }

    /** Data points of all types have different members, except for those with the same meaning. */
    private OtlpPoint point() {
        OtlpPoint point = new OtlpPoint();
        object(name -> {
            switch (name) {
                case "attributes" -> attributes(point.attributes, 0);
                case "startTimeUnixNano" -> point.startNanoseconds = integer();
                case "timeUnixNano" -> point.timeNanoseconds = integer();
                case "flags" -> point.flags = integer();
                case "asDouble", "asInt" -> point.value = number();
                case "count" -> point.count = number();
                case "sum" -> point.sum = number();
                case "min" -> point.min = number();
                case "max" -> point.max = number();
                case "bucketCounts" -> array(() -> point.addCount(number()));
                case "explicitBounds" -> array(() -> point.addBound(number()));
                case "scale" -> point.exponential().setScale(integer());
                case "zeroCount" -> point.exponential().setZeros(number());
                case "zeroThreshold" -> point.exponential().setZeroThreshold(number());
                case "positive" -> buckets(point.exponential()::addPositive);
                case "negative" -> buckets(point.exponential()::addNegative);
                case "quantileValues" -> array(() -> quantile(point));
                default -> {}
            }
        });
        return point;
    }

    private void buckets(ExponentialBuckets.Adder adder) {
        long[] offset = {0};
        List<Double> counts = new ArrayList<>();
        object(name -> {
            switch (name) {
                case "offset" -> offset[0] = integer();
                case "bucketCounts" ->
                    array(() -> {
                        counts.add(number());
                        ExponentialBuckets.requireFew(counts.size());
                    });
                default -> {}
            }
        });
        for (int index = 0; index < counts.size(); index++) {
            adder.add(offset[0] + index, counts.get(index));
        }
    }

    private void quantile(OtlpPoint point) {
        double[] pair = {0, 0};
        object(name -> {
            switch (name) {
                case "quantile" -> pair[0] = number();
                case "value" -> pair[1] = number();
                default -> {}
            }
        });
        point.addQuantile(pair[0], pair[1]);
    }

    private void object(Consumer<String> visitor) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw InvalidElementException.malformed("not a JSON object");
        }
        Members.ofObject(parser, visitor);
    }

    private void array(Runnable visitor) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            Members.ofArray(parser, visitor);
        }
    }

    private void attributes(Map<String, Object> attributes, int depth) {
        array(() -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return;
            }
            String[] key = {""};
            @Nullable Object[] value = {null};
            Members.ofObject(parser, name -> {
                switch (name) {
                    case "key" -> key[0] = text();
                    case "value" -> value[0] = value(depth);
                    default -> {}
                }
            });
            if (value[0] != null) {
                attributes.put(key[0], value[0]);
            }
        });
    }

    /** An {@code AnyValue}; null if it is unset. A scalar without the wrapper counts as itself. */
    private @Nullable Object value(int depth) {
        values.count(depth);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return Scalars.text(parser).orElse(null);
        }
        @Nullable Object[] value = {null};
        Members.ofObject(parser, name -> {
            switch (name) {
                case "stringValue", "bytesValue" -> value[0] = text();
                case "boolValue" -> value[0] = parser.getValueAsBoolean();
                case "intValue" -> value[0] = integer();
                case "doubleValue" -> value[0] = number();
                case "arrayValue" -> value[0] = values(depth + 1);
                case "kvlistValue" -> value[0] = members(depth + 1);
                default -> {}
            }
        });
        return value[0];
    }

    private List<@Nullable Object> values(int depth) {
        List<@Nullable Object> all = new ArrayList<>();
        wrapped(() -> array(() -> all.add(value(depth))));
        return all;
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> all = new LinkedHashMap<>();
        wrapped(() -> attributes(all, depth));
        return all;
    }

    /** The member {@code values} of the current object. */
    private void wrapped(Runnable visitor) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(parser, name -> {
                if (name.equals("values")) {
                    visitor.run();
                }
            });
        }
    }

    private String text() {
        return Scalars.text(parser).orElse("");
    }

    private String id() {
        String id = text().toLowerCase(Locale.ROOT);
        return id.chars().allMatch(character -> character == '0') ? "" : id;
    }

    /** Not a number if it is none. */
    private double number() {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            switch (parser.getString()) {
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
            }
        }
        return Scalars.number(parser).orElse(Double.NaN);
    }

    /** A 64-bit integer as a number or as text; 0 if it is none. */
    private long integer() {
        String digits = text().strip();
        if (digits.isEmpty() || digits.length() > 20) {
            return (long) Scalars.number(parser).orElse(0);
        }
        try {
            return new BigInteger(digits).longValue();
        } catch (NumberFormatException e) {
            return (long) Scalars.number(parser).orElse(0);
        }
    }

    /** A severity as a number, or by the name of the enumeration such as {@code SEVERITY_NUMBER_INFO2}. */
    private long severity() {
        String text = text();
        if (!text.startsWith("SEVERITY_NUMBER_")) {
            return integer();
        }
        String name = text.substring("SEVERITY_NUMBER_".length());
        String word = name.replaceAll("\\d", "");
        int step = name.length() == word.length() ? 0 : name.charAt(name.length() - 1) - '1';
        return Level.named(word)
                .map(level -> (long) level.severityNumber() + step)
                .orElse(0L);
    }
}
