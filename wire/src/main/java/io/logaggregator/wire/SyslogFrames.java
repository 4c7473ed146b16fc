package io.logaggregator.wire;

import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;

import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.element.NestedDecoder;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.log.PlainLine;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Syslog messages in a row, each with its length: {@code 16 <13>1 - - - - - 5 <13>a}. An element is a message, possibly of several
 * lines. Any other value is a log event or several, as in the format {@code log}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587#section-3.4.1">RFC 6587, octet counting</a>
 */
record SyslogFrames(Bytes value) implements Elements {

    private static final int MAX_DIGITS = 7;
    private static final int MAX_PRIORITY_DIGITS = 3;

    static Decoder decoder(ZoneId zone) {
        Decoder frames = new NestedDecoder(SyslogFrames::new, zone);
        Decoder other = MessageDecoder.LOG.withZone(zone);
        return (message, from, maxBytes) -> {
            boolean counted = message.value() != null && isSequence(Bytes.of(message.value()));
            return (counted ? frames : other).decode(message, from, maxBytes);
        };
    }

    /**
     * Whether a value begins with a complete message with its length. A message without a priority counts only if there are
     * messages up to the end of the value: text may begin with a number.
     */
    static boolean isSequence(Bytes value) {
        Bytes first = messageAt(value, value.from());
        if (first == null) {
            return false;
        }
        return hasPriority(first) || isTiled(value);
    }

    private static boolean isTiled(Bytes value) {
        int position = value.from();
        while (position < value.to()) {
            Bytes message = messageAt(value, position);
            if (message == null) {
                return false;
            }
            position = message.to();
        }
        return true;
    }

    private static boolean hasPriority(Bytes message) {
        int digits = 0;
        int position = message.from() + 1;
        while (digits <= MAX_PRIORITY_DIGITS
                && position + digits < message.to()
                && isDigit(message.array()[position + digits])) {
            digits++;
        }
        int end = position + digits;
        return message.startsWith('<')
                && digits > 0
                && digits <= MAX_PRIORITY_DIGITS
                && end < message.to()
                && message.array()[end] == '>';
    }

    @Override
    public void visit(ElementVisitor visitor) {
        int position = value.from();
        while (position < value.to() && !visitor.isDone()) {
            Bytes message = messageAt(value, position);
            Bytes rest = value.startingAt(position);
            if (message == null) {
                if (!rest.withoutPadding().strip().isEmpty()) {
                    visitor.reject(MALFORMED, "no length of a message, or one beyond the end of the value", rest);
                }
                return;
            }
            Bytes text = message.withoutByteOrderMark().withoutPadding();
            visitor.add(message, result -> MessageDecoder.readText(text, message, result, PlainLine::readRecord));
            position = message.to();
        }
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** The message at a position, without its length; null if there is no complete one. */
    private static @Nullable Bytes messageAt(Bytes value, int start) {
        int length = 0;
        int position = start;
        while (position < value.to() && position - start < MAX_DIGITS && isDigit(value.array()[position])) {
            length = length * 10 + value.array()[position] - '0';
            position++;
        }
        Bytes rest = value.startingAt(position);
        boolean valid = length > 0 && value.array()[start] != '0' && rest.startsWith(' ') && length < rest.length();
        return valid ? rest.startingAt(position + 1).endingAt(position + 1 + length) : null;
    }
}
