package io.logaggregator.server.ingest.api;

import io.logaggregator.server.json.JacksonMessages;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.JsonValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Splits a body into its elements, each with its original bytes. */
final class BodyElements {

    /** Bounds the response, which may list each element. */
    static final int MAX_ELEMENTS = 10_000;

    /** As lenient as the decoders, so that one unusual element does not reject the others. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private final byte[] body;
    private final List<byte[]> elements = new ArrayList<>();

    private BodyElements(byte[] body) {
        this.body = body;
    }

    /** One JSON value, or the elements of an array. */
    static List<byte[]> ofJson(byte[] body) {
        rejectOtherEncodings(body);
        BodyElements elements = new BodyElements(body);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            elements.readValue(parser);
        } catch (JacksonException e) {
            return elementsOfInvalid(body).orElseThrow(() -> problem(e));
        }
        return elements.elements;
    }

    private static ProblemException problem(JacksonException e) {
        if (e instanceof StreamConstraintsException) { // has no location
            return ProblemException.badRequest("The body exceeds a limit: " + JacksonMessages.of(e));
        }
        return ProblemException.badRequest(
                "The body is not JSON, at byte " + e.getLocation().getByteOffset() + ": " + JacksonMessages.of(e));
    }

    /**
     * The elements of an array, some of which are invalid, for example by one byte that is not UTF-8: those are rejected one by
     * one. Empty if the bounds of the elements are uncertain.
     */
    private static Optional<List<byte[]>> elementsOfInvalid(byte[] body) {
        Bytes text = Bytes.of(body).withoutByteOrderMark().strip();
        if (!text.startsWith('[')) {
            return Optional.empty();
        }
        BodyElements elements = new BodyElements(body);
        JsonValues values = JsonValues.ofArray(text, text.from());
        while (values.next()) {
            elements.add(values.value().from(), values.value().to());
        }
        boolean several = elements.elements.size() > 1;
        return several && values.isClosed() && values.rest().isEmpty()
                ? Optional.of(elements.elements)
                : Optional.empty();
    }

    /** Jackson would also read UTF-16 and UTF-32, without byte offsets. */
    private static void rejectOtherEncodings(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw ProblemException.badRequest("The body is not UTF-8, at byte " + i + ".");
            }
        }
    }

    /** One element per line; blank lines are skipped. */
    static List<byte[]> ofLines(byte[] body) {
        BodyElements elements = new BodyElements(body);
        int start = Bytes.of(body).withoutByteOrderMark().from();
        for (int end = start; end <= body.length; end++) {
            if (end == body.length || body[end] == '\n') {
                if (!isBlank(body, start, end)) {
                    elements.add(start, end);
                }
                start = end + 1;
            }
        }
        return elements.elements;
    }

    private void readValue(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw ProblemException.badRequest("The body is empty (expected: a JSON object, or an array of them).");
        }
        if (first == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                addCurrent(parser);
            }
        } else {
            addCurrent(parser);
        }
        if (parser.nextToken() != null) {
            throw ProblemException.badRequest("The body continues after its end, at byte "
                    + parser.currentTokenLocation().getByteOffset()
                    + ". One object per line requires Content-Type: application/x-ndjson.");
        }
    }

    private void addCurrent(JsonParser parser) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        add(start, (int) parser.currentLocation().getByteOffset());
    }

    private void add(int start, int end) {
        if (elements.size() == MAX_ELEMENTS) {
            throw ProblemException.tooLarge("The body has more than " + MAX_ELEMENTS + " elements. Split the request.");
        }
        elements.add(Arrays.copyOfRange(body, start, end));
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
