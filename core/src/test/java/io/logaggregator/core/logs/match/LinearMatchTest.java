package io.logaggregator.core.logs.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.TextPattern;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The work of a comparison grows in proportion to the text, and hardly with the pattern. Measured in processor time of this
 * thread, which other work on the machine does not change.
 */
class LinearMatchTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SIZE = 100_000;
    private static final int ROUNDS = 5;

    /** A pattern and a text of a given size. */
    private record Case(String pattern, IntFunction<String> text) {

        @Override
        public String toString() {
            return pattern.length() < 40 ? pattern : pattern.substring(0, 37) + "...";
        }
    }

    static Stream<Case> cases() {
        IntFunction<String> same = "a"::repeat;
        IntFunction<String> upper = "A"::repeat;
        IntFunction<String> pairs = size -> "ab".repeat(size / 2);
        IntFunction<String> random = LinearMatchTest::random;
        return Stream.of(
                new Case("a".repeat(255) + "b", same),
                new Case("b" + "a".repeat(255), same),
                new Case("a".repeat(127) + "b" + "a".repeat(128), same),
                new Case("a".repeat(255) + "b", upper),
                new Case("a".repeat(254) + "?b", same),
                new Case("?".repeat(255) + "b", same),
                new Case("a" + "?".repeat(254) + "c", random),
                new Case("?" + "a".repeat(254) + "b", same),
                new Case("ab".repeat(127) + "bb", pairs),
                new Case("a*".repeat(127) + "bb", same),
                new Case("aab*".repeat(63) + "cc", random),
                new Case("é".repeat(255) + "b", "é"::repeat),
                new Case("k".repeat(255) + "b", "\u212A"::repeat));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void work_growsLinearly(Case of) {
        measure(of, SIZE); // compiles

        long once = measure(of, SIZE);
        long fourTimes = measure(of, 4 * SIZE);

        assertThat(fourTimes).as("nanoseconds: %d", once).isLessThan(8 * once + 10_000_000);
    }

    /** The least processor time in nanoseconds of several rounds. */
    private static long measure(Case of, int size) {
        CaseInsensitivePattern pattern = CaseInsensitivePattern.anywhere(TextPattern.of(new Glob(of.pattern)));
        String text = of.text.apply(size);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            assertThat(pattern.matches(text)).isFalse();
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - begin);
        }
        return least;
    }

    @Test
    void matches_equalThoseOfGlob() {
        Random random = new Random(20);
        int found = 0;
        for (int round = 0; round < 20_000; round++) {
            String text = random(random, "aAbé😀", random.nextInt(200));
            String pattern = random(random, "aaab?*é😀", 1 + random.nextInt(80));
            if (round % 2 == 0 && text.length() > 90) { // a part of the text, with wildcards
                int begin = random.nextInt(10);
                pattern = text.substring(begin, begin + 70).replace('b', random.nextBoolean() ? '?' : 'B');
            }
            boolean expected = new Glob("*" + pattern + "*").matches(text);
            assertThat(CaseInsensitivePattern.anywhere(TextPattern.of(new Glob(pattern)))
                            .matches(text))
                    .as("%s in %s", pattern, text)
                    .isEqualTo(expected);
            found += expected ? 1 : 0;
        }
        assertThat(found).isBetween(2_000, 18_000);
    }

    private static String random(int size) {
        return random(new Random(1), "ab", size);
    }

    private static String random(Random random, String alphabet, int size) {
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder(size);
        for (int index = 0; index < size; index++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }
}
