package io.logaggregator.gateways.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.Lines;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of the journal in its export format, which become JSON as {@code journalctl -o json} writes it. A field is a line
 * {@code NAME=value}, or a line {@code NAME} followed by a length of 8 bytes, the value and a line break; an empty line ends an
 * entry. Not thread-safe.
 *
 * @see <a href="https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-export-format">Journal Export Format</a>
 */
final class JournalEntries implements StreamSession {

    /** As journald itself. */
    private static final int MAX_FIELDS = 1024;

    private static final int MAX_NAME_LENGTH = 64;
    private static final long MAX_VALUE_BYTES = 1L << 30;
    private static final int LENGTH_BYTES = 8;

    private static final String INVALID = "The body is not in the export format of the journal.";

    /** Position of the next field relative to the beginning of the received bytes; it may be behind their end. */
    private long field;

    /** Position relative to the beginning, up to which the field has no line break. */
    private int searched;

    /** Number of fields of the entry. */
    private int fields;

    /** Whether the beginning of the received bytes is the rest of an entry that is too large. */
    private boolean skipping;

    /** Whether it is the rest of a line. */
    private boolean withinLine;

    private boolean failed;

    @Override
    public Cut cut(Bytes received, boolean ended) {
        List<Element> elements = new ArrayList<>();
        int start = received.from();
        int end = endOfEntry(received.startingAt(start));
        while (end >= 0) {
            addEntry(received.startingAt(start).endingAt(end), elements);
            reset();
            start = end;
            end = endOfEntry(received.startingAt(start));
        }
        Bytes rest = received.startingAt(start);
        if (failed) {
            return Cut.of(received.length(), elements).failed(INVALID);
        }
        if (ended) {
            boolean complete = field == rest.length() && !withinLine;
            if (complete) {
                addEntry(rest, elements);
            }
            Cut last = Cut.of(received.length(), elements);
            return complete ? last : last.failed("The last entry of the body is incomplete.");
        }
        if (skipping || rest.length() >= MessageSplitter.MAX_MESSAGE_BYTES) {
            start += skip(rest, elements);
        }
        return Cut.of(start - received.from(), elements);
    }

    /** Skips a part of an entry that is too large, except a field of which only the name is known; returns the number of bytes. */
    private int skip(Bytes part, List<Element> elements) {
        if (!skipping) {
            elements.add(Lines.truncated(part));
        }
        boolean withinField = field < part.length();
        withinLine |= withinField && hasName(part.startingAt(part.from() + (int) field));
        int skipped = withinField && !withinLine ? (int) field : part.length();
        field = Math.max(0, field - skipped);
        searched = 0;
        skipping = true;
        return skipped;
    }

    private void reset() {
        field = 0;
        searched = 0;
        fields = 0;
        skipping = false;
    }

    private void addEntry(Bytes entry, List<Element> elements) {
        if (skipping || fields == 0) {
            return;
        }
        elements.add(fields > MAX_FIELDS ? Lines.truncated(entry) : new Element(json(entry), 1));
    }

    /** The end of the first entry, after its empty line; negative if it is incomplete or invalid. */
    private int endOfEntry(Bytes rest) {
        while (field <= rest.length() && !failed) {
            int begin = rest.from() + (int) field;
            failed = begin > rest.from() && rest.array()[begin - 1] != '\n';
            int lineBreak = indexOf('\n', rest.startingAt(Math.max(begin, rest.from() + searched)));
            if (lineBreak < 0) {
                searched = rest.length();
                failed |= !withinLine && rest.to() - begin > MAX_NAME_LENGTH && !hasName(rest.startingAt(begin));
                return -1;
            }
            searched = lineBreak - rest.from();
            if (lineBreak == begin && !withinLine) {
                return lineBreak + 1;
            }
            long next = withinLine ? lineBreak + 1L : endOfField(rest.startingAt(begin), lineBreak);
            if (next < 0) {
                return -1;
            }
            withinLine = false;
            fields++;
            field = next - rest.from();
        }
        return -1;
    }

    /** The end of the first field, whose first line ends at {@code lineBreak}; negative if it is not known yet, or invalid. */
    private long endOfField(Bytes rest, int lineBreak) {
        Bytes line = rest.endingAt(lineBreak);
        int equals = indexOf('=', line);
        failed = !isName(equals < 0 ? line : line.endingAt(equals));
        if (failed || equals >= 0) {
            return failed ? -1 : lineBreak + 1L;
        }
        Bytes value = rest.startingAt(lineBreak + 1);
        if (value.length() < LENGTH_BYTES) {
            return -1;
        }
        long length = lengthAt(value);
        failed = length < 0 || length > MAX_VALUE_BYTES;
        return failed ? -1 : value.from() + LENGTH_BYTES + length + 1;
    }

    /** Whether a field begins with a name and an equals sign. */
    private static boolean hasName(Bytes field) {
        Bytes beginning = field.endingAt(Math.min(field.to(), field.from() + MAX_NAME_LENGTH + 1));
        int equals = indexOf('=', beginning);
        return equals >= 0 && isName(beginning.endingAt(equals));
    }

    private static boolean isName(Bytes name) {
        for (int i = name.from(); i < name.to(); i++) {
            byte next = name.array()[i];
            if (next != '_' && (next < 'A' || next > 'Z') && (next < '0' || next > '9')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
    }

    /** Little-endian. */
    private static long lengthAt(Bytes value) {
        long length = 0;
        for (int i = LENGTH_BYTES - 1; i >= 0; i--) {
            length = (length << 8) | (value.array()[value.from() + i] & 0xFF);
        }
        return length;
    }

    private static int indexOf(char character, Bytes bytes) {
        for (int i = bytes.from(); i < bytes.to(); i++) {
            if (bytes.array()[i] == character) {
                return i;
            }
        }
        return -1;
    }

    /** A repeated field becomes an array. */
    private static byte[] json(Bytes entry) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        Bytes rest = entry;
        while (!rest.isEmpty() && !rest.startsWith('\n')) {
            int lineBreak = indexOf('\n', rest);
            Bytes line = rest.endingAt(lineBreak);
            int equals = indexOf('=', line);
            int end = lineBreak;
            Bytes name = line;
            Bytes value = line.startingAt(equals + 1);
            if (equals >= 0) {
                name = line.endingAt(equals);
            } else {
                Bytes length = rest.startingAt(lineBreak + 1);
                end = length.from() + LENGTH_BYTES + (int) lengthAt(length);
                value = length.startingAt(length.from() + LENGTH_BYTES).endingAt(end);
            }
            values.computeIfAbsent(name.text(), _ -> new ArrayList<>(1)).add(value.text());
            rest = rest.startingAt(end + 1);
        }
        ByteOutput json = new ByteOutput(entry.length() + 64);
        values.forEach((name, all) -> {
            json.add(json.size() == 0 ? "{\"" : ",\"").add(name).add("\":");
            json.add(all.size() == 1 ? quoted(all.getFirst()) : array(all));
        });
        return json.add('}').toArray();
    }

    private static byte[] quoted(String text) {
        return JsonText.quoted(text).getBytes(UTF_8);
    }

    private static byte[] array(List<String> texts) {
        return ("[" + String.join(",", texts.stream().map(JsonText::quoted).toList()) + "]").getBytes(UTF_8);
    }
}
