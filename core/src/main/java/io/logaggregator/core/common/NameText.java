package io.logaggregator.core.common;

/**
 * Text of names: without control characters, line separators and bidirectional controls. These would end a line of a log,
 * control a terminal, or change the order in which the text around the name is shown.
 *
 * @see <a href="https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing">Unicode Technical Report 36</a>
 */
public final class NameText {

    private NameText() {}

    /** Whether a text has none of these characters. */
    public static boolean isValid(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The text with these characters as escapes, for example {@code \}{@code u202E}. */
    public static String escaped(String text) {
        if (isValid(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isControl(character)) {
                escaped.append("\\u%04X".formatted((int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** Whether a UTF-16 unit is such a character. */
    public static boolean isControl(char character) {
        return Character.isISOControl(character)
                || character == '\u061C'
                || character == '\u200E'
                || character == '\u200F'
                || (character >= '\u2028' && character <= '\u202E')
                || (character >= '\u2066' && character <= '\u2069');
    }
}
