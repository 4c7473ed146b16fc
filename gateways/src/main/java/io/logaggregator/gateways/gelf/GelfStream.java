package io.logaggregator.gateways.gelf;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.Lines;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream at NUL, and at line breaks outside of JSON objects, with which some senders separate their messages. Of a message
 * that is too large, the beginning becomes a rejected message, and the rest is skipped. Not thread-safe.
 */
final class GelfStream implements StreamSession {

    private final int maxBytes;

    /** Position relative to the beginning of the received bytes, up to which there is no end of a message. */
    private int searched;

    /** Whether the beginning of the stream is the rest of a message that is too large. */
    private boolean skipping;

    private int depth;
    private boolean inText;
    private boolean isEscaped;

    GelfStream(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Cut cut(Bytes received, boolean ended) {
        List<Element> elements = new ArrayList<>();
        int start = received.from();
        for (int i = start + searched; i < received.to(); i++) {
            if (isEnd(received.array()[i])) {
                add(new Bytes(received.array(), start, i), elements);
                start = i + 1;
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

    private boolean isEnd(byte next) {
        if (next == 0 || next == '\n' && (depth <= 0 || skipping)) {
            depth = 0;
            inText = false;
            isEscaped = false;
            return true;
        }
        if (inText) {
            inText = isEscaped || next != '"';
            isEscaped = !isEscaped && next == '\\';
        } else if (next == '"') {
            inText = depth > 0;
        } else if (next == '{' || next == '[') {
            depth++;
        } else if (next == '}' || next == ']') {
            depth--;
        }
        return false;
    }

    private void add(Bytes message, List<Element> elements) {
        if (skipping) {
            skipping = false;
        } else if (message.length() > maxBytes) {
            elements.add(Lines.truncated(message));
        } else {
            GelfProtocol.element(message).ifPresent(elements::add);
        }
    }
}
