package io.logaggregator.domain;

/** What a condition on log events can look at. */
public sealed interface LogField {

    /** As people write it in a query. */
    String label();

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
            return "attributes." + path;
        }
    }
}
