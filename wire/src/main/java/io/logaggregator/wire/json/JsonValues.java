package io.logaggregator.wire.json;

/**
 * Iterates over JSON values by brackets and quotes alone, and so finds the bounds of invalid values too. One invalid
 * element of an array does not affect the others.
 */
public final class JsonValues {

    private final Bytes text;
    private int position;
    private boolean first;
    private boolean closed;
    private Bytes value;

    private JsonValues(Bytes text, int position, boolean first) {
        this.text = text;
        this.position = position;
        this.first = first;
        this.value = text.endingAt(text.from());
    }

    /**
     * The elements of an array; {@code text} starts with its bracket.
     *
     * @param position end of the last element that was read; at most the start of {@code text} for none
     */
    public static JsonValues ofArray(Bytes text, int position) {
        boolean first = position <= text.from();
        return new JsonValues(text, first ? text.from() + 1 : position, first);
    }

    /** The value at the start of {@code text}; all of {@code text} if the value has no end. */
    public static Bytes first(Bytes text) {
        int end = endOfFirst(text);
        return end < 0 ? text : text.endingAt(end);
    }

    /** The end of the value at the start of {@code text}; negative if it has none. */
    public static int endOfFirst(Bytes text) {
        return new JsonValues(text, text.from(), true).end(text.from());
    }

    /**
     * The start of the next object that can be found from a position on in text that is not valid there.
     *
     * @param inObject whether the text is an object that has no end: only an object on a new line or after {@code },} counts
     * @return negative if there is none
     */
    public static int nextObject(Bytes text, int start, boolean inObject) {
        for (int next = start; next < text.to(); next++) {
            if (text.array()[next] == '{' && (followsObject(text, next) || !inObject && precedesName(text, next))) {
                return next;
            }
        }
        return -1;
    }

    private static boolean followsObject(Bytes text, int brace) {
        int before = brace - 1;
        boolean comma = false;
        while (before > text.from() && (isSpace(text, before) || text.array()[before] == ',')) {
            if (text.array()[before] == '\n') {
                return true;
            }
            comma |= text.array()[before] == ',';
            before--;
        }
        return comma && text.array()[before] == '}';
    }

    private static boolean precedesName(Bytes text, int brace) {
        int name = text.skipSpace(brace + 1);
        return name < text.to() && text.array()[name] == '"';
    }

    private static boolean isSpace(Bytes text, int position) {
        return text.skipSpace(position) > position;
    }

    /** Moves to the next value. False at the end of the array, and where the array is invalid. A comma may be missing. */
    public boolean next() {
        int start = text.skipSpace(position);
        if (!first && at(start) == ',') {
            start = text.skipSpace(start + 1);
        } else if (!first && at(start) != ']' && at(start) != '{') {
            position = start;
            return false;
        }
        if (at(start) == ']') {
            position = start + 1;
            closed = true;
            return false;
        }
        position = start;
        int end = end(start);
        if (end <= start) {
            return false;
        }
        value = new Bytes(text.array(), start, end);
        position = end;
        first = false;
        return true;
    }

    public Bytes value() {
        return value;
    }

    /** Whether the array has ended with its bracket. */
    public boolean isClosed() {
        return closed;
    }

    /** Skips invalid text. */
    public void skipTo(int end) {
        position = end;
        first = false;
    }

    /** Whether the array does not end here. */
    public boolean hasNext() {
        return at(text.skipSpace(position)) != ']';
    }

    /** The end of the value. */
    public int position() {
        return position;
    }

    /** After the last value: the text after the array, or from the position on where the array is invalid. */
    public Bytes rest() {
        return text.startingAt(position).strip();
    }

    /** The end of the value at a position, exclusive; negative if it has none. */
    private int end(int start) {
        return switch (at(start)) {
            case '{', '[' -> endOfNested(start);
            case '"' -> endOfString(start);
            default -> endOfWord(start);
        };
    }

    private int endOfNested(int start) {
        int depth = 0;
        int next = start;
        while (next < text.to()) {
            switch (text.array()[next]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    next = endOfString(next) - 1;
                    if (next < 0) {
                        return -1;
                    }
                }
                default -> {}
            }
            next++;
            if (depth == 0) {
                return next;
            }
        }
        return -1;
    }

    private int endOfString(int start) {
        for (int next = start + 1; next < text.to(); next++) {
            byte character = text.array()[next];
            if (character == '"') {
                return next + 1;
            }
            if (character == '\\') {
                next++;
            }
        }
        return -1;
    }

    private int endOfWord(int start) {
        int next = start;
        while (next < text.to() && ",]} \t\r\n".indexOf(at(next)) < 0) {
            next++;
        }
        return next;
    }

    private char at(int index) {
        return index < text.to() ? (char) text.array()[index] : 0;
    }
}
