package io.logaggregator.wire.log;

import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.LogRecord;

/** Reads text that a protocol carries as a log record: a JSON object, or a plain line. */
public final class RecordText {

    private RecordText() {}

    /** Adds the event of a text; values that it lacks are those of the frame, without its message. */
    public static void read(String text, LogRecord frame, DecodeResultBuilder result) {
        LogRecord around = new LogRecord(
                frame.time(), frame.host(), frame.level(), null, frame.texts(), frame.tags(), frame.attributes());
        result.within(around, () -> {
            PlainLine.readRecord(text, result);
            return result;
        });
    }
}
