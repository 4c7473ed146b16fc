package io.logaggregator.wire;

import static io.logaggregator.core.ledger.Rejection.Reason.EMPTY;
import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.agent.AgentReport;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.JsonValues;
import io.logaggregator.wire.log.LogFields;
import io.logaggregator.wire.log.PlainLine;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** Finds the JSON objects of a message and decodes each of them separately. */
final class MessageDecoder implements Decoder {

    static final Decoder AGENT = new MessageDecoder(_ -> AgentReport::read, false);
    static final Decoder LOG = new MessageDecoder(_ -> LogFields::read, true);
    static final Decoder AUTO = new MessageDecoder(FormatGuess::readerFor, true);

    private static final String TOO_MANY_REJECTIONS =
            "rest of the message rejected after " + DecodeResultBuilder.MAX_REJECTIONS + " rejected elements";

    private final Function<Bytes, ElementReader> readers;
    private final boolean plainLines;

    /**
     * @param readers selects the reader of an object; may throw exceptions of the JSON parser
     * @param plainLines whether text that is not JSON is a log event, rather than malformed
     */
    private MessageDecoder(Function<Bytes, ElementReader> readers, boolean plainLines) {
        this.readers = readers;
        this.plainLines = plainLines;
    }

    @Override
    public Decoded decode(Message message) {
        if (message.value() == null) {
            return Decoded.NOTHING;
        }
        Bytes value = Bytes.of(message.value());
        Bytes line = value.withoutByteOrderMark();
        Bytes text = line.strip();
        DecodeResultBuilder result = new DecodeResultBuilder(message);
        if (text.isEmpty()) {
            result.reject(EMPTY, "only white space", value);
        } else if (text.startsWith('{')) {
            decodeObjects(text, result);
        } else if (text.startsWith('[') && !(plainLines && isProse(text))) {
            decodeArray(text, result);
        } else if (!plainLines) {
            result.reject(MALFORMED, "not JSON (expected: an object, or an array of objects)", value);
        } else if (text.length() > Json.MAX_TEXT_LENGTH) {
            String detail = "line of " + text.length() + " bytes (expected: at most " + Json.MAX_TEXT_LENGTH + ')';
            result.reject(TOO_LARGE, detail, value);
        } else {
            result.add(PlainLine.read(line, result));
        }
        return result.decoded();
    }

    /**
     * Whether text that starts with a bracket is a line such as {@code [main] INFO started}, not an array of objects.
     */
    private static boolean isProse(Bytes text) {
        Bytes inside = text.startingAt(text.from() + 1).strip();
        if (!inside.startsWith('{')) {
            return !inside.startsWith(']') || inside.length() > 1;
        }
        Bytes name = inside.startingAt(inside.from() + 1).strip();
        return !name.startsWith('"') && !name.startsWith('}');
    }

    private void decodeObjects(Bytes text, DecodeResultBuilder result) {
        Optional<Bytes> array = DataWrapper.arrayIn(text);
        if (array.isPresent()) {
            decodeArray(array.get(), result);
            return;
        }
        Bytes rest = text;
        while (rest.startsWith('{') && !result.isFull()) {
            rest = decodeFirst(rest, result);
        }
        if (!rest.isEmpty()) {
            result.reject(
                    MALFORMED,
                    result.isFull() ? TOO_MANY_REJECTIONS : "text after an object is not a JSON object",
                    rest);
        }
    }

    private void decodeArray(Bytes text, DecodeResultBuilder result) {
        JsonValues values = JsonValues.ofArray(text);
        int count = 0;
        while (!result.isFull() && values.next()) {
            count++;
            if (values.value().startsWith('{')) {
                decodeFirst(values.value(), result);
            } else {
                result.reject(MALFORMED, "element " + count + " is not a JSON object", values.value());
            }
        }
        if (!values.rest().isEmpty()) {
            String detail = result.isFull() ? TOO_MANY_REJECTIONS : "invalid JSON array after " + count + " elements";
            result.reject(MALFORMED, detail, count == 0 ? text : values.rest());
        }
    }

    /** Decodes the object at the start of the text and returns the rest. */
    private Bytes decodeFirst(Bytes text, DecodeResultBuilder result) {
        Attempt attempt = read(text, result);
        if (attempt.failure() == null) {
            return text.startingAt(attempt.end()).strip();
        }
        Bytes object = JsonValues.first(text);
        if (attempt.failure() == MALFORMED) {
            Optional<Bytes> repaired = object.repairedUtf8();
            attempt = repaired.isEmpty() ? attempt : read(repaired.get(), result);
        }
        if (attempt.failure() != null) {
            result.reject(attempt.failure(), attempt.detail(), object);
        }
        return text.startingAt(object.to()).strip();
    }

    private Attempt read(Bytes text, DecodeResultBuilder result) {
        try (JsonParser parser = Json.parser(text)) {
            parser.nextToken();
            Optional<String> missing = readers.apply(text).read(parser, result);
            int end = text.from() + (int) parser.currentLocation().getByteOffset();
            return missing.isPresent() ? new Attempt(end, INCOMPLETE, missing.get()) : new Attempt(end, null, "");
        } catch (StreamConstraintsException e) {
            return new Attempt(text.to(), TOO_LARGE, describe(e));
        } catch (JacksonException e) {
            return new Attempt(text.to(), MALFORMED, describe(e));
        }
    }

    private static String describe(JacksonException e) {
        // Messages about limits have no location, and name a method of the library.
        TokenStreamLocation location = e.getLocation();
        String message = e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
        return (location == null ? "" : "at byte " + location.getByteOffset() + ": ") + message;
    }

    /** Result of reading an object; {@code end} is its end if there was no failure. */
    private record Attempt(int end, Rejection.@Nullable Reason failure, String detail) {}
}
