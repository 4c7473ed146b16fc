package io.logaggregator.wire.log;

import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Times in log records that are arrays or objects. */
final class RecordTime {

    /** Longer structures are no times. */
    private static final int MAX_LENGTH = 256;

    private static final int MIN_PARTS = 5;
    private static final int MAX_PARTS = 7;

    private RecordTime() {}

    /**
     * The time of an array or object: the parts of a local date and time, {@code {"$date": ...}} of MongoDB, seconds and
     * nanoseconds of Log4j and of Protocol Buffers.
     */
    static Optional<Instant> ofStructure(String json, TimeContext context) {
        if (json.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try (JsonParser parser = Json.parser(json)) {
            return parser.nextToken() == JsonToken.START_ARRAY
                    ? ofParts(parser, context)
                    : ofObject(parser, context, 0);
        } catch (JacksonException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> ofParts(JsonParser parser, TimeContext context) {
        int[] parts = new int[MAX_PARTS];
        int count = 0;
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            if (count == MAX_PARTS) {
                return Optional.empty();
            }
            parts[count++] = parser.getIntValue();
        }
        if (count < MIN_PARTS || parser.currentToken() != JsonToken.END_ARRAY) {
            return Optional.empty();
        }
        return Optional.of(LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6])
                .atZone(context.zone())
                .toInstant());
    }

    private static Optional<Instant> ofObject(JsonParser parser, TimeContext context, int depth) {
        Optional<Instant> time = Optional.empty();
        long seconds = Long.MIN_VALUE;
        long nanos = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && depth == 0 && name.equals("$date")) {
                time = ofObject(parser, context, 1);
            } else if (token.isScalarValue()) {
                switch (name) {
                    case "$date", "$numberLong" -> time = Timestamps.parse(parser.getString(), context);
                    case "epochSecond", "seconds" -> seconds = parser.getLongValue();
                    case "nanoOfSecond", "nanos", "nano" -> nanos = parser.getLongValue();
                    default -> {}
                }
            } else {
                parser.skipChildren();
            }
        }
        long nanoseconds = nanos;
        return seconds == Long.MIN_VALUE
                ? time
                : Timestamps.ofEpoch(String.valueOf(seconds), context).map(second -> second.plusNanos(nanoseconds));
    }
}
