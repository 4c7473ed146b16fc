package io.logaggregator.wire.json;

import io.logaggregator.core.common.NameText;
import io.logaggregator.core.common.StorableText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** Cleans text for the store. */
public final class Text {

    /**
     * Longer names of hosts, applications and the like are invalid, and do not fit an index. DNS allows 253 characters.
     */
    private static final int MAX_LABEL_LENGTH = 255;

    private static final char ESCAPE = 0x1B;

    private Text() {}

    /**
     * The parser's current value, {@linkplain StorableText#of cleaned}. Reads the parser's buffer, which is several times as
     * fast as copying first.
     */
    static String of(JsonParser parser) {
        if (parser instanceof PlainJsonParser plain) {
            return plain.isAscii() ? plain.getString() : StorableText.of(plain.getString());
        }
        char[] characters = parser.getStringCharacters();
        int start = parser.getStringOffset();
        int end = start + parser.getStringLength();
        for (int i = start; i < end; i++) {
            if (StorableText.isSuspect(characters[i])) {
                return StorableText.of(parser.getString());
            }
        }
        return new String(characters, start, end - start);
    }

    /**
     * The parser's current text as a {@linkplain #label label}; null if it is none. Names of printable ASCII, which are nearly
     * all, are read in one pass.
     *
     * @param recurs whether other messages have the same label, so that it is usually a {@linkplain RecentTexts recent text}
     */
    static @Nullable String label(JsonParser parser, boolean recurs) {
        if (parser instanceof PlainJsonParser plain) {
            return plain.isLabel() && plain.valueLength() <= MAX_LABEL_LENGTH
                    ? recurs ? plain.recentString() : plain.getString()
                    : label(of(plain)).orElse(null);
        }
        char[] characters = parser.getStringCharacters();
        int start = parser.getStringOffset();
        int end = start + parser.getStringLength();
        boolean plain =
                end > start && end - start <= MAX_LABEL_LENGTH && characters[start] > ' ' && characters[end - 1] > ' ';
        for (int i = start; plain && i < end; i++) {
            plain = characters[i] >= ' ' && characters[i] < 0x7F;
        }
        return plain
                ? new String(characters, start, end - start)
                : label(of(parser)).orElse(null);
    }

    /**
     * A name in cleaned text: stripped, without terminal colours and {@linkplain NameText control characters}; empty if it is
     * blank or too long.
     */
    public static Optional<String> label(String text) {
        return valid(NameText.isValid(text) ? text : withoutControls(text));
    }

    /** A name in cleaned text, stripped; empty also if it has control characters. */
    static Optional<String> exactLabel(String text) {
        String label = text.strip();
        return NameText.isValid(label) ? valid(label) : Optional.empty();
    }

    private static Optional<String> valid(String text) {
        String label = text.strip();
        return label.isEmpty() || label.length() > MAX_LABEL_LENGTH ? Optional.empty() : Optional.of(label);
    }

    private static String withoutControls(String text) {
        StringBuilder label = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == ESCAPE && i + 1 < text.length() && text.charAt(i + 1) == '[') {
                i++;
                while (i + 1 < text.length() && text.charAt(i + 1) >= '0' && text.charAt(i + 1) <= '?') {
                    i++;
                }
                i++; // the letter of the sequence
            } else if (!NameText.isControl(character)) {
                label.append(character);
            }
        }
        return label.toString();
    }
}
