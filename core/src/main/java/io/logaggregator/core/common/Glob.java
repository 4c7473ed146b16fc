package io.logaggregator.core.common;

/**
 * Pattern of a whole text, case-insensitive: {@code *} matches any characters, {@code ?} any single one. {@code *}
 * alone also matches the empty text.
 */
public record Glob(String pattern) {

    public static final Glob ANY = new Glob("*");

    private static final int END = -1; // no character

    public Glob {
        InvalidDefinitionException.require(!pattern.isEmpty(), "pattern", "empty", "text, * or ?");
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
            int given = text.codePointAt(at);
            int wanted = in < pattern.length() ? pattern.codePointAt(in) : END;
            if (wanted == '*') {
                if (in == pattern.length() - 1) {
                    return true;
                }
                star = in++;
                matched = at;
            } else if (wanted == '?' || isSame(wanted, given)) {
                in += Character.charCount(wanted);
                at += Character.charCount(given);
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
    private static boolean isSame(int wanted, int given) {
        return wanted == given || Character.toLowerCase(wanted) == Character.toLowerCase(given);
    }
}
