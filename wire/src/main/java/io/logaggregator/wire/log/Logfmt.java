package io.logaggregator.wire.log;

import io.logaggregator.wire.json.AttributesWriter;
import io.logaggregator.wire.log.NameTable.Entry;
import io.logaggregator.wire.log.NameTable.Field;
import java.util.Optional;

/**
 * Lines of {@code key=value} pairs, as Go's loggers write them.
 *
 * @see <a href="https://brandur.org/logfmt">logfmt</a>
 */
final class Logfmt {

    private static final int MAX_NUMBER_LENGTH = 15;

    private final String line;
    private final RecordNames names;
    private final AttributesWriter object = new AttributesWriter();
    private int position;
    private int pairs;
    private boolean hasStandardName;
    private String date = "";
    private String timeOfDay = "";
    private String zone = "";

    private Logfmt(String line, RecordNames names) {
        this.line = line;
        this.names = names;
    }

    /**
     * The line as a JSON object; empty unless it consists of at least two pairs, one of them with the name of a time, a level or
     * a message.
     */
    static Optional<String> toJson(String line, RecordNames names) {
        if (line.isEmpty()
                || !isKeyPart(line.charAt(0))
                || line.indexOf('=') < 0
                || line.startsWith("type=") && line.contains(" msg=audit(")) {
            return Optional.empty();
        }
        return new Logfmt(line, names).read();
    }

    private Optional<String> read() {
        while (position < line.length()) {
            if (line.charAt(position) == ' ') {
                position++;
            } else if (!pair()) {
                return Optional.empty();
            }
        }
        if (pairs < 2 || !hasStandardName) {
            return Optional.empty();
        }
        if (!date.isEmpty() && !timeOfDay.isEmpty()) {
            object.add("@timestamp", date + ' ' + timeOfDay + zone, true);
        }
        return Optional.of(object.toObject().text());
    }

    private boolean pair() {
        int start = position;
        while (position < line.length() && isKeyPart(line.charAt(position))) {
            position++;
        }
        if (position == start || position == line.length() || line.charAt(position) != '=') {
            return false;
        }
        String key = line.substring(start, position++);
        boolean quoted = position < line.length() && line.charAt(position) == '"';
        Optional<String> value = quoted ? quoted() : Optional.of(bare());
        if (value.isEmpty()) {
            return false;
        }
        object.add(key, value.get(), quoted || !isLiteral(value.get()));
        hasStandardName |= isStandard(key);
        switch (key) { // firewalls write date and time apart
            case "date" -> date = value.get();
            case "time" -> timeOfDay = value.get().indexOf(':') == 2 ? value.get() : "";
            case "tz" -> zone = value.get();
            default -> {}
        }
        pairs++;
        return true;
    }

    private boolean isStandard(String key) {
        Entry entry = names.table.find(key);
        Field field = entry == null ? null : entry.field;
        return field != null
                && switch (field.slot()) {
                    case TIME, LEVEL, LEVEL_NUMBER, MESSAGE -> true;
                    default -> false;
                };
    }

    private String bare() {
        int start = position;
        while (position < line.length() && line.charAt(position) > ' ') {
            position++;
        }
        return line.substring(start, position);
    }

    /** The value in quotes, as Go escapes it; empty if it has no end. */
    private Optional<String> quoted() {
        StringBuilder value = new StringBuilder();
        for (position++; position < line.length(); position++) {
            char character = line.charAt(position);
            if (character == '"') {
                position++;
                return Optional.of(value.toString());
            }
            if (character == '\\' && position + 1 < line.length()) {
                escape(line.charAt(++position), value);
            } else {
                value.append(character);
            }
        }
        return Optional.empty();
    }

    private void escape(char escaped, StringBuilder value) {
        switch (escaped) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case '"', '\\' -> value.append(escaped);
            case 'u' -> unicode(value);
            default -> value.append('\\').append(escaped);
        }
    }

    private void unicode(StringBuilder value) {
        int code = 0;
        for (int i = position + 1; i <= position + 4; i++) {
            int digit = i < line.length() ? Character.digit(line.charAt(i), 16) : -1;
            if (digit < 0) {
                value.append("\\u");
                return;
            }
            code = code << 4 | digit;
        }
        value.append((char) code);
        position += 4;
    }

    /** Whether a value without quotes is a number of JSON, which stays as it is written. */
    private static boolean isLiteral(String value) {
        int length = value.length();
        int start = value.startsWith("-") ? 1 : 0;
        if (length == start || length > MAX_NUMBER_LENGTH) {
            return false;
        }
        int points = 0;
        for (int i = start; i < length; i++) {
            char character = value.charAt(i);
            points += character == '.' ? 1 : 0;
            if ((character < '0' || character > '9') && character != '.') {
                return false;
            }
        }
        boolean leadingZero = value.charAt(start) == '0' && length > start + 1 && value.charAt(start + 1) != '.';
        return points <= 1 && !leadingZero && value.charAt(start) != '.' && value.charAt(length - 1) != '.';
    }

    private static boolean isKeyPart(char character) {
        return ((character | 0x20) >= 'a' && (character | 0x20) <= 'z')
                || (character >= '0' && character <= '9')
                || "_.@/-".indexOf(character) >= 0;
    }
}
