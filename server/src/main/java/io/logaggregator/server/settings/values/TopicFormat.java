package io.logaggregator.server.settings.values;

import io.logaggregator.wire.WireFormat;

/** A topic and the format of its messages. */
public record TopicFormat(String topic, WireFormat format) {

    private static final String KEY = "aggregator.queue.topics";

    /** Parses {@code topic=format}, for example {@code logs=log}. */
    public static TopicFormat of(String text) {
        int equals = text.lastIndexOf('=');
        if (equals <= 0) {
            throw new InvalidSettingException(
                    KEY + ": " + text + " (expected: topic=format, for example logs=log)", null);
        }
        try {
            return new TopicFormat(text.substring(0, equals).strip(), WireFormat.parse(text.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(KEY + ": " + text + ": " + e.getMessage(), e);
        }
    }
}
