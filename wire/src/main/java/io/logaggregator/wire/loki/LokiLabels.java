package io.logaggregator.wire.loki;

import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.JsonObjectBuilder;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.json.Text;
import io.logaggregator.wire.line.LevelWords;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The labels of a stream, mapped to the fields of log events. Labels that are no field are attributes. */
record LokiLabels(Map<String, String> labels, LogRecord record) {

    private static final List<String> HOSTS = List.of("host", "hostname", "instance", "node_name", "nodename");
    private static final List<String> LEVELS = List.of("level", "detected_level", "severity");
    private static final List<String> APPLICATIONS =
            List.of("app", "service_name", "service", "job", "container", "application");
    private static final List<String> ENVIRONMENTS = List.of("env", "environment", "namespace");
    private static final List<String> COMPONENTS = List.of("component", "logger");
    private static final List<String> TRACES = List.of("trace_id", "traceId", "traceID");

    private static final int MAX_LABELS = 200;

    private static final int MAX_LENGTH = 8_192;

    static LokiLabels of(Map<String, String> labels) {
        Map<String, String> rest = new LinkedHashMap<>(labels);
        String host = take(rest, HOSTS);
        Level level = null;
        for (String name : LEVELS) {
            Optional<Level> named = LevelWords.ofField(rest.getOrDefault(name, ""));
            if (named.isPresent()) {
                level = named.get();
                rest.remove(name);
                break;
            }
        }
        LogTexts texts = LogTexts.of(
                take(rest, ENVIRONMENTS), take(rest, APPLICATIONS), take(rest, COMPONENTS), take(rest, TRACES));
        JsonObjectBuilder attributes = new JsonObjectBuilder();
        attributes.addAll(rest);
        return new LokiLabels(
                labels,
                new LogRecord(
                        null, host.isEmpty() ? null : host, level, null, texts, List.of(), attributes.toObject()));
    }

    /** The labels of a stream, which each of its lines has. */
    static LokiLabels ofStream(Map<String, String> labels) {
        int length = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            length += label.getKey().length() + label.getValue().length();
        }
        if (length > MAX_LENGTH) {
            throw InvalidElementException.tooLarge(
                    "labels of " + length + " characters (expected: at most " + MAX_LENGTH + ')');
        }
        return of(labels);
    }

    /** These labels with those of a line. */
    LokiLabels with(Map<String, String> metadata) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.putAll(metadata);
        return of(all);
    }

    LogRecord frame(@Nullable Instant time) {
        return new LogRecord(
                time, record.host(), record.level(), null, record.texts(), record.tags(), record.attributes());
    }

    int length() {
        return record.attributes().text().length();
    }

    static void put(Map<String, String> labels, String name, String value) {
        labels.put(name, value);
        if (labels.size() > MAX_LABELS) {
            throw InvalidElementException.tooLarge("more than " + MAX_LABELS + " labels");
        }
    }

    private static String take(Map<String, String> labels, List<String> names) {
        for (String name : names) {
            Optional<String> label = Text.label(labels.getOrDefault(name, ""));
            if (label.isPresent()) {
                labels.remove(name);
                return label.get();
            }
        }
        return "";
    }
}
