package io.logaggregator.gateways.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** A stream that arrives in parts, as a connection reads it. */
public final class SplitStream {

    private SplitStream() {}

    /** The result of a whole stream. */
    public record Result(List<String> elements, String reply, String error) {}

    public static SessionOptions options(int maxMessageBytes) {
        return new SessionOptions(maxMessageBytes, "", "", InstantSource.system());
    }

    /** The result, which is the same for each division into two parts, and for single bytes. */
    public static Result read(byte[] stream, Supplier<StreamSession> sessions) {
        Result whole = read(stream, sessions.get(), stream.length);
        for (int first = 1; first < stream.length; first++) {
            assertThat(read(stream, sessions.get(), first, stream.length))
                    .as("split at %d", first)
                    .isEqualTo(whole);
        }
        int[] each = new int[stream.length];
        Arrays.setAll(each, i -> i + 1);
        assertThat(read(stream, sessions.get(), each)).as("byte by byte").isEqualTo(whole);
        return whole;
    }

    /** The elements of text, in ISO 8859-1. */
    public static List<String> elements(String stream, Supplier<StreamSession> sessions) {
        return read(stream.getBytes(StandardCharsets.ISO_8859_1), sessions).elements();
    }

    private static Result read(byte[] stream, StreamSession session, int... ends) {
        List<String> elements = new ArrayList<>();
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.writeBytes(session.greeting());
        byte[] waiting = {};
        int start = 0;
        for (int i = 0; i <= ends.length; i++) {
            boolean ended = i == ends.length;
            byte[] part = ended ? new byte[0] : Arrays.copyOfRange(stream, start, ends[i]);
            start = ended ? start : ends[i];
            byte[] received = Arrays.copyOf(waiting, waiting.length + part.length);
            System.arraycopy(part, 0, received, waiting.length, part.length);
            boolean more = true;
            while (more) {
                Cut cut = session.cut(Bytes.of(received), ended);
                cut.elements().forEachRemaining(element -> elements.add(text(element)));
                reply.writeBytes(cut.reply());
                received = Arrays.copyOfRange(received, cut.consumed(), received.length);
                if (cut.error().isPresent()) {
                    return new Result(
                            elements, text(reply.toByteArray()), cut.error().get());
                }
                more = cut.consumed() > 0 && received.length > 0;
            }
            waiting = received;
        }
        return new Result(elements, text(reply.toByteArray()), "");
    }

    private static String text(Element element) {
        return (element.truncated() ? "truncated " : "") + text(element.value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
