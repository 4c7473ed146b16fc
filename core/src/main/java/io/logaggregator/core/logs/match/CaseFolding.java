package io.logaggregator.core.logs.match;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Case folding as the store does it: each Unicode character by its simple lowercase mapping, regardless of context. So
 * {@code ß} differs from {@code ss}, and {@code Σ} is {@code σ} also at the end of a word.
 *
 * @see <a href="https://www.unicode.org/reports/tr44/#Simple_Lowercase_Mapping">UAX 44, simple lowercase mapping</a>
 */
public final class CaseFolding {

    /** By lowercase character: the first UTF-16 unit of the character and of those that fold to it. */
    private static final Map<Integer, char[]> STARTS = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(character -> lower(character) != character)
            .boxed()
            .collect(Collectors.groupingBy(
                    CaseFolding::lower,
                    TreeMap::new,
                    Collectors.collectingAndThen(
                            Collectors.toList(),
                            others ->
                                    starts(others.stream().flatMapToInt(other -> IntStream.of(lower(other), other))))));

    private CaseFolding() {}

    /** The text in lower case. Two texts are equal in a search exactly if the results are equal. */
    public static String fold(String text) {
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (lower(character) != character) {
                return text.substring(0, at) + foldedFrom(at, text);
            }
            at += Character.charCount(character);
        }
        return text;
    }

    private static String foldedFrom(int start, String text) {
        return text.substring(start)
                .codePoints()
                .map(CaseFolding::lower)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static int lower(int character) {
        return Character.toLowerCase(character);
    }

    /** The possible first UTF-16 units of a text whose first character folds to this one. */
    static char[] starts(int lower) {
        char[] starts = STARTS.get(lower);
        return starts == null ? starts(IntStream.of(lower)) : starts;
    }

    private static char[] starts(IntStream characters) {
        return characters
                .map(character -> Character.toChars(character)[0])
                .distinct()
                .collect(StringBuilder::new, (text, start) -> text.append((char) start), StringBuilder::append)
                .toString()
                .toCharArray();
    }

    /** Compares by Unicode characters in lower case. */
    static int compare(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length()) {
            int ofOne = lower(one.codePointAt(at));
            int ofOther = lower(other.codePointAt(at));
            if (ofOne != ofOther) {
                return Integer.compare(ofOne, ofOther);
            }
            at += Character.charCount(ofOne);
        }
        return Integer.compare(one.length(), other.length());
    }
}
