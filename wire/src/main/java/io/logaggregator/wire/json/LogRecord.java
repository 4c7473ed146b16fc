package io.logaggregator.wire.json;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogTexts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a log record carries, or a frame around it.
 *
 * @param message of a frame: the text of a record that has no message
 */
public record LogRecord(
        @Nullable Instant time,
        @Nullable String host,
        @Nullable Level level,
        @Nullable String message,
        LogTexts texts,
        List<String> tags,
        JsonObject attributes) {

    /** No value at all. */
    public static final LogRecord NONE =
            new LogRecord(null, null, null, null, LogTexts.EMPTY, List.of(), JsonObject.EMPTY);

    /** This record, with the values of a frame where it has none, and with the attributes of both. */
    @SuppressWarnings("ReferenceEquality") // the usual frame, without a comparison of its values
    public LogRecord within(LogRecord frame) {
        if (frame == NONE) {
            return this;
        }
        return new LogRecord(
                time == null ? frame.time : time,
                host == null ? frame.host : host,
                level == null ? frame.level : level,
                message == null ? frame.message : message,
                texts.orElse(frame.texts::get),
                tags.isEmpty() ? frame.tags : tags,
                attributes.after(frame.attributes));
    }
}
