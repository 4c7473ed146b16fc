package io.logaggregator.gateways.syslog;

import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.Lines;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A stream of messages. Its beginning shows the framing: octet counting if it is a number, a space and a priority, otherwise
 * line breaks. A number alone is no evidence: text may begin with one. Not thread-safe.
 */
final class SyslogStream implements StreamSession {

    private static final int MAX_PRIORITY_DIGITS = 3;

    private final int maxBytes;
    private @Nullable StreamSession framing;

    SyslogStream(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Cut cut(Bytes received, boolean ended) {
        StreamSession known = framing;
        if (known == null) {
            Match counted = startsCounted(received);
            if (counted == Match.UNDECIDED && !ended) {
                return Cut.nothing();
            }
            known = counted == Match.YES ? new CountedFrames(maxBytes) : new Lines(maxBytes, SyslogProtocol::element);
            framing = known;
        }
        return known.cut(received, ended);
    }

    private enum Match {
        YES,
        NO,
        /** Further bytes decide. */
        UNDECIDED
    }

    /** Whether a stream begins with {@code [1-9]\d{0,6} <\d{1,3}>}. */
    private static Match startsCounted(Bytes start) {
        int space = start.from() + CountedFrames.digits(start, start.from(), CountedFrames.MAX_DIGITS);
        if (start.startsWith('0') || (space == start.from() && !start.isEmpty())) {
            return Match.NO;
        }
        int priority = space + 2;
        int end = priority + CountedFrames.digits(start, Math.min(priority, start.to()), MAX_PRIORITY_DIGITS);
        if (end == priority && priority < start.to()) {
            return Match.NO;
        }
        return and(isAt(start, space, ' '), and(isAt(start, space + 1, '<'), isAt(start, end, '>')));
    }

    private static Match isAt(Bytes start, int position, char expected) {
        if (position >= start.to()) {
            return Match.UNDECIDED;
        }
        return start.array()[position] == expected ? Match.YES : Match.NO;
    }

    private static Match and(Match first, Match second) {
        return first == Match.YES ? second : first;
    }
}
