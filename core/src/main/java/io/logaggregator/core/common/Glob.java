package io.logaggregator.core.common;

/**
 * Pattern of a whole text, case-insensitive: {@code *} matches any characters, {@code ?} any single one. {@code *}
 * alone also matches the empty text.
 */
public record Glob(String pattern) {

    public static final Glob ANY = new Glob("*");

    /** In UTF-16 characters. It bounds the time of a comparison. */
    public static final int MAX_LENGTH = 256;

    private static final int END = -1; // no character

    public Glob {
        InvalidDefinitionException.require(!pattern.isEmpty(), "pattern", "empty", "text, * or ?");
        InvalidDefinitionException.require(
                pattern.length() <= MAX_LENGTH,
                "pattern",
                pattern.length() + " characters",
                "at most " + MAX_LENGTH + " characters");
    }

    public boolean isAny() {
        return pattern.equals("*");
    }

    /** Takes at most time proportional to the product of both lengths, and allocates nothing. */
    public boolean matches(String text) {
        int at = 0;
        int in = 0;
        int star = -1; // index of the last *, and the end of the text it has matched
        int matched = 0;
        while (at < text.length()) {
            int actual = text.codePointAt(at);
            int expected = in < pattern.length() ? pattern.codePointAt(in) : END;
            if (expected == '*') {
                if (in == pattern.length() - 1) {
                    return true;
                }
                star = in++;
                matched = at;
            } else if (expected == '?' || isSame(expected, actual)) {
                in += Character.charCount(expected);
                at += Character.charCount(actual);
            } else if (star >= 0) {
                in = star + 1;
                matched = text.offsetByCodePoints(matched, 1);
                at = matched;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    /** Folds case per character, as {@code lower()} of the store does. */
    private static boolean isSame(int expected, int actual) {
        return expected == actual || Character.toLowerCase(expected) == Character.toLowerCase(actual);
    }
}
