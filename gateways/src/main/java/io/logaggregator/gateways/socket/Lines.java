package io.logaggregator.gateways.socket;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cuts a stream at line breaks and NUL. Of a line that is too large, the beginning becomes a rejected message, and the rest is
 * skipped. Not thread-safe.
 */
public final class Lines implements StreamSession {

    /** Bytes that are kept of an element that is too large. */
    public static final int TRUNCATED_BYTES = 64 << 10;

    private final int maxBytes;
    private final Function<Bytes, Optional<Element>> element;

    /** Position relative to the beginning of the received bytes, up to which there is no end of a line. */
    private int searched;

    /** Whether the beginning of the stream is the rest of a line that is too large. */
    private boolean skipping;

    /** @param element the element of a line without its end; empty for none. It copies the bytes */
    public Lines(int maxBytes, Function<Bytes, Optional<Element>> element) {
        this.maxBytes = maxBytes;
        this.element = element;
    }

    @Override
    public Cut cut(Bytes received, boolean ended) {
        List<Element> elements = new ArrayList<>();
        byte[] array = received.array();
        int start = received.from();
        for (int i = start + searched; i < received.to(); i++) {
            if (array[i] == '\n' || array[i] == 0) {
                add(received.startingAt(start).endingAt(i), elements);
                start = i + 1;
                if (elements.size() == Cut.MAX_ELEMENTS) {
                    searched = 0;
                    return Cut.of(start - received.from(), elements);
                }
            }
        }
        Bytes rest = received.startingAt(start);
        if (ended || skipping || rest.length() > maxBytes) {
            boolean complete = ended && rest.length() <= maxBytes;
            if (!rest.isEmpty()) {
                add(rest, elements);
            }
            skipping = !complete;
            start = received.to();
        }
        searched = received.to() - start;
        return Cut.of(start - received.from(), elements);
    }

    private void add(Bytes line, List<Element> elements) {
        if (skipping) {
            skipping = false;
        } else if (line.length() > maxBytes) {
            elements.add(truncated(line));
        } else {
            element.apply(line).ifPresent(elements::add);
        }
    }

    /** The beginning of an element that is too large. */
    public static Element truncated(Bytes element) {
        int end = element.from() + Math.min(element.length(), TRUNCATED_BYTES);
        return Element.truncated(Arrays.copyOfRange(element.array(), element.from(), end));
    }
}
