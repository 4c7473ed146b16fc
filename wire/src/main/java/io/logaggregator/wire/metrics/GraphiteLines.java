package io.logaggregator.wire.metrics;

import static io.logaggregator.wire.json.InvalidElementException.malformed;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import java.util.regex.Pattern;

/**
 * Lines of Graphite's plaintext protocol: {@code path value time}, with tags as {@code path;name=value}. An element is a line.
 * The time is an epoch number; without one, or with -1, it is that of the message.
 *
 * @see <a href="https://graphite.readthedocs.io/en/latest/feeding-carbon.html">Graphite, plaintext protocol</a>
 * @see <a href="https://graphite.readthedocs.io/en/latest/tags.html">Graphite, tags</a>
 */
public record GraphiteLines(Bytes text) implements Elements {

    private static final int MAX_LINE = 64 << 10;
    private static final Pattern SPACES = Pattern.compile("[ \t]+");
    private static final int MAX_NUMBER = 64;

    /** The elements of a message. */
    public static Elements of(Bytes value) {
        return new GraphiteLines(value.withoutByteOrderMark());
    }

    @Override
    public void visit(ElementVisitor visitor) {
        int start = text.from();
        while (start < text.to() && !visitor.isDone()) {
            int end = start;
            while (end < text.to() && text.array()[end] != '\n') {
                end++;
            }
            Bytes line = new Bytes(text.array(), start, end).withoutPadding().strip();
            if (!line.isEmpty()) {
                visitor.add(line, result -> parse(line).addTo(result));
            }
            start = end + 1;
        }
    }

    private static TaggedFields parse(Bytes line) {
        if (line.length() > MAX_LINE) {
            throw InvalidElementException.tooLarge(
                    "line of " + line.length() + " bytes (expected: at most " + MAX_LINE + ')');
        }
        String[] columns = SPACES.split(line.text(), -1);
        if (columns.length < 2 || columns.length > 3) {
            throw malformed("line of Graphite: " + columns.length + " columns (expected: path, value, time)");
        }
        TaggedFields result = tagged(columns[0]);
        result.field("value", number(columns[1]));
        if (columns.length == 3 && !isNow(columns[2])) {
            var _ = number(columns[2]);
            result.time(columns[2]);
        }
        return result;
    }

    /** Whether a time is that of receipt. */
    private static boolean isNow(String time) {
        return time.equals("-1") || time.equals("-1.0") || time.equals("N");
    }

    private static TaggedFields tagged(String path) {
        String[] parts = path.split(";", -1);
        TaggedFields result = new TaggedFields(StorableText.of(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals <= 0) {
                throw malformed("line of Graphite: invalid tag (expected: name=value)");
            }
            result.tag(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return result;
    }

    private static double number(String text) {
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        boolean isNumber = text.length() <= MAX_NUMBER && text.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0);
        try {
            if (isNumber) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException _) {
            // reported below
        }
        throw malformed("line of Graphite: invalid number (expected: for example 12.5)");
    }
}
