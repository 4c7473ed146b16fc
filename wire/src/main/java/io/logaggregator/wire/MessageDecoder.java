package io.logaggregator.wire;

import static io.logaggregator.core.ledger.Rejection.Reason.EMPTY;
import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoded.Progress;
import io.logaggregator.core.ingest.Decoded.Rest;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.agent.AgentReport;
import io.logaggregator.wire.element.NestedDecoder;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.JsonValues;
import io.logaggregator.wire.json.PlainJsonParser;
import io.logaggregator.wire.json.PlainJsonParser.NotPlainException;
import io.logaggregator.wire.log.PlainLine;
import io.logaggregator.wire.log.RecordNames;
import io.logaggregator.wire.loki.LokiPush;
import io.logaggregator.wire.metrics.BeatEvents;
import io.logaggregator.wire.metrics.SplunkEvents;
import io.logaggregator.wire.otlp.OtlpDecoder;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** Finds the JSON objects of a message and decodes each of them separately. */
final class MessageDecoder implements Decoder {

    static final MessageDecoder AGENT = new MessageDecoder(_ -> AgentReport::read, false);
    static final MessageDecoder LOG = of(RecordNames.STANDARD, ZoneOffset.UTC);
    static final MessageDecoder BEATS = new MessageDecoder(BeatEvents::readerFor, true);
    static final MessageDecoder SPLUNK = new MessageDecoder(SplunkEvents::readerFor, true);
    static final MessageDecoder AUTO = new MessageDecoder(FormatGuess::readerFor, true);

    /**
     * Rejections after which an object without an end rejects the rest of the message. Each is searched for its end up to
     * the end of the message.
     */
    private static final int MAX_UNCLOSED = 50;

    private final Function<Bytes, ElementReader> readers;
    private final boolean plainLines;
    private final boolean plainJson;
    private final RecordNames names;
    private final ZoneId zone;

    /**
     * @param readers selects the reader of an object; may throw exceptions of the JSON parser
     * @param plainLines whether text that is not JSON is a log event, rather than malformed
     * @param plainJson whether the readers call no method that {@link PlainJsonParser} lacks
     * @param names of fields in lines
     * @param zone of times without one
     */
    private MessageDecoder(
            Function<Bytes, ElementReader> readers,
            boolean plainLines,
            boolean plainJson,
            RecordNames names,
            ZoneId zone) {
        this.readers = readers;
        this.plainLines = plainLines;
        this.plainJson = plainJson;
        this.names = names;
        this.zone = zone;
    }

    private MessageDecoder(Function<Bytes, ElementReader> readers, boolean plainLines) {
        this(readers, plainLines, false, RecordNames.STANDARD, ZoneOffset.UTC);
    }

    /** Log events with these names of fields. */
    static MessageDecoder of(RecordNames names, ZoneId zone) {
        return new MessageDecoder(_ -> names::read, true, true, names, zone);
    }

    /** This decoder with another zone for times without one. */
    MessageDecoder withZone(ZoneId other) {
        return new MessageDecoder(readers, plainLines, plainJson, names, other);
    }

    @Override
    public Decoded decode(Message message, int from, long maxBytes) {
        if (message.value() == null) {
            return Decoded.NOTHING;
        }
        Bytes value = Bytes.of(message.value());
        Bytes line = ValueText.of(value);
        Bytes text = line.strip();
        if (text.startsWith('{')) {
            if (plainLines && FirstMember.isOtlp(text)) {
                return OtlpDecoder.in(zone).decode(message, from, maxBytes);
            }
            if (plainLines && FirstMember.isLoki(text)) {
                return new NestedDecoder(LokiPush::of, zone).decode(message, from, maxBytes);
            }
            Content content = FirstMember.arrayIn(text).map(this::array).orElseGet(() -> new Objects(text));
            return decode(content, new DecodeResultBuilder(message, zone, Progress.NONE, from), maxBytes);
        }
        if (text.startsWith('[') && !(plainLines && isProse(text))) {
            return decode(array(text), new DecodeResultBuilder(message, zone, Progress.NONE, from), maxBytes);
        }
        if (plainLines && ValueText.hasObjectLine(text)) {
            return decode(new Objects(line), new DecodeResultBuilder(message, zone, Progress.NONE, from), maxBytes);
        }
        DecodeResultBuilder result = new DecodeResultBuilder(message, zone);
        if (!text.isEmpty() && !plainLines) {
            result.reject(MALFORMED, "not JSON (expected: an object, or an array of objects)", value);
            return result.decoded();
        }
        return decodeLine(line, value, result, names);
    }

    /** A decoder for which each value is a plain line, also if it is JSON. */
    static Decoder text(ZoneId zone) {
        return (message, from, _) -> decodeLine(message, zone, from);
    }

