package io.logaggregator.wire.agent;

import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.json.AttributesWriter;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.json.Tags;
import io.logaggregator.wire.time.TimeContext;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A threat indicator of an agent's report while it is read. */
final class ThreatFields {

    private static final String COMPONENT = "threat-detection";

    private final JsonParser parser;
    private final TimeContext times;
    private final AttributesWriter attributes = new AttributesWriter();
    private final Tags tags = new Tags();
    private @Nullable Instant timestamp;
    private @Nullable String type;
    private @Nullable String description;
    private @Nullable String severity;

    ThreatFields(JsonParser parser, TimeContext times) {
        this.parser = parser;
        this.times = times;
    }

    /** Reads the parser's current value; empty if it has neither a description nor a type. */
    Optional<AgentNotice> read() {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(parser, this::readMember);
        }
        String message = description == null ? type : description;
        if (message == null) {
            return Optional.empty();
        }
        return Optional.of(new AgentNotice(
                Optional.ofNullable(timestamp),
                level(),
                COMPONENT,
                message,
                tags.labels(),
                tags.mark(attributes.toObject())));
    }

    int droppedTags() {
        return tags.dropped();
    }

    private void readMember(String name) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        boolean used = switch (name) {
            case "timestamp" -> setTimestamp();
            case "description" -> setDescription();
            case "tags" -> tags.add(parser);
            case "metadata" -> readMetadata();
            default -> false;
        };
        if (!used) {
            keepForEvent(name);
            attributes.add(name, parser);
        }
    }

    private boolean setTimestamp() {
        timestamp = Scalars.time(parser, times).orElse(null);
        return timestamp != null;
    }

    private boolean setDescription() {
        description = Scalars.text(parser).orElse(null);
        return description != null;
    }

    /** Older agents send the tags here. */
    private boolean readMetadata() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        Members.ofObject(parser, name -> {
            if (!name.equals("tags") || !tags.add(parser)) {
                attributes.add(name, parser);
            }
        });
        return true;
    }

    /** Type and severity are attributes, and also determine message and level. */
    private void keepForEvent(String name) {
        switch (name) {
            case "type" -> type = Scalars.text(parser).orElse(null);
            case "severity" -> severity = Scalars.text(parser).orElse(null);
            default -> {}
        }
    }

    private Level level() {
        if (severity == null) {
            return Level.WARN;
        }
        return switch (severity.strip().toLowerCase(Locale.ROOT)) {
            case "low" -> Level.INFO;
            case "high" -> Level.ERROR;
            case "critical" -> Level.FATAL;
            default -> Level.WARN;
        };
    }
}
