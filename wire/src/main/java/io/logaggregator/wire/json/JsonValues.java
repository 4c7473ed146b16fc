package io.logaggregator.wire.json;

/**
 * Iterates over JSON values by brackets and quotes alone, and so finds the bounds of invalid values too. One invalid
 * element of an array does not affect the others.
 */
public final class JsonValues {

    private final Bytes text;
    private int position;
    private boolean first;
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
        int end = new JsonValues(text, text.from(), true).end(text.from());
        return end < 0 ? text : text.endingAt(end);
    }

    /** Moves to the next value. False at the end of the array, and where the array is invalid. */
    public boolean next() {
        int start = text.skipSpace(position);
        if (!first && at(start) == ',') {
            start = text.skipSpace(start + 1);
        } else if (!first && at(start) != ']') {
            position = start;
            return false;
        }
        if (at(start) == ']') {
            position = start + 1;
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
