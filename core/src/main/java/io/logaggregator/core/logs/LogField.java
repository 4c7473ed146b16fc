package io.logaggregator.core.logs;

import java.util.Arrays;
import java.util.Optional;

/** Field of a log event that conditions can refer to. */
public sealed interface LogField {

    /** Prefix of the labels of attributes. */
    String ATTRIBUTES = "attributes.";

    /** Name of the field in a query. */
    String label();

    /** The field with a label; empty if there is none. */
    static Optional<LogField> ofLabel(String label) {
        if (label.startsWith(ATTRIBUTES) && label.length() > ATTRIBUTES.length()) {
            return Optional.of(new Attribute(label.substring(ATTRIBUTES.length())));
        }
        return Arrays.<LogField>stream(Standard.values())
                .filter(field -> field.label().equals(label))
                .findFirst();
    }

    /** A field of every event; {@code TAG} is each of its tags. */
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
     * @param path names separated by dots; also finds a member whose own name contains the dots
     */
    record Attribute(String path) implements LogField {
        @Override
        public String label() {
            return ATTRIBUTES + path;
        }
    }
}
