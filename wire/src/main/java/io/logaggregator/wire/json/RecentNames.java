package io.logaggregator.wire.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * Names of recent members, so that the same name is usually the same instance. Thread-safe: a thread may overwrite the names of
 * another one.
 */
public final class RecentNames {

    private static final @Nullable String[] NAMES = new @Nullable String[1024];

    /** Longer names are not held in memory. */
    private static final int MAX_LENGTH = 64;

    private RecentNames() {}

    /**
     * The name in a range of ASCII characters.
     *
     * @param hash of the characters, as {@link String#hashCode} defines it
     */
    static String of(byte[] ascii, int from, int to, int hash) {
        String recent = NAMES[index(hash)];
        return recent != null && recent.hashCode() == hash && isAt(recent, ascii, from, to)
                ? recent
                : hold(new String(ascii, from, to - from, ISO_8859_1)); // the fastest copy of ASCII
    }

    /**
     * The name in a range of a text.
     *
     * @param hash of the characters, as {@link String#hashCode} defines it
     */
    public static String of(String text, int from, int to, int hash) {
        String recent = NAMES[index(hash)];
        return recent != null
                        && recent.hashCode() == hash
                        && recent.length() == to - from
                        && text.startsWith(recent, from)
                ? recent
                : hold(text.substring(from, to));
    }

    private static String hold(String name) {
        if (name.length() <= MAX_LENGTH) {
            NAMES[index(name.hashCode())] = name;
        }
        return name;
    }

    private static int index(int hash) {
        return hash & NAMES.length - 1;
    }

    private static boolean isAt(String expected, byte[] ascii, int from, int to) {
        if (expected.length() != to - from) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (expected.charAt(i) != ascii[from + i]) {
                return false;
            }
        }
        return true;
    }
}
