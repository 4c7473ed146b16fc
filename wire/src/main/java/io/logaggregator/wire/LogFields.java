package io.logaggregator.wire;

import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What a log message has said of itself so far. Of a field that comes twice, the later one counts. */
final class LogFields {

    private final AttributesWriter attributes = new AttributesWriter();
    private @Nullable Instant timestamp;
    private @Nullable String host;
    private @Nullable Level level;
    private @Nullable String message;
    private @Nullable String environment;
    private @Nullable String application;
    private @Nullable String component;
    private @Nullable String correlationId;
    private @Nullable Tags tags;

    /**
     * Takes the field of this name, whose value is the parser's current one. What is no standard field, or not of its
     * type, becomes an attribute; null says nothing.
     */
    void take(String name, JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_NULL && !takeStandard(name, parser)) {
            attributes.add(name, parser);
        }
    }

    private static <T> boolean set(Optional<T> value, Consumer<T> field) {
        value.ifPresent(field);
        return value.isPresent();
    }

    private boolean takeStandard(String name, JsonParser parser) {
        return switch (name) {
            case "timestamp", "@timestamp" -> set(Scalars.time(parser), value -> timestamp = value);
            case "host" -> set(Scalars.label(parser), word -> host = word);
            case "level" -> set(Scalars.level(parser), value -> level = value);
            case "message" -> set(Scalars.text(parser), value -> message = value);
            case "environment" -> set(Scalars.label(parser), word -> environment = word);
            case "application" -> set(Scalars.label(parser), word -> application = word);
            case "component" -> set(Scalars.label(parser), word -> component = word);
            case "correlation_id", "correlationId" -> set(Scalars.label(parser), word -> correlationId = word);
            case "tags" -> takeTags(parser);
            case "metadata", "attributes" -> takeMembers(parser);
            default -> false;
        };
    }

    private boolean takeTags(JsonParser parser) {
        tags = new Tags();
        return tags.add(parser);
    }

    /** Members of metadata stand beside unknown fields, so that a query finds both under the same name. */
    private boolean takeMembers(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        attributes.addMembers(parser);
        return true;
    }

    /** Adds the event to the findings, or tells what is missing for one. */
    Optional<String> addTo(DecodeResultBuilder findings) {
        if (message == null) {
            return Optional.of("message is missing (expected: text)");
        }
        Instant observedAt = timestamp == null ? findings.message().timestamp() : timestamp;
        findings.add(new LogEvent(
                findings.nextId(observedAt),
                observedAt,
                findings.message().receivedAt(),
                host == null ? findings.hostOfKey() : host,
                level == null ? Level.INFO : level,
                message,
                environment == null ? "" : environment,
                application == null ? "" : application,
                component == null ? "" : component,
                correlationId == null ? "" : correlationId,
                tags == null ? List.of() : tags.words(),
                attributes.toObject()));
        findings.drop(tags == null ? 0 : tags.dropped());
        return Optional.empty();
    }
}
