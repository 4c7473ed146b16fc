package io.logaggregator.core.logs.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class CaseInsensitivePatternTest {

    private static final long SEED = 20_261_126;
    private static final int ROUNDS = 20_000;
    private static final String[] CHARACTERS = {
        "e", "E", "k", "K", "\u212A", "x", "X", " ", "ß", "\uD801\uDC00", "\uD801\uDC28"
    };

    @Test
    void matches_asExhaustiveSearch() {
        Random random = new Random(SEED);
        SoftAssertions softly = new SoftAssertions();
        for (int round = 0; round < ROUNDS; round++) {
            List<Part> parts = parts(random);
            String text = text(random, random.nextInt(9));
            softly.assertThat(CaseInsensitivePattern.anywhere(new TextPattern(parts))
                            .matches(text))
                    .as("%s in %s", parts, text)
                    .isEqualTo(regularExpression(parts).matcher(lower(text)).find());
        }
        softly.assertAll();
    }

    /** A precondition of the step back from the anchor of a segment to its first character. */
    @Test
    void lowerCase_isAsLong() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c -> Character.charCount(c) != Character.charCount(CaseFolding.lower(c))))
                .isEmpty();
    }

    @Test
    void foldedTexts_areEqual_ifOneMatchesTheOther() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String one = text(random, random.nextInt(4));
            String other = text(random, random.nextInt(4));
            assertThat(CaseFolding.fold(one).equals(CaseFolding.fold(other)))
                    .as("%s and %s", one, other)
                    .isEqualTo(CaseInsensitivePattern.whole(TextPattern.of(one)).matches(other));
        }
        assertThat(CaseFolding.fold("\u03a3\u0130")).isEqualTo("\u03c3i");
    }

    private static List<Part> parts(Random random) {
        List<Part> parts = new ArrayList<>();
        for (int part = random.nextInt(1, 4); part > 0; part--) {
            parts.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new Part.AnyText();
                        case 1 -> new Part.AnyCharacter();
                        default -> new Part.Literal(text(random, random.nextInt(1, 4)));
                    });
        }
        return parts;
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int character = 0; character < length; character++) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    private static Pattern regularExpression(List<Part> parts) {
        StringBuilder expression = new StringBuilder();
        for (Part part : parts) {
            expression.append(
                    switch (part) {
                        case Part.Literal(var text) -> Pattern.quote(lower(text));
                        case Part.AnyCharacter() -> ".";
                        case Part.AnyText() -> ".*";
                    });
        }
        return Pattern.compile(expression.toString(), Pattern.DOTALL);
    }

    private static String lower(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
