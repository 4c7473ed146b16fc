package io.logaggregator.wire;

import static io.logaggregator.core.ledger.Rejection.Reason.EMPTY;
import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.Message;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** Finds the JSON objects of a message and has each of them read; what is not to be read is rejected. */
final class MessageDecoder implements Decoder {

    static final Decoder AGENT = new MessageDecoder(object -> AgentReader.INSTANCE, false);
    static final Decoder LOG = new MessageDecoder(object -> LogReader.INSTANCE, true);
    static final Decoder AUTO = new MessageDecoder(FormatGuess::readerFor, true);

    private static final String GIVEN_UP =
            "given up after " + DecodeResultBuilder.MAX_REJECTIONS + " rejected elements";

    private final Function<Bytes, ElementReader> readers;
    private final boolean plainLines;

    /**
     * @param readers the reader for an object; may throw what the JSON parser throws
     * @param plainLines whether what is not JSON is a log line, rather than a mistake
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
        DecodeResultBuilder findings = new DecodeResultBuilder(message);
        if (text.isEmpty()) {
            findings.reject(EMPTY, "nothing but white space", value);
        } else if (text.startsWith('{')) {
            decodeObjects(text, findings);
        } else if (text.startsWith('[') && !(plainLines && isProse(text))) {
            decodeArray(text, findings);
        } else if (!plainLines) {
            findings.reject(MALFORMED, "not JSON (expected: an object, or an array of objects)", value);
        } else if (text.length() > Json.MAX_TEXT_LENGTH) {
            String detail = "line of " + text.length() + " bytes (expected: at most " + Json.MAX_TEXT_LENGTH + ')';
            findings.reject(TOO_LARGE, detail, value);
        } else {
            findings.add(PlainLine.read(line, findings));
        }
        return findings.decoded();
    }

    /** Whether text with a bracket in front is a line such as {@code [main] INFO started}, not objects in an array. */
    private static boolean isProse(Bytes text) {
        Bytes inside = text.startingAt(text.from() + 1).strip();
        if (!inside.startsWith('{')) {
            return !inside.startsWith(']') || inside.length() > 1;
        }
        Bytes name = inside.startingAt(inside.from() + 1).strip();
        return !name.startsWith('"') && !name.startsWith('}');
    }

    private void decodeObjects(Bytes text, DecodeResultBuilder findings) {
        Optional<Bytes> array = DataWrapper.arrayIn(text);
        if (array.isPresent()) {
            decodeArray(array.get(), findings);
            return;
        }
        Bytes rest = text;
        while (rest.startsWith('{') && !findings.isHopeless()) {
            rest = decodeFirst(rest, findings);
        }
        if (!rest.isEmpty()) {
            findings.reject(MALFORMED, findings.isHopeless() ? GIVEN_UP : "behind an object: no JSON object", rest);
        }
    }

    private void decodeArray(Bytes text, DecodeResultBuilder findings) {
        JsonValues values = JsonValues.ofArray(text);
        int count = 0;
        while (!findings.isHopeless() && values.next()) {
            count++;
            if (values.value().startsWith('{')) {
                decodeFirst(values.value(), findings);
            } else {
                findings.reject(MALFORMED, "element " + count + " is no JSON object", values.value());
            }
        }
        if (!values.rest().isEmpty()) {
            String detail = findings.isHopeless() ? GIVEN_UP : "the array is broken after " + count + " elements";
            findings.reject(MALFORMED, detail, count == 0 ? text : values.rest());
        }
    }

    /** Decodes the object that the text begins with and returns what follows it. */
    private Bytes decodeFirst(Bytes text, DecodeResultBuilder findings) {
        Attempt attempt = read(text, findings);
        if (attempt.failure() == null) {
            return text.startingAt(attempt.end()).strip();
        }
        Bytes object = JsonValues.first(text);
        if (attempt.failure() == MALFORMED) {
            Optional<Bytes> repaired = object.repairedUtf8();
            attempt = repaired.isEmpty() ? attempt : read(repaired.get(), findings);
        }
        if (attempt.failure() != null) {
            findings.reject(attempt.failure(), attempt.detail(), object);
        }
        return text.startingAt(object.to()).strip();
    }

    private Attempt read(Bytes text, DecodeResultBuilder findings) {
        try (JsonParser parser = Json.parser(text)) {
            parser.nextToken();
            Optional<String> missing = readers.apply(text).read(parser, findings);
            int end = text.from() + (int) parser.currentLocation().getByteOffset();
            return missing.isPresent() ? new Attempt(end, INCOMPLETE, missing.get()) : new Attempt(end, null, "");
        } catch (StreamConstraintsException e) {
            return new Attempt(text.to(), TOO_LARGE, describe(e));
        } catch (JacksonException e) {
            return new Attempt(text.to(), MALFORMED, describe(e));
        }
    }

    private static String describe(JacksonException e) {
        // Limits are told without a location, and with the name of the library's method that sets them.
        TokenStreamLocation location = e.getLocation();
        String message = e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
        return (location == null ? "" : "at byte " + location.getByteOffset() + ": ") + message;
    }

    /** How reading an object went; {@code end} is where it ended, if there was no failure. */
    private record Attempt(int end, Rejection.@Nullable Reason failure, String detail) {}
}
