package io.logaggregator.core.common;

import io.logaggregator.core.alerting.rule.InvalidRuleException;

/**
 * Text with {@code *} for any characters and {@code ?} for any one, matched as a whole and whatever the case, as searches
 * do. {@code *} alone matches all, also nothing.
 */
public record Glob(String pattern) {

    public static final Glob ANY = new Glob("*");

    private static final int END = -1; // no character

    public Glob {
        InvalidRuleException.require(!pattern.isEmpty(), "pattern", "nothing", "text, * or ?");
    }

    public boolean isAny() {
        return pattern.equals("*");
    }

    /** Takes time in proportion to both lengths multiplied at most, whatever the pattern, and makes no objects. */
    public boolean matches(String text) {
        int at = 0;
        int in = 0;
        int star = -1; // the last * passed, and up to where it has swallowed text
        int swallowed = 0;
        while (at < text.length()) {
            int given = text.codePointAt(at);
            int wanted = in < pattern.length() ? pattern.codePointAt(in) : END;
            if (wanted == '*') {
                if (in == pattern.length() - 1) {
                    return true;
                }
                star = in++;
                swallowed = at;
            } else if (wanted == '?' || isSame(wanted, given)) {
                in += Character.charCount(wanted);
                at += Character.charCount(given);
            } else if (star >= 0) {
                in = star + 1;
                swallowed = text.offsetByCodePoints(swallowed, 1);
                at = swallowed;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    /** As the store's {@code lower()} has it, character by character. */
    private static boolean isSame(int wanted, int given) {
        return wanted == given || Character.toLowerCase(wanted) == Character.toLowerCase(given);
    }
}
