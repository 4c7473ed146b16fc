package io.logaggregator.core.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTextTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, '\n', '\r', '\t', 0x1B, 0x7F, 0x85, 0x9F, 0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E,
                0x2066, 0x2069
            })
    void controls_areInvalid(int character) {
        String text = "a" + (char) character + "b";

        assertThat(NameText.isValid(text)).isFalse();
        assertThat(NameText.escaped(text)).isEqualTo("a\\u%04Xb".formatted(character));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "web-1", "a b", "é", "שרת", "\u200B", "\u200D", "\u2027", "\u202F", "\u2065", "\u206A", "😀"
            })
    void otherText_isValid(String text) {
        assertThat(NameText.isValid(text)).isTrue();
        assertThat(NameText.escaped(text)).isSameAs(text);
    }

    @Test
    void classes_ofUnicode_areComplete() {
        for (int character = 0; character <= Character.MAX_VALUE; character++) {
            boolean expected = switch (Character.getType(character)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                default -> "LRE RLE PDF LRO RLO LRI RLI FSI PDI LRM RLM ALM".contains(bidirectional(character));
            };
            assertThat(NameText.isControl((char) character))
                    .as("U+%04X", character)
                    .isEqualTo(expected);
        }
    }

    private static String bidirectional(int character) {
        String name = Character.isDefined(character) ? String.valueOf(Character.getName(character)) : "";
        boolean embedding = name.matches("(LEFT-TO-RIGHT|RIGHT-TO-LEFT|FIRST STRONG) (EMBEDDING|OVERRIDE|ISOLATE)")
                || name.matches("POP DIRECTIONAL (FORMATTING|ISOLATE)");
        boolean mark = name.matches("(LEFT-TO-RIGHT|RIGHT-TO-LEFT|ARABIC LETTER) MARK");
        return embedding || mark ? "RLO" : "none of them";
    }
}
