package io.logaggregator.wire.log;

import io.logaggregator.wire.json.RecentTexts;
import io.logaggregator.wire.log.NameTable.Entry;
import io.logaggregator.wire.log.NameTable.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Parses a line of {@code key=value} pairs, as Go's loggers write them, as a JSON object with a member per pair. Values are text,
 * but numbers of JSON without quotes.
 *
 * <p>Supports the methods that readers of log records call; others have no delegate and fail.
 *
 * @see <a href="https://brandur.org/logfmt">logfmt</a>
 */
final class Logfmt extends JsonParserDelegate {

    private static final int MAX_NUMBER_LENGTH = 15;
    private static final int KEY_CHARACTERS = 128;
    private static final boolean[] IS_KEY = new boolean[KEY_CHARACTERS];

    static {
        for (char character = 0; character < KEY_CHARACTERS; character++) {
            IS_KEY[character] = Character.isLetterOrDigit(character) || "_.@/-".indexOf(character) >= 0;
        }
    }

    private final String line;
    private final RecordNames names;
    private final List<Pair> pairs = new ArrayList<>();
    private int position;
    private boolean hasStandardName;
    private String date = "";
    private String timeOfDay = "";
    private String zone = "";

    private @Nullable JsonToken token;
    private int next; // index of the next pair
    private Pair pair = new Pair("", "", true);

    /** A key with its value; {@code isText} if it is no number. */
    private record Pair(String key, String value, boolean isText) {}

    private Logfmt(String line, RecordNames names) {
        super(null);
        this.line = line;
        this.names = names;
    }

    /** A parser of the line; empty unless it has at least two pairs, one of them with the name of a time, a level or a message. */
    static Optional<JsonParser> parser(String line, RecordNames names) {
        if (line.isEmpty()
                || !isKeyPart(line.charAt(0))
                || line.indexOf('=') < 0
                || line.startsWith("type=") && line.contains(" msg=audit(")) {
            return Optional.empty();
        }
        Logfmt parser = new Logfmt(line, names);
        return parser.read() ? Optional.of(parser) : Optional.empty();
    }

    private boolean read() {
        while (position < line.length()) {
            if (line.charAt(position) == ' ') {
                position++;
            } else if (!readPair()) {
                return false;
            }
        }
        if (pairs.size() < 2 || !hasStandardName) {
            return false;
        }
        if (!date.isEmpty() && !timeOfDay.isEmpty()) {
            pairs.add(new Pair("@timestamp", date + ' ' + timeOfDay + zone, true));
        }
        return true;
    }

    private boolean readPair() {
        int start = position;
        int hash = 0;
        while (position < line.length() && isKeyPart(line.charAt(position))) {
            hash = 31 * hash + line.charAt(position);
            position++;
        }
        if (position == start || position == line.length() || line.charAt(position) != '=') {
            return false;
        }
        String key = RecentTexts.of(line, start, position++, hash);
        boolean quoted = position < line.length() && line.charAt(position) == '"';
        String value = quoted ? quoted() : bare();
        if (value == null) {
            return false;
        }
        pairs.add(new Pair(key, value, quoted || !isNumber(value)));
        hasStandardName = hasStandardName || isStandard(key);
        switch (key) { // firewalls write date and time apart
            case "date" -> date = value;
            case "time" -> timeOfDay = value.indexOf(':') == 2 ? value : "";
            case "tz" -> zone = value;
            default -> {}
        }
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

    /** The value in quotes, as Go escapes it; null if it has no end. */
    private @Nullable String quoted() {
        int start = ++position;
        while (position < line.length() && line.charAt(position) != '"' && line.charAt(position) != '\\') {
            position++;
        }
        if (position < line.length() && line.charAt(position) == '"') {
            return line.substring(start, position++);
        }
        StringBuilder value = new StringBuilder().append(line, start, position);
        for (; position < line.length(); position++) {
            char character = line.charAt(position);
            if (character == '"') {
                position++;
                return value.toString();
            }
            if (character == '\\' && position + 1 < line.length()) {
                escape(line.charAt(++position), value);
            } else {
                value.append(character);
            }
        }
        return null;
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
    private static boolean isNumber(String value) {
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
        return character < KEY_CHARACTERS && IS_KEY[character];
    }

    @Override
    public @Nullable JsonToken nextToken() {
        if (token == null) {
            token = next == 0 ? JsonToken.START_OBJECT : null;
        } else if (token == JsonToken.PROPERTY_NAME) {
            token = pair.isText ? JsonToken.VALUE_STRING : JsonToken.VALUE_NUMBER_FLOAT;
        } else if (next < pairs.size()) {
            pair = pairs.get(next++);
            token = JsonToken.PROPERTY_NAME;
        } else {
            token = token == JsonToken.END_OBJECT ? null : JsonToken.END_OBJECT;
        }
        return token;
    }

    @Override
    public @Nullable String nextName() {
        return nextToken() == JsonToken.PROPERTY_NAME ? pair.key : null;
    }

    @Override
    public @Nullable JsonToken currentToken() {
        return token;
    }

    @Override
    public String currentName() {
        return pair.key;
    }

    /** The value, or the key. */
    @Override
    public String getString() {
        return token == JsonToken.PROPERTY_NAME ? pair.key : pair.value;
    }

    @Override
    public char[] getStringCharacters() {
        return getString().toCharArray();
    }

    @Override
    public int getStringOffset() {
        return 0;
    }

    @Override
    public int getStringLength() {
        return getString().length();
    }

    /** Does nothing, since values have no members. */
    @Override
    public JsonParser skipChildren() {
        return this;
    }

    @Override
    public void close() {}
}
