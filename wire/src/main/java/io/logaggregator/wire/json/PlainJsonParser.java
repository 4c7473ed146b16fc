package io.logaggregator.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Parses an object without escapes, as nearly all log messages are: strings are ranges of the bytes, and are copied once. All other
 * JSON, valid or not, ends with {@link NotPlainException} and is to be parsed by {@link Json#parser(Bytes)} instead, which
 * gives the same tokens where this parser gives any.
 *
 * <p>Supports the methods that readers of log records call; others have no delegate and fail.
 */
public final class PlainJsonParser extends JsonParserDelegate {

    private static final int MAX_DEPTH = Long.SIZE - 2;
    private static final int MAX_DIGITS = 18;
    private static final byte DELETE = 0x7F;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[] json;
    private final int end;
    private int position;
    private long objects = 1; // a bit per open structure, the innermost last: whether it is an object
    private @Nullable JsonToken token;
    private String name = "";
    private int start; // of the value, without quotes
    private int stop;
    private @Nullable String text; // of a value that is not ASCII

    /** The rest of the JSON is not plain. */
    public static final class NotPlainException extends RuntimeException {

        private static final NotPlainException INSTANCE = new NotPlainException();

        private NotPlainException() {
            super("not plain JSON", null, false, false);
        }
    }

    public PlainJsonParser(Bytes bytes) {
        super(null);
        json = bytes.array();
        position = bytes.from();
        end = bytes.to();
    }

    /** The end of the current token, in the array. */
    public int position() {
        return position;
    }

    @Override
    public void close() {}

    @Override
    public @Nullable JsonToken currentToken() {
        return token;
    }

    @Override
    public String currentName() {
        return name;
    }

    @Override
    public @Nullable String nextName() {
        return nextToken() == JsonToken.PROPERTY_NAME ? name : null;
    }

    @Override
    public JsonToken nextToken() {
        JsonToken next;
        if (token == null) {
            require(nextCharacter() == '{');
            next = value('{');
        } else if (token == JsonToken.PROPERTY_NAME) {
            next = value(nextCharacter());
        } else if (objects == 1) {
            throw NotPlainException.INSTANCE; // after the end
        } else {
            next = nextInStructure(
                    (objects & 1) == 1, token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY);
        }
        token = next;
        return next;
    }

    private JsonToken nextInStructure(boolean inObject, boolean isFirst) {
        byte next = nextCharacter();
        if (next == (inObject ? '}' : ']')) {
            position++;
            objects >>>= 1;
            return inObject ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        }
        if (!isFirst) {
            require(next == ',');
            position++;
            next = nextCharacter();
        }
        if (!inObject) {
            return value(next);
        }
        require(next == '"');
        readName();
        require(nextCharacter() == ':');
        position++;
        return JsonToken.PROPERTY_NAME;
    }

    private JsonToken value(int first) {
        switch (first) {
            case '"' -> {
                readString();
                return JsonToken.VALUE_STRING;
            }
            case '{' -> {
                open(1);
                return JsonToken.START_OBJECT;
            }
            case '[' -> {
                open(0);
                return JsonToken.START_ARRAY;
            }
            case 't' -> {
                return word("true", JsonToken.VALUE_TRUE);
            }
            case 'f' -> {
                return word("false", JsonToken.VALUE_FALSE);
            }
            case 'n' -> {
                return word("null", JsonToken.VALUE_NULL);
            }
            default -> {
                return number();
            }
        }
    }

    private void open(int isObject) {
        require(objects >>> MAX_DEPTH == 0);
        objects = objects << 1 | isObject;
        position++;
    }

    private JsonToken word(String word, JsonToken result) {
        text = null;
        start = position;
        stop = position + word.length();
        require(stop < end);
        for (int i = 0; i < word.length(); i++) {
            require(json[start + i] == word.charAt(i));
        }
        position = stop;
        requireEndOfWord();
        return result;
    }

    private JsonToken number() {
        text = null;
        start = position;
        if (json[position] == '-') {
            position++;
        }
        int digits = digits();
        require(digits == 1 || digits > 1 && json[position - digits] != '0');
        JsonToken result = JsonToken.VALUE_NUMBER_INT;
        if (position < end && json[position] == '.') {
            position++;
            require(digits() > 0);
            result = JsonToken.VALUE_NUMBER_FLOAT;
        }
        stop = position;
        requireEndOfWord();
        return result;
    }

    private int digits() {
        int first = position;
        while (position < end && json[position] >= '0' && json[position] <= '9') {
            position++;
        }
        require(position - first <= MAX_DIGITS);
        return position - first;
    }

    /** Also rejects exponents. */
    private void requireEndOfWord() {
        require(position < end);
        byte next = json[position];
        require(next == ',' || next == '}' || next == ']' || isSpace(next));
    }

    private void readString() {
        text = null;
        start = position + 1;
        int at = start;
        long special = 0;
        while (at <= end - Long.BYTES && special == 0) {
            special = special((long) EIGHT.get(json, at));
            at += special == 0 ? Long.BYTES : Long.numberOfTrailingZeros(special) / Byte.SIZE;
        }
        while (at < end && isPlain(json[at])) {
            at++;
        }
        require(at < end);
        if (json[at] == '"') {
            stop = at;
        } else {
            readUnicode(at);
        }
        require(stop - start <= Json.MAX_TEXT_LENGTH);
        position = stop + 1;
    }

    /**
     * Tests eight characters at once. The lowest bit of the result is in the first character that is not plain.
     *
     * @see <a href="https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord">Determine if a word has a zero byte</a>
     */
    private static long special(long characters) {
        long quotes = characters ^ '"' * ONES;
        long escapes = characters ^ '\\' * ONES;
        long deletes = characters ^ DELETE * ONES;
        long found = (quotes - ONES & ~quotes)
                | (escapes - ONES & ~escapes)
                | (deletes - ONES & ~deletes)
                | (characters - ' ' * ONES & ~characters)
                | characters;
        return found & HIGH_BITS;
    }

    private static boolean isPlain(byte character) {
        return character >= ' ' && character != '"' && character != '\\' && character != DELETE;
    }

    /** Reads a string with characters that are not ASCII, the first of which is at an index. */
    private void readUnicode(int first) {
        int at = first;
        while (at < end && (json[at] < 0 || isPlain(json[at]))) {
            at++;
        }
        require(at < end && json[at] == '"');
        stop = at;
        String decoded = new String(json, start, stop - start, UTF_8);
        require(decoded.indexOf('\uFFFD') < 0); // invalid UTF-8
        text = decoded;
    }

    private void readName() {
        int first = position + 1;
        int at = first;
        int hash = 0;
        while (at < end && isPlain(json[at])) {
            hash = 31 * hash + json[at];
            at++;
        }
        require(at < end && json[at] == '"');
        name = RecentTexts.of(json, first, at, hash);
        position = at + 1;
    }

    /** The first character that is not white space. */
    private byte nextCharacter() {
        while (position < end && isSpace(json[position])) {
            position++;
        }
        require(position < end);
        return json[position];
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    private static void require(boolean plain) {
        if (!plain) {
            throw NotPlainException.INSTANCE;
        }
    }

    /** The value, or the name of a member. */
    @Override
    public String getString() {
        if (token == JsonToken.PROPERTY_NAME) {
            return name;
        }
        return text == null ? Bytes.ascii(json, start, stop) : text;
    }

    /** The value, if it is ASCII; for values that recur. */
    String recentString() {
        return text == null ? RecentTexts.of(json, start, stop) : text;
    }

    boolean isAscii() {
        return text == null;
    }

    /** Whether the value is printable ASCII without space at either end. */
    boolean isLabel() {
        return text == null && stop > start && json[start] != ' ' && json[stop - 1] != ' ';
    }

    int valueLength() {
        return stop - start;
    }

    @Override
    public JsonParser skipChildren() {
        int depth = isStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken next = nextToken();
            depth += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
        }
        return this;
    }

    private boolean isStart() {
        return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
    }
}
