package io.logaggregator.wire.line;

import io.logaggregator.core.observation.Level;
import java.util.Optional;

/**
 * Level words as programs write them: with terminal colours, brackets, padding, quotes, a colon, or the number of a step such
 * as {@code ERROR2} (OpenTelemetry) and {@code DEBUG-4} (Go's slog).
 */
public final class LevelWords {

    private static final char ESCAPE = 0x1B;

    /** Longer texts are no levels, even with colours. */
    private static final int MAX_LENGTH = 64;

    private LevelWords() {}

    /** The level of the value of a level field: also one of the letters {@code T D I W E F}. */
    public static Optional<Level> ofField(String text) {
        switch (text) { // most frequent, and without conversion of the case
            case "INFO" -> {
                return Optional.of(Level.INFO);
            }
            case "DEBUG" -> {
                return Optional.of(Level.DEBUG);
            }
            case "WARN" -> {
                return Optional.of(Level.WARN);
            }
            case "ERROR" -> {
                return Optional.of(Level.ERROR);
            }
            default -> {}
        }
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Optional<Level> plain = Level.named(text);
        if (plain.isPresent()) {
            return plain;
        }
        String word = undecorated(text.codePoints().anyMatch(LevelWords::isSymbol) ? withoutSymbols(text) : text);
        return word.length() == 1 ? ofLetter(word.charAt(0)) : ofWord(word);
    }

    /** The level of a word within a line. */
    public static Optional<Level> in(String text) {
        return text.length() > MAX_LENGTH ? Optional.empty() : ofWord(undecorated(text));
    }

    /** The level of a letter in a column of levels, such as the first letter of a line of klog. */
    public static Optional<Level> ofLetter(char letter) {
        return switch (letter) {
            case 'T', 't' -> Optional.of(Level.TRACE);
            case 'D', 'd' -> Optional.of(Level.DEBUG);
            case 'I', 'i' -> Optional.of(Level.INFO);
            case 'W', 'w' -> Optional.of(Level.WARN);
            case 'E', 'e' -> Optional.of(Level.ERROR);
            case 'F', 'f' -> Optional.of(Level.FATAL);
            default -> Optional.empty();
        };
    }

    private static Optional<Level> ofWord(String word) {
        Optional<Level> level = Level.named(word);
        return level.isPresent() ? level : Level.named(withoutStep(word));
    }

    /** A pictograph, as some loggers write beside the word. */
    private static boolean isSymbol(int character) {
        return Character.getType(character) == Character.OTHER_SYMBOL || character == 0xFE0F;
    }

    private static String withoutSymbols(String text) {
        return text.codePoints()
                .filter(character -> !isSymbol(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String undecorated(String text) {
        String plain = text.indexOf(ESCAPE) < 0 ? text : withoutColours(text);
        int start = 0;
        int end = plain.length();
        while (start < end && isDecoration(plain.charAt(start))) {
            start++;
        }
        while (end > start && isDecoration(plain.charAt(end - 1))) {
            end--;
        }
        return plain.substring(start, end);
    }

    private static boolean isDecoration(char character) {
        return character <= ' ' || "[](){}<>:|\"'*".indexOf(character) >= 0;
    }

    /** Without the control sequences of a terminal, such as {@code ESC [ 31 m}. */
    private static String withoutColours(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ESCAPE) {
                plain.append(text.charAt(i));
                continue;
            }
            if (i + 1 < text.length() && text.charAt(i + 1) == '[') {
                i++;
                while (i + 1 < text.length() && isParameter(text.charAt(i + 1))) {
                    i++;
                }
                i++; // the letter of the sequence
            }
        }
        return plain.toString();
    }

    private static boolean isParameter(char character) {
        return character >= '0' && character <= '?';
    }

    /** Without a number of one digit, or one of up to three digits after a sign. */
    private static String withoutStep(String word) {
        int end = word.length();
        while (end > 0 && word.charAt(end - 1) >= '0' && word.charAt(end - 1) <= '9') {
            end--;
        }
        int digits = word.length() - end;
        boolean signed = end > 0 && (word.charAt(end - 1) == '+' || word.charAt(end - 1) == '-');
        int base = signed ? end - 1 : end;
        return base < 3 || digits == 0 || digits > (signed ? 3 : 1) ? "" : word.substring(0, base);
    }
}
