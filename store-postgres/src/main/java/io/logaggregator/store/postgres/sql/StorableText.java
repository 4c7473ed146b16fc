package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.DataRejectedException;

/** The text that PostgreSQL can hold: any Unicode but U+0000. Halves of surrogate pairs are not Unicode. */
public final class StorableText {

    private StorableText() {}

    public static void require(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0) {
                throw nullCharacter(i);
            }
            int codePoint = text.codePointAt(i);
            if (Character.isSupplementaryCodePoint(codePoint)) {
                i++;
            } else if (Character.isSurrogate((char) codePoint)) {
                throw loneSurrogate(i);
            }
        }
    }

    private static DataRejectedException nullCharacter(int index) {
        return new DataRejectedException("text: U+0000 at index " + index + " (expected: none)", null);
    }

    private static DataRejectedException loneSurrogate(int index) {
        return new DataRejectedException("text: half a surrogate pair at index " + index + " (expected: none)", null);
    }
}
