package io.logaggregator.wire.log;

import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.AttributesWriter;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.json.Tags;
import io.logaggregator.wire.time.TimeContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The fields of a log message while it is read. Of a repeated field the last value counts. */
public final class LogFields {

    private static final Map<String, Text> TEXTS = Text.ALL.stream()
            .flatMap(field -> field.names().stream().map(name -> Map.entry(name, field)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final TimeContext times;
    private final AttributesWriter attributes = new AttributesWriter();
    private @Nullable Instant timestamp;
    private @Nullable String host;
    private @Nullable Level level;
    private @Nullable String message;
    private final String[] texts = new String[Text.ALL.size()];
    private @Nullable Tags tags;

    private LogFields(TimeContext times) {
        this.times = times;
        Arrays.fill(texts, "");
    }

    /** Reads a log message; see {@link ElementReader#read}. */
    public static Optional<String> read(JsonParser parser, DecodeResultBuilder result) {
        LogFields fields = new LogFields(result.times());
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            fields.add(name, parser);
        }
        return fields.addTo(result);
    }

    /**
     * Adds a field with the parser's current value. A field that is not a standard one, or not of its type,
     * becomes an attribute. A null is ignored.
     */
    private void add(String name, JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_NULL && !setStandard(name, parser)) {
            attributes.add(name, parser);
        }
    }

    private static <T> boolean set(Optional<T> value, Consumer<T> field) {
        value.ifPresent(field);
        return value.isPresent();
    }

    private boolean setStandard(String name, JsonParser parser) {
        return switch (name) {
            case "timestamp", "@timestamp" -> set(Scalars.time(parser, times), value -> timestamp = value);
            case "host" -> set(Scalars.label(parser), label -> host = label);
            case "level" -> set(Scalars.level(parser), value -> level = value);
            case "message" -> set(Scalars.text(parser), value -> message = value);
            case "tags" -> setTags(parser);
            case "metadata", "attributes" -> addAttributes(parser);
            default -> setText(TEXTS.get(name), parser);
        };
    }

    private boolean setText(@Nullable Text field, JsonParser parser) {
        Optional<String> label = field == null ? Optional.empty() : Scalars.label(parser);
        if (field != null && label.isPresent()) {
            texts[field.ordinal()] = label.get();
        }
        return label.isPresent();
    }

    private boolean setTags(JsonParser parser) {
        tags = new Tags();
        return tags.add(parser);
    }

    /** Members of metadata and unknown fields share one level, so that a query finds both under the same name. */
    private boolean addAttributes(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        attributes.addMembers(parser);
        return true;
    }

    /** Adds the event, or returns the missing field. */
    private Optional<String> addTo(DecodeResultBuilder result) {
        if (message == null && result.frame().message() == null) {
            return Optional.of("message is missing (expected: text)");
        }
        result.add(new LogRecord(
                timestamp,
                host,
                level,
                message,
                LogTexts.of(texts),
                tags == null ? List.of() : tags.labels(),
                tags == null ? attributes.toObject() : tags.mark(attributes.toObject())));
        result.drop(tags == null ? 0 : tags.dropped());
        return Optional.empty();
    }
}
