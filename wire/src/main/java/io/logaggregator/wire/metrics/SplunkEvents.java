package io.logaggregator.wire.metrics;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.JsonValues;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.json.Text;
import io.logaggregator.wire.log.LogFields;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Objects of Splunk's HTTP Event Collector: log events, of which an event object without a message has its own text as the
 * message; and metrics, with {@code "event": "metric"}.
 *
 * @see <a href="https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector">Splunk, format
 *     events for HEC</a>
 */
public final class SplunkEvents {

    private static final String METRIC_NAME = "metric_name";
    private static final String PREFIX = METRIC_NAME + ':';

    private SplunkEvents() {}

    /** The reader of an object. May throw exceptions of the JSON parser. */
    public static ElementReader readerFor(Bytes object) {
        Optional<String> text = Optional.empty();
        try (JsonParser parser = Json.parser(object)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("event") && token == JsonToken.START_OBJECT) {
                    int start =
                            object.from() + (int) parser.currentTokenLocation().getByteOffset();
                    text = Optional.of(
                            JsonValues.first(object.startingAt(start)).text());
                } else if (name.equals("event")
                        && token == JsonToken.VALUE_STRING
                        && parser.getString().equals("metric")) {
                    return SplunkEvents::readMetrics;
                }
                parser.skipChildren();
            }
        }
        return text.<ElementReader>map(event -> (parser, result) -> readWithin(event, parser, result))
                .orElse(LogFields::read);
    }

    private static Optional<String> readWithin(String event, JsonParser parser, DecodeResultBuilder result) {
        LogRecord frame =
                new LogRecord(null, null, null, StorableText.of(event), LogTexts.EMPTY, List.of(), JsonObject.EMPTY);
        return result.within(frame, () -> LogFields.read(parser, result));
    }

    private static Optional<String> readMetrics(JsonParser parser, DecodeResultBuilder result) {
        Map<String, String> texts = new HashMap<>();
        SortedMap<String, String> attributes = new TreeMap<>();
        SortedMap<String, Double> values = new TreeMap<>();
        Instant[] time = {result.message().timestamp()};
        Members.ofObject(parser, name -> {
            switch (name) {
                case "time" -> time[0] = Scalars.time(parser, result.times()).orElse(time[0]);
                case "host" -> texts.put(name, Scalars.text(parser).orElse(""));
                case "fields" -> readFields(parser, texts, attributes, values);
                default -> {}
            }
        });
        String name = texts.getOrDefault(METRIC_NAME, "");
        Double value = values.remove("_value");
        if (!name.isEmpty() && value != null) {
            values.put(name, value);
        }
        if (values.isEmpty()) {
            return Optional.of("fields have no metric (expected: a number in metric_name:<name>)");
        }
        String host = Text.label(texts.getOrDefault("host", "")).orElseGet(result::hostOfKey);
        List<Point> points = values.entrySet().stream()
                .map(metric -> Point.gauge(host, metric.getKey(), metric.getValue(), time[0], attributes))
                .toList();
        points.forEach(point -> point.sample(result)); // checks all of them before the first is added
        points.forEach(point -> point.addTo(result));
        return Optional.empty();
    }

    private static void readFields(
            JsonParser parser,
            Map<String, String> texts,
            SortedMap<String, String> attributes,
            SortedMap<String, Double> values) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        Members.ofObject(parser, name -> {
            if (name.startsWith(PREFIX) || name.equals("_value")) {
                String metric = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
                Scalars.number(parser).ifPresent(value -> values.put(StorableText.of(metric), value));
            } else if (name.equals(METRIC_NAME)) {
                texts.put(name, Scalars.text(parser).orElse(""));
            } else {
                Scalars.text(parser).ifPresent(value -> attributes.put(StorableText.of(name), value));
            }
        });
    }
}
