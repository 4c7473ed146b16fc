package io.logaggregator.wire.otlp;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.JsonObjectBuilder;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.json.Text;
import io.logaggregator.wire.line.LevelWords;
import io.logaggregator.wire.log.RecordText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A log record while it is read. */
final class OtlpLogRecord {

    long timeNanoseconds; // 0 is unknown
    long observedNanoseconds;
    long severityNumber;
    String severityText = "";
    String traceId = "";
    String spanId = "";
    String eventName = "";

    @Nullable
    Object body;

    final Map<String, Object> attributes = new LinkedHashMap<>();

    void addTo(DecodeResultBuilder result, OtlpSource source) {
        String message = message();
        Optional<Level> level = Level.ofSeverityNumber(severityNumber).or(() -> LevelWords.ofField(severityText));
        LogRecord record = new LogRecord(
                OtlpTimes.of(timeNanoseconds)
                        .or(() -> OtlpTimes.of(observedNanoseconds))
                        .orElse(null),
                source.host(),
                level.orElse(null),
                message,
                LogTexts.of(
                        source.environment(),
                        source.application(),
                        source.component(),
                        Text.label(traceId).orElse("")),
                List.of(),
                attributes(result, source, message));
        if (level.isEmpty() && message.equals(body)) {
            RecordText.read(message, record, result); // a line of a file that the collector did not parse
        } else {
            result.add(record);
        }
    }

    private JsonObject attributes(DecodeResultBuilder result, OtlpSource source, String message) {
        JsonObjectBuilder json = new JsonObjectBuilder();
        json.addAll(attributes);
        int own = json.length();
        source.attributes().forEach((name, value) -> {
            if (!attributes.containsKey(name)) {
                json.add(name, value);
            }
        });
        result.expand(json.length() - own);
        addText(json, "span_id", spanId);
        addText(json, "event.name", eventName.equals(message) ? "" : eventName);
        addText(json, "severity_text", LevelWords.ofField(severityText).isPresent() ? "" : severityText);
        return json.toObject();
    }

    private static void addText(JsonObjectBuilder json, String name, String text) {
        json.add(name, text.isEmpty() ? null : text);
    }

    /** The body. An event without one is described by its name, else by its attributes. */
    private String message() {
        if (body != null && !body.equals("")) {
            return body instanceof String text ? text : JsonObjectBuilder.text(body);
        }
        for (Object name :
                new @Nullable Object[] {eventName, attributes.get("event.name"), attributes.get("exception.message")}) {
            if (name instanceof String text && !text.isEmpty()) {
                return text;
            }
        }
        if (attributes.isEmpty()) {
            throw InvalidElementException.incomplete("log record without body, event name and attributes");
        }
        return JsonObjectBuilder.text(attributes);
    }
}
