package io.logaggregator.notifiers.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final String SMILE = "\uD83D\uDE00";

    @Test
    void cut_countsCodePoints() {
        assertThat(Texts.cut(SMILE.repeat(3), 3)).isEqualTo(SMILE.repeat(3));
        assertThat(Texts.cut(SMILE.repeat(4), 3)).isEqualTo(SMILE.repeat(2) + "…");
        assertThat(Texts.cut("abc", 0)).isEmpty();
        assertThat(Texts.cut("abc", -5)).isEmpty();
    }

    @Test
    void cutBytes_neverSplitsACharacter() {
        String text = "aé€" + SMILE;
        for (int max = 0; max <= 12; max++) {
            String cut = Texts.cutBytes(text.repeat(2), max);
            byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);

            assertThat(bytes).hasSizeLessThanOrEqualTo(max);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(cut).doesNotContain("?", "\uFFFD");
        }
        assertThat(Texts.cutBytes(text, 10)).isEqualTo(text);
    }

    @Test
    void line_hasNoControlCharacters() {
        assertThat(Texts.line("a\r\nb\u0000c\u202Ed\u2028e\u0085f")).isEqualTo("a  b c d e f");
        assertThat(Texts.line("\uD83D x \uDE00")).isEqualTo("\uFFFD x \uFFFD");
        assertThat(Texts.line("é " + SMILE)).isEqualTo("é " + SMILE);
    }
}
