package io.logaggregator.wire.line;

/**
 * Text for a terminal.
 *
 * @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48, SGR</a>
 */
public final class AnsiText {

    private static final char ESCAPE = 0x1B;

    private AnsiText() {}

    /** The text without sequences that select colours and the like, or erase the rest of a line. */
    public static String strip(String text) {
        int escape = text.indexOf(ESCAPE);
        if (escape < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int copied = 0;
        while (escape >= 0) {
            int end = end(text, escape);
            if (end > 0) {
                plain.append(text, copied, escape);
                copied = end;
            }
            escape = text.indexOf(ESCAPE, Math.max(end, escape + 1));
        }
        return plain.append(text, copied, text.length()).toString();
    }

    /** The end of the sequence at an index; 0 if there is none. */
    private static int end(String text, int escape) {
        if (escape + 1 >= text.length() || text.charAt(escape + 1) != '[') {
            return 0;
        }
        int end = escape + 2;
        while (end < text.length()
                && (Character.isDigit(text.charAt(end)) || text.charAt(end) == ';' || text.charAt(end) == ':')) {
            end++;
        }
        return end < text.length() && (text.charAt(end) == 'm' || text.charAt(end) == 'K') ? end + 1 : 0;
    }
}
