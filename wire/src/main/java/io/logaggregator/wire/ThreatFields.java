package io.logaggregator.wire;

import io.logaggregator.core.observation.Level;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One threat indicator of an agent's report, as far as read. */
final class ThreatFields {

    private static final String COMPONENT = "threat-detection";

    private final JsonParser parser;
    private final AttributesWriter attributes = new AttributesWriter();
    private final Tags tags = new Tags();
    private @Nullable Instant timestamp;
    private @Nullable String type;
    private @Nullable String description;
    private @Nullable String severity;

    ThreatFields(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads the parser's current value; empty if it says nothing. */
    Optional<AgentNotice> read() {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(parser, this::readMember);
        }
        String message = description == null ? type : description;
        if (message == null) {
            return Optional.empty();
        }
        return Optional.of(new AgentNotice(
                Optional.ofNullable(timestamp), level(), COMPONENT, message, tags.words(), attributes.toObject()));
    }

    int droppedTags() {
        return tags.dropped();
    }

    private void readMember(String name) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        boolean used = switch (name) {
            case "timestamp" -> takeTimestamp();
            case "description" -> takeDescription();
            case "tags" -> tags.add(parser);
            case "metadata" -> readMetadata();
            default -> false;
        };
        if (!used) {
            remember(name);
            attributes.add(name, parser);
        }
    }

    private boolean takeTimestamp() {
        timestamp = Scalars.time(parser).orElse(null);
        return timestamp != null;
    }

    private boolean takeDescription() {
        description = Scalars.text(parser).orElse(null);
        return description != null;
    }

    /** Older agents put the tags here. */
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

    /** Type and severity are attributes, and tell something besides. */
    private void remember(String name) {
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
