package io.logaggregator.wire.metrics;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.JsonObjectBuilder;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.json.Text;
import io.logaggregator.wire.time.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A measurement with tags, fields and a time, as InfluxDB and Telegraf have it. Each number or boolean is a sample of
 * {@code measurement.field}, or of {@code measurement} if the field is {@code value}; text is no sample.
 */
final class TaggedFields {

    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_TAGS = 200;
    private static final String HOST = "host";

    private final String measurement;
    private final SortedMap<String, String> tags = new TreeMap<>();
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private String time = "";

    TaggedFields(String measurement) {
        this.measurement = measurement;
    }

    void tag(String name, String value) {
        tags.put(StorableText.of(name), StorableText.of(value));
        if (tags.size() > MAX_TAGS) {
            throw InvalidElementException.tooLarge("more than " + MAX_TAGS + " tags");
        }
    }

    /** Adds a field of type {@link Double}, {@link Boolean} or {@link String}. */
    void field(String name, Object value) {
        fields.put(StorableText.of(name), value);
        if (fields.size() > MAX_FIELDS) {
            throw InvalidElementException.tooLarge("more than " + MAX_FIELDS + " fields");
        }
    }

    /** Sets the time, an epoch number; its size shows its unit. */
    void time(String epoch) {
        time = epoch;
    }

    void addTo(DecodeResultBuilder result) {
        if (measurement.isBlank() || fields.isEmpty()) {
            throw InvalidElementException.incomplete("measurement or fields are missing");
        }
        Instant at = time.isEmpty()
                ? result.message().timestamp()
                : Timestamps.ofEpoch(time, result.times())
                        .orElse(result.message().timestamp());
        if (measurement.equals("syslog") && fields.get("message") instanceof String message) {
            result.add(event(message, at));
            return;
        }
        SortedMap<String, String> attributes = new TreeMap<>(tags);
        String host = Text.label(attributes.getOrDefault(HOST, "")).orElseGet(result::hostOfKey);
        attributes.remove(HOST);
        List<Point> points = new ArrayList<>();
        HostMetrics translated = new HostMetrics();
        fields.forEach((name, value) -> number(value).ifPresent(number -> {
            String metric = name.equals("value") ? measurement : measurement + '.' + name;
            Point point = Point.gauge(host, metric, number, at, attributes);
            point.sample(result); // checks all of them before the first is added
            points.add(point);
            translated.use(point);
        }));
        points.forEach(point -> point.addTo(result));
        translated.addTo(result);
        result.expand((long) points.size() * attributes.toString().length());
    }

    private static Optional<Double> number(Object value) {
        return switch (value) {
            case Double number -> Optional.of(number);
            case Boolean truth -> Optional.of(truth ? 1.0 : 0.0);
            default -> Optional.empty();
        };
    }

    /** A message that Telegraf has received by syslog. */
    private LogRecord event(String message, Instant at) {
        Map<String, Object> rest = new LinkedHashMap<>(tags);
        rest.putAll(fields);
        rest.remove("message");
        String host = text(rest, "hostname").or(() -> text(rest, HOST)).orElse(null);
        String application = text(rest, "appname").orElse("");
        Optional<Level> level = rest.remove("severity_code") instanceof Double code
                ? Level.ofSyslogSeverity(code.longValue())
                : Level.named(tags.getOrDefault("severity", ""));
        JsonObjectBuilder attributes = new JsonObjectBuilder();
        attributes.addAll(rest);
        JsonObject members = attributes.toObject();
        return new LogRecord(
                at,
                host,
                level.orElse(null),
                StorableText.of(message),
                LogTexts.of("", application),
                List.of(),
                members);
    }

    private static Optional<String> text(Map<String, Object> values, String name) {
        return values.get(name) instanceof String text
                ? Text.label(text).map(label -> {
                    values.remove(name);
                    return label;
                })
                : Optional.empty();
    }
}
