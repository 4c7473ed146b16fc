package io.logaggregator.core.logs;

import java.util.Arrays;
import java.util.Optional;

/** What a condition on log events can look at. */
public sealed interface LogField {

    /** What attributes are called by, before their path. */
    String ATTRIBUTES = "attributes.";

    /** As people write it in a query. */
    String label();

    /** The field with that label; empty if there is none. */
    static Optional<LogField> labelled(String label) {
        if (label.startsWith(ATTRIBUTES) && label.length() > ATTRIBUTES.length()) {
            return Optional.of(new Attribute(label.substring(ATTRIBUTES.length())));
        }
        return Arrays.<LogField>stream(Standard.values())
                .filter(field -> field.label().equals(label))
                .findFirst();
    }

    /** A field that every event has; {@code TAG} is each of its tags. */
    enum Standard implements LogField {
        HOST("host"),
        LEVEL("level"),
        APPLICATION("application"),
        COMPONENT("component"),
        ENVIRONMENT("environment"),
        TAG("tag"),
        CORRELATION_ID("correlationId"),
        MESSAGE("message");

        private final String label;

        Standard(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }

    /**
     * A member of the event's attributes.
     *
     * @param path names separated by dots; a member whose own name holds the dots is found too
     */
    record Attribute(String path) implements LogField {
        @Override
        public String label() {
            return ATTRIBUTES + path;
        }
    }
}
