package io.logaggregator.store.postgres.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StorableText;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyBufferTest {

    private final CopyBuffer buffer = new CopyBuffer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "plain ASCII ~",
                "\u007F\u0080\u07FF\u0800\uFFFF",
                "caf\u00E9",
                "\uD800\uDC00 and \uDBFF\uDFFF"
            })
    void text_isItsLengthAndItsUtf8(String text) {
        byte[] expected = text.getBytes(UTF_8);

        buffer.text(text);

        assertThat(written().getInt()).isEqualTo(expected.length);
        assertThat(Arrays.copyOfRange(buffer.bytes(), Integer.BYTES, buffer.size()))
                .isEqualTo(expected);
    }

    @Test
    void text_isEncodedAsByJdk() {
        Random random = new Random(20261123);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(random.nextInt(60), 1, Character.MAX_CODE_POINT + 1)
                    .map(codePoint -> random.nextBoolean() ? (codePoint & 0x7F) | 1 : codePoint)
                    .filter(codePoint -> codePoint < 0xD800 || codePoint > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            buffer.clear();

            buffer.text(text);

            assertThat(Arrays.copyOfRange(buffer.bytes(), Integer.BYTES, buffer.size()))
                    .isEqualTo(text.getBytes(UTF_8));
        }
    }

    @Test
    void text_growsBufferAsNeeded() {
        String large = "\u20AC".repeat(1_000_000);

        buffer.text("before").text(large);

        assertThat(buffer.size()).isEqualTo(4 + 6 + 4 + 3_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b", "\u20AC\u0000", "\uD83D", "\uDE00", "\uD83Dx", "x\uD83D\uD83D\uDE00"})
    void text_thatPostgresqlCannotHoldIsRefused(String text) {
        assertThatExceptionOfType(DataRejectedException.class).isThrownBy(() -> buffer.text(text));
        assertThatExceptionOfType(DataRejectedException.class).isThrownBy(() -> StorableText.require(text));
    }

    @Test
    void timestamptz_countsMicrosecondsSince2000() {
        buffer.timestamptz(Instant.parse("1999-12-31T23:59:59.999999999Z"));

        assertThat(written().getInt()).isEqualTo(8);
        assertThat(written().getLong(4)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "-4713-12-31T23:59:59Z", "+294277-01-01T00:00:00Z"})
    void timestamptz_beyondPostgresqlsCalendarIsRefused(String instant) {
        assertThatExceptionOfType(DataRejectedException.class)
                .isThrownBy(() -> buffer.timestamptz(Instant.parse(instant)))
                .withMessageContaining("expected: a year");
    }

    @Test
    void real_staysFinite() {
        buffer.real(1e300);

        assertThat(written().getFloat(4)).isEqualTo(Float.MAX_VALUE);
    }

    private ByteBuffer written() {
        return ByteBuffer.wrap(buffer.bytes(), 0, buffer.size());
    }
}
