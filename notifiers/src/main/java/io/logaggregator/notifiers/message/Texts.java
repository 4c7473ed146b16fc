package io.logaggregator.notifiers.message;

import java.nio.charset.StandardCharsets;

/** Shortens and cleans texts. Cuts are between code points, and end with an ellipsis. */
public final class Texts {

    private static final String ELLIPSIS = "…";

    private Texts() {}

    /** At most this many code points. */
    public static String cut(String text, int maxCodePoints) {
        if (text.length() <= maxCodePoints || text.codePointCount(0, text.length()) <= maxCodePoints) {
            return text;
        }
        return maxCodePoints < 1 ? "" : text.substring(0, text.offsetByCodePoints(0, maxCodePoints - 1)) + ELLIPSIS;
    }

    /** At most this many bytes of UTF-8. */
    public static String cutBytes(String text, int maxBytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
            return text;
        }
        int left = maxBytes - ELLIPSIS.getBytes(StandardCharsets.UTF_8).length;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            left -= bytes(codePoint);
            if (left < 0) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return maxBytes < ELLIPSIS.getBytes(StandardCharsets.UTF_8).length ? "" : text.substring(0, end) + ELLIPSIS;
    }

    private static int bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    /**
     * One line: control characters, line ends and the characters that reverse the direction of text become spaces, and
     * unpaired surrogates a replacement character.
     */
    public static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> line.appendCodePoint(printable(codePoint)));
        return line.toString();
    }

    private static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> 0xFFFD;
            case Character.FORMAT -> isBidirectional(codePoint) ? ' ' : codePoint;
            default -> codePoint;
        };
    }

    private static boolean isBidirectional(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /** Escapes the characters that HTML and the markup of some channels use. */
    public static String escapeHtml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
