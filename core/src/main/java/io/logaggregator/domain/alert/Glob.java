package io.logaggregator.domain.alert;

import java.util.Locale;

/**
 * Text with {@code *} for any characters and {@code ?} for any one, matched as a whole and whatever the case, as searches
 * do. {@code *} alone matches all, also nothing.
 */
public record Glob(String pattern) {

    public static final Glob ANY = new Glob("*");

    public Glob {
        InvalidRuleException.require(!pattern.isEmpty(), "pattern", "nothing", "text, * or ?");
    }

    public boolean isAny() {
        return pattern.equals("*");
    }

    /** Takes time in proportion to both lengths at most, whatever the pattern. */
    public boolean matches(String text) {
        if (isAny()) {
            return true;
        }
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String given = text.toLowerCase(Locale.ROOT);
        int at = 0;
        int in = 0;
        int star = -1; // the last * passed, and up to where it has swallowed text
        int swallowed = 0;
        while (at < given.length()) {
            if (in < wanted.length() && wanted.charAt(in) == '*') {
                star = in++;
                swallowed = at;
            } else if (in < wanted.length() && (wanted.charAt(in) == '?' || wanted.charAt(in) == given.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++swallowed;
            } else {
                return false;
            }
        }
        while (in < wanted.length() && wanted.charAt(in) == '*') {
            in++;
        }
        return in == wanted.length();
    }
}
