package io.logaggregator.wire.metrics;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.json.Text;
import io.logaggregator.wire.log.LogFields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Events of Beats. One with a {@code metricset} holds metrics: each number below the names of its module is a sample, each
 * text there an attribute. Any other is a log event. Metricbeat's event of a single process is dropped, since a snapshot needs
 * all processes of an instant.
 *
 * @see <a href="https://www.elastic.co/docs/reference/beats/metricbeat/exported-fields-system">Metricbeat, system fields</a>
 */
public final class BeatEvents {

    /** Names that describe the event instead of its module. */
    private static final Set<String> ENVELOPE = Set.of(
            "@timestamp",
            "@metadata",
            "agent",
            "beat",
            "cloud",
            "container",
            "ecs",
            "event",
            "fields",
            "host",
            "labels",
            "metricset",
            "orchestrator",
            "service",
            "tags");

    private static final int MAX_SAMPLES = 1_000;

    private final JsonParser parser;
    private final DecodeResultBuilder result;
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final SortedMap<String, String> attributes = new TreeMap<>();
    private @Nullable Instant time;
    private String host = "";
    private String metricset = "";

    private BeatEvents(JsonParser parser, DecodeResultBuilder result) {
        this.parser = parser;
        this.result = result;
    }

    /** The reader of an object. May throw exceptions of the JSON parser. */
    public static ElementReader readerFor(Bytes object) {
        try (JsonParser parser = Json.parser(object)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                boolean nested = parser.nextToken() == JsonToken.START_OBJECT;
                if (nested && name.equals("metricset") || name.equals("metricset.name")) {
                    return (reader, result) -> new BeatEvents(reader, result).read();
                }
                parser.skipChildren();
            }
        }
        return LogFields::read;
    }

    private Optional<String> read() {
        Members.ofObject(parser, name -> {
            switch (name) {
                case "@timestamp" -> time = Scalars.time(parser, result.times()).orElse(null);
                case "host" -> readHost();
                case "host.name", "host.hostname" -> host = text();
                case "metricset.name" -> metricset = text();
                case "metricset" -> member("name", () -> metricset = text());
                default -> {
                    if (!ENVELOPE.contains(beforeDot(name))) {
                        readModule(name, parser.currentToken());
                    }
                }
            }
        });
        if (metricset.equals("process")) {
            result.drop(1);
            return Optional.empty();
        }
        if (values.isEmpty()) {
            return Optional.of("event of metricset " + StorableText.of(metricset) + " without numbers");
        }
        addSamples();
        return Optional.empty();
    }

    private static String beforeDot(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private void readHost() {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(parser, name -> {
                if (name.equals("name") || name.equals("hostname") && host.isEmpty()) {
                    host = text();
                }
            });
        } else {
            host = text();
        }
    }

    private void member(String wanted, Runnable reader) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(parser, name -> {
                if (name.equals(wanted)) {
                    reader.run();
                }
            });
        }
    }

    /** Nesting is limited by the parser. Arrays are ignored. */
    private void readModule(String path, JsonToken token) {
        switch (token) {
            case START_OBJECT -> Members.ofObject(parser, name -> readModule(path + '.' + name, parser.currentToken()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                if (values.size() >= MAX_SAMPLES) {
                    throw InvalidElementException.tooLarge("more than " + MAX_SAMPLES + " numbers");
                }
                values.put(StorableText.of(path), parser.getDoubleValue());
            }
            case VALUE_STRING, VALUE_TRUE, VALUE_FALSE ->
                attributes.put(StorableText.of(path.substring(path.lastIndexOf('.') + 1)), text());
            default -> {}
        }
    }

    private String text() {
        return Scalars.text(parser).orElse("");
    }

    private void addSamples() {
        String known = Text.label(host).orElseGet(result::hostOfKey);
        Instant at = time == null ? result.message().timestamp() : time;
        List<Point> points = values.entrySet().stream()
                .map(value -> Point.gauge(known, value.getKey(), value.getValue(), at, attributes))
                .toList();
        points.forEach(point -> point.sample(result)); // checks all of them before the first is added
        HostMetrics translated = new HostMetrics();
        points.forEach(translated::use);
        points.forEach(point -> point.addTo(result));
        translated.addTo(result);
    }
}
