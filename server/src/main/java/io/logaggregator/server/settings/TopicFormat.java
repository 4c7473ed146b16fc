package io.logaggregator.server.settings;

import io.logaggregator.wire.WireFormat;

/** A topic that is read, and what its messages look like. */
public record TopicFormat(String topic, WireFormat format) {

    private static final String KEY = "aggregator.queue.kafka.topics";

    /** Reads {@code topic=format}, for example {@code logs=log}. */
    public static TopicFormat of(String text) {
        int equals = text.lastIndexOf('=');
        Check.that(equals > 0, KEY, text, "topic=format, for example logs=log");
        try {
            return new TopicFormat(text.substring(0, equals).strip(), WireFormat.parse(text.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(KEY + ": " + text + ": " + e.getMessage(), e);
        }
    }
}
