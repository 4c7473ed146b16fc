package io.logaggregator.gateways.influx;

import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.util.Optional;

/**
 * The points of a body. Texts in quotes may contain line breaks; after a text that does not end, every line break ends a
 * point, so that the work is linear. Not thread-safe.
 */
final class Lines {

    private static final int MAX_POINT_BYTES = 1 << 20;

    private final Bytes text;
    private int position;
    private boolean quotes = true;

    Lines(Bytes text) {
        this.text = text;
        this.position = text.from();
    }

    /** The next point; empty at the end. Comments and blank lines are skipped. */
    Optional<Element> next() {
        while (position < text.to()) {
            int end = end();
            Bytes line = new Bytes(text.array(), position, end).strip();
            position = end + 1;
            if (!line.isEmpty() && !line.startsWith('#')) {
                return Optional.of(
                        new Element(new ByteOutput(line.length()).add(line).toArray(), 1));
            }
        }
        return Optional.empty();
    }

    private int end() {
        int firstBreak = -1;
        boolean quoted = false;
        for (int i = position; i < text.to(); i++) {
            byte character = text.array()[i];
            if (character == '\\') {
                i++;
            } else if (character == '"') {
                quoted = !quoted && i > position && text.array()[i - 1] == '=';
            } else if (character == '\n') {
                if (!quoted || !quotes) {
                    return i;
                }
                firstBreak = firstBreak < 0 ? i : firstBreak;
            }
            if (firstBreak >= 0 && i - position > MAX_POINT_BYTES) {
                break;
            }
        }
        quotes = firstBreak < 0 && quotes;
        return firstBreak < 0 ? text.to() : firstBreak;
    }
}
