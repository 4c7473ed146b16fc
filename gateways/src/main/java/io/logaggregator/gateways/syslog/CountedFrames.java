package io.logaggregator.gateways.syslog;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.Lines;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.List;

/** A stream of messages with octet counting. After a wrong length nothing can be read. Not thread-safe. */
final class CountedFrames implements StreamSession {

    static final int MAX_DIGITS = 7;

    private final int maxBytes;

    /** Bytes of a message that is too large, which are skipped. */
    private int skip;

    CountedFrames(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Cut cut(Bytes received, boolean ended) {
        List<Element> elements = new ArrayList<>();
        String error = "";
        int position = received.from();
        while (error.isEmpty() && elements.size() < Cut.MAX_ELEMENTS) {
            position = skip(received, position);
            int space = position + digits(received, position, MAX_DIGITS);
            if (space == received.to() && (space == position || received.array()[position] != '0')) {
                break;
            }
            if (space == received.to()
                    || space == position
                    || received.array()[position] == '0'
                    || received.array()[space] != ' ') {
                error = "invalid length of a message (expected: 1 to " + MAX_DIGITS + " digits and a space)";
                break;
            }
            int length = Integer.parseInt(new Bytes(received.array(), position, space).text());
            Bytes rest = received.startingAt(space + 1);
            if (rest.length() < Math.min(length, Math.min(maxBytes, Lines.TRUNCATED_BYTES))
                    || (length <= maxBytes && rest.length() < length)) {
                break;
            }
            if (length > maxBytes) {
                elements.add(Lines.truncated(rest));
                skip = length;
                position = rest.from();
            } else {
                position = rest.from() + length;
                SyslogProtocol.element(rest.endingAt(position)).ifPresent(elements::add);
            }
        }
        Cut cut = Cut.of(position - received.from(), elements);
        if (error.isEmpty() && ended && elements.size() < Cut.MAX_ELEMENTS && position < received.to()) {
            error = "end within a message";
        }
        return error.isEmpty() ? cut : cut.failed(error);
    }

    /** Skips the rest of a message that is too large, and line breaks that some senders add without counting them. */
    private int skip(Bytes received, int from) {
        int skipped = Math.min(skip, received.to() - from);
        skip -= skipped;
        int position = from + skipped;
        while (position < received.to() && isBreak(received.array()[position])) {
            position++;
        }
        return position;
    }

    private static boolean isBreak(byte character) {
        return character == '\n' || character == '\r' || character == 0;
    }

    static int digits(Bytes text, int from, int max) {
        int count = 0;
        while (count < max && from + count < text.to() && isDigit(text.array()[from + count])) {
            count++;
        }
        return count;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
