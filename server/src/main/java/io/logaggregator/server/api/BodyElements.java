package io.logaggregator.server.api;

import io.logaggregator.server.http.InvalidRequestException;
import io.logaggregator.server.http.ParserWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Cuts a body into the elements that are sent on, each with its own bytes; nothing is parsed and written anew. */
final class BodyElements {

    /** One answer may have to name each of them. */
    static final int MAX_ELEMENTS = 10_000;

    /** As lenient as the decoders, so that one odd element does not cost the others. */
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
        refuseOtherEncodings(body);
        BodyElements elements = new BodyElements(body);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            elements.readValue(parser);
        } catch (StreamConstraintsException e) { // knows no place in the body
            throw new InvalidRequestException("The body exceeds a limit: " + ParserWords.of(e));
        } catch (JacksonException e) {
            throw new InvalidRequestException(
                    "The body is not JSON, at byte " + e.getLocation().getByteOffset() + ": " + ParserWords.of(e));
        }
        return elements.elements;
    }

    /** Jackson would read UTF-16 and UTF-32 as well, and not know at which byte an element begins. */
    private static void refuseOtherEncodings(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw new InvalidRequestException("The body is not UTF-8, at byte " + i + ".");
            }
        }
    }

    /** One element per line; blank lines are none. */
    static List<byte[]> ofLines(byte[] body) {
        BodyElements elements = new BodyElements(body);
        int start = 0;
        for (int end = 0; end <= body.length; end++) {
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
            throw new InvalidRequestException("The body is empty (expected: a JSON object, or an array of them).");
        }
        if (first == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                addCurrent(parser);
            }
        } else {
            addCurrent(parser);
        }
        if (parser.nextToken() != null) {
            throw new InvalidRequestException("The body goes on behind its end, at byte "
                    + parser.currentTokenLocation().getByteOffset()
                    + ". One object per line wants Content-Type: application/x-ndjson.");
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
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The body has more than " + MAX_ELEMENTS + " elements. Send it in parts.");
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