    private static Decoded decodeLine(Message message, ZoneId zone, int from) {
        if (message.value() == null || from > 0) {
            return Decoded.NOTHING;
        }
        Bytes value = Bytes.of(message.value());
        return decodeLine(
                value.withoutByteOrderMark().withoutPadding(),
                value,
                new DecodeResultBuilder(message, zone),
                RecordNames.STANDARD);
    }

    private static Decoded decodeLine(Bytes line, Bytes value, DecodeResultBuilder result, RecordNames names) {
        readText(line, value, result, (text, events) -> PlainLine.read(text, events, names));
        return result.decoded();
    }

    /**
     * Adds the event of a line, or of several that belong together, or rejects it with {@code value}.
     *
     * @param reader adds the event of valid text
     */
    static void readText(
            Bytes line, Bytes value, DecodeResultBuilder result, BiConsumer<Bytes, DecodeResultBuilder> reader) {
        Bytes text = line.strip();
        if (text.isEmpty()) {
            result.reject(EMPTY, "only white space", value);
        } else if (text.length() > Json.MAX_TEXT_LENGTH) {
            String detail = "line of " + text.length() + " bytes (expected: at most " + Json.MAX_TEXT_LENGTH + ')';
            result.reject(TOO_LARGE, detail, value);
        } else if (line.isBinary()) {
            result.reject(MALFORMED, value.binaryKind() + " (expected: text or JSON, in UTF-8)", value);
        } else {
            reader.accept(line, result);
        }
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

    private Content array(Bytes text) {
        return new Array(text);
    }

    /** Decodes elements until the result has {@code maxBytes}. */
    private Decoded decode(Content content, DecodeResultBuilder result, long maxBytes) {
        Elements elements = content.from(result.position());
        while (!result.isFull() && elements.decodeNext(result)) {
            result.endElement(elements.position());
            if (result.cost() >= maxBytes && elements.hasNext()) {
                return result.decoded(rest(content, result));
            }
        }
        elements.rejectRest(result);
        return result.decoded();
    }

    private Rest rest(Content content, DecodeResultBuilder result) {
        Message message = result.message();
        Progress before = result.progress();
        return new Rest() {
            @Override
            public Progress before() {
                return before;
            }

            @Override
            public Decoded decode(long maxBytes) {
                return MessageDecoder.this.decode(content, new DecodeResultBuilder(message, zone, before, 0), maxBytes);
            }
        };
    }

    /** The elements of a message, from a position in its bytes on. */
    private sealed interface Content {

        Elements from(int position);
    }

    /** Decodes elements one after another. */
    private interface Elements {

        /** Decodes an element; false if there is none. */
        boolean decodeNext(DecodeResultBuilder result);

        boolean hasNext();

        /** The end of the last element. */
        int position();

        /** Rejects text after the last element. */
        void rejectRest(DecodeResultBuilder result);
    }

    /** Objects in a row. */
    private final class Objects implements Content {

        private final Bytes text;

        Objects(Bytes text) {
            this.text = text;
        }

        @Override
        public Elements from(int position) {
            return new Elements() {
                private Bytes rest = text.startingAt(Math.max(position, text.from()));

                @Override
                public boolean decodeNext(DecodeResultBuilder result) {
                    if (!hasNext()) {
                        return false;
                    }
                    Bytes after = rest.startsWith('{') ? decodeFirst(rest, result) : decodeWords(rest, result);
                    rest = withoutSeparators(after);
                    return true;
                }

                @Override
                public boolean hasNext() {
                    return !rest.isEmpty();
                }

                @Override
                public int position() {
                    return rest.from();
                }

                @Override
                public void rejectRest(DecodeResultBuilder result) {
                    if (!rest.isEmpty()) {
                        result.rejectRest(rest);
                    }
                }
            };
        }
    }

    private static Bytes withoutSeparators(Bytes text) {
        Bytes rest = text.strip();
        while (rest.startsWith(',') || rest.startsWith(ValueText.RECORD_SEPARATOR)) {
            rest = rest.startingAt(rest.from() + 1).strip();
        }
        return rest;
    }

    /** Decodes text between objects: a plain line with those that continue it, or an invalid element up to the next object. */
    private Bytes decodeWords(Bytes text, DecodeResultBuilder result) {
        if (plainLines && isStartOfLine(text.array(), text.from())) {
            Bytes lines = text.endingAt(ValueText.endOfLines(text));
            if (lines.length() <= Json.MAX_TEXT_LENGTH && !lines.isBinary()) {
                PlainLine.read(lines, result, names);
                return text.startingAt(lines.to());
            }
        }
        int next = JsonValues.nextObject(text, text.from(), false);
        Bytes words = text.endingAt(next < 0 ? text.to() : next).strip();
        result.reject(MALFORMED, "text after an object is not a JSON object", words);
        return text.startingAt(next < 0 ? text.to() : next);
    }

    private static boolean isStartOfLine(byte[] array, int position) {
        int before = position - 1;
        while (before >= 0 && (array[before] == ' ' || array[before] == '\t')) {
            before--;
        }
        return before < 0 || array[before] == '\n';
    }

    /** Rejects the invalid part of an array up to the next object; false if there is none. */
    private static boolean skipInvalid(JsonValues values, DecodeResultBuilder result) {
        Bytes rest = values.rest();
        boolean unclosed = rest.startsWith('{');
        int next = rest.isEmpty() || unclosed && result.rejectionCount() >= MAX_UNCLOSED
                ? -1
                : JsonValues.nextObject(rest, rest.from() + 1, unclosed);
        if (next < 0) {
            return false;
        }
        int number = result.progress().elements() + 1;
        result.reject(MALFORMED, "element " + number + " is not a JSON object", rest.endingAt(next));
        values.skipTo(next);
        return true;
    }

    /** An array of objects. */
    private final class Array implements Content {

        private final Bytes text;

        Array(Bytes text) {
            this.text = text;
        }

        @Override
        public Elements from(int position) {
            JsonValues values = JsonValues.ofArray(text, position);
            return new Elements() {
                private boolean any = position > text.from();

                @Override
                public boolean decodeNext(DecodeResultBuilder result) {
                    if (!values.next()) {
                        return !values.isClosed() && skipInvalid(values, result);
                    }
                    any = true;
                    if (values.value().startsWith('{')) {
                        decodeFirst(values.value(), result);
                    } else {
                        int number = result.progress().elements() + 1;
                        result.reject(MALFORMED, "element " + number + " is not a JSON object", values.value());
                    }
                    return true;
                }

                @Override
                public boolean hasNext() {
                    return values.hasNext();
                }

                @Override
                public int position() {
                    return values.position();
                }

                @Override
                public void rejectRest(DecodeResultBuilder result) {
                    Bytes rest = values.rest();
                    if (rest.isEmpty()) {
                        return;
                    }
                    if (result.isFull()) {
                        result.rejectRest(rest);
                    } else {
                        int elements = result.progress().elements();
                        result.reject(
                                MALFORMED, "invalid JSON array after " + elements + " elements", any ? rest : text);
                    }
                }
            };
        }
    }

    /** Decodes the object at the start of the text and returns the rest. */
    private Bytes decodeFirst(Bytes text, DecodeResultBuilder result) {
        Attempt attempt = read(text, result);
        if (attempt.failure() == null) {
            return text.startingAt(attempt.end()).strip();
        }
        Bytes object = invalidObject(text, result);
        if (attempt.failure() == MALFORMED) {
            Optional<Bytes> repaired = object.repairedUtf8();
            attempt = repaired.isEmpty() ? attempt : read(repaired.get(), result);
        }
        if (attempt.failure() != null) {
            result.reject(attempt.failure(), attempt.detail(), object);
        }
        return text.startingAt(object.to()).strip();
    }

    /** The invalid object at the start of the text. Without an end it ends at the next object, if one can be found. */
    private static Bytes invalidObject(Bytes text, DecodeResultBuilder result) {
        int end = JsonValues.endOfFirst(text);
        if (end < 0 && result.rejectionCount() < MAX_UNCLOSED) {
            end = JsonValues.nextObject(text, text.from() + 1, true);
        }
        return end < 0 ? text : text.endingAt(end);
    }

    private Attempt read(Bytes text, DecodeResultBuilder result) {
        try {
            return plainJson ? readPlain(text, result) : readAny(text, result);
        } catch (InvalidElementException e) {
            return new Attempt(text.to(), e.reason(), e.detail());
        } catch (StreamConstraintsException e) {
            return new Attempt(text.to(), TOO_LARGE, describe(e));
        } catch (JacksonException e) {
            return new Attempt(text.to(), MALFORMED, describe(e));
        }
    }

    /** Reads an object with the parser that is twice as fast, as long as it can. */
    private Attempt readPlain(Bytes text, DecodeResultBuilder result) {
        PlainJsonParser parser = new PlainJsonParser(text);
        try {
            parser.nextToken();
            return attempt(readers.apply(text).read(parser, result), parser.position());
        } catch (NotPlainException e) {
            return readAny(text, result); // nothing was added to the result
        }
    }

    private Attempt readAny(Bytes text, DecodeResultBuilder result) {
        try (JsonParser parser = Json.parser(text)) {
            parser.nextToken();
            Optional<String> missing = readers.apply(text).read(parser, result);
            return attempt(missing, text.from() + (int) parser.currentLocation().getByteOffset());
        }
    }

    private static Attempt attempt(Optional<String> missing, int end) {
        return missing.isPresent() ? new Attempt(end, INCOMPLETE, missing.get()) : new Attempt(end, null, "");
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
