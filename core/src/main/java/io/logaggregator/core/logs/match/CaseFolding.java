package io.logaggregator.core.logs.match;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Letters without regard to case, as the store compares them: each Unicode character by its simple lower case, whatever
 * stands around it. So {@code ß} is not {@code ss}, and {@code Σ} is {@code σ} at the end of a word too.
 *
 * @see <a href="https://www.unicode.org/reports/tr44/#Simple_Lowercase_Mapping">UAX 44, simple lower case</a>
 */
final class CaseFolding {

    /** For each lower case character that others become, Java's characters with which it and they begin. */
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

    static int lower(int character) {
        return Character.toLowerCase(character);
    }

    /** With which of Java's characters a text begins whose first Unicode character is this one in some case. */
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

    /** What a search looks for when it is given a text: the store knows no U+0000. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** Compares by the Unicode characters in lower case. */
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
