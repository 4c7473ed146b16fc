package io.logaggregator.wire.log;

import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.LogRecord;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** An array of log records within an object, as CloudWatch sends it. */
final class RecordArray {

    /** Attributes beside an array of records that each of its events gets; more are attributes of the first event only. */
    private static final int MAX_SHARED = 2_048;

    /** Records of an array. They are in memory together; more are rejected. */
    private static final int MAX_RECORDS = 16_384;

    private static final String TOO_MANY =
            "rest of the array after " + MAX_RECORDS + " records, or too many rejected ones (expected: shorter arrays)";

    private RecordArray() {}

    /**
     * Adds an event per element.
     *
     * @param array a JSON text
     * @param others the members beside the array, which are those of each event
     */
    static void read(String array, LogRecord others, RecordNames names, DecodeResultBuilder result) {
        try (JsonParser parser = Json.parser(array)) {
            parser.nextToken();
            boolean first = true;
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (count++ == MAX_RECORDS || result.isFull()) {
                    String rest =
                            array.substring((int) parser.currentTokenLocation().getCharOffset());
                    result.reject(TOO_LARGE, TOO_MANY, Bytes.of(rest.getBytes(UTF_8)));
                    break;
                }
                int start = (int) parser.currentTokenLocation().getCharOffset();
                LogRecord frame =
                        first || others.attributes().text().length() <= MAX_SHARED ? others : withoutAttributes(others);
                Optional<String> missing = parser.currentToken() == JsonToken.START_OBJECT
                        ? result.within(frame, () -> LogFields.readElement(parser, result, names))
                        : Optional.of("not an object");
                parser.skipChildren();
                if (missing.isPresent()) {
                    String element = array.substring(
                            start, (int) parser.currentLocation().getCharOffset());
                    result.reject(INCOMPLETE, missing.get(), Bytes.of(element.getBytes(UTF_8)));
                }
                first = false;
            }
        }
    }

    private static LogRecord withoutAttributes(LogRecord record) {
        return new LogRecord(
                record.time(), record.host(), record.level(), null, record.texts(), record.tags(), JsonObject.EMPTY);
    }
}
