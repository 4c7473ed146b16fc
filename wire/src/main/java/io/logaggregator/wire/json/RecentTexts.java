package io.logaggregator.wire.json;

import org.jspecify.annotations.Nullable;

/**
 * Short texts of recent messages, such as names of members and hosts: the same text is usually the same instance, with a
 * known hash, and takes no further memory. Thread-safe: a thread may overwrite the texts of another one.
 */
public final class RecentTexts {

    private static final @Nullable String[] TEXTS = new @Nullable String[1024];

    /** Longer texts are not held in memory. */
    private static final int MAX_LENGTH = 64;

    private RecentTexts() {}

    /** The text in a range of ASCII characters. */
    static String of(byte[] ascii, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return Bytes.ascii(ascii, from, to);
        }
        int hash = 0;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + ascii[at];
        }
        return of(ascii, from, to, hash);
    }

    /**
     * The text in a range of ASCII characters.
     *
     * @param hash of the characters, as {@link String#hashCode} defines it
     */
    static String of(byte[] ascii, int from, int to, int hash) {
        String recent = TEXTS[index(hash)];
        return recent != null && recent.hashCode() == hash && isAt(recent, ascii, from, to)
                ? recent
                : hold(Bytes.ascii(ascii, from, to));
    }

    /**
     * The text in a range of another one.
     *
     * @param hash of the characters, as {@link String#hashCode} defines it
     */
    public static String of(String text, int from, int to, int hash) {
        String recent = TEXTS[index(hash)];
        return recent != null
                        && recent.hashCode() == hash
                        && recent.length() == to - from
                        && text.startsWith(recent, from)
                ? recent
                : hold(text.substring(from, to));
    }

    private static String hold(String text) {
        if (text.length() <= MAX_LENGTH) {
            TEXTS[index(text.hashCode())] = text;
        }
        return text;
    }

    private static int index(int hash) {
        return hash & TEXTS.length - 1;
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
