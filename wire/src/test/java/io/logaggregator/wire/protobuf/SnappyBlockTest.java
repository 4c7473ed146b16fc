package io.logaggregator.wire.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.ProtobufBytes;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnappyBlockTest {

    private static Bytes block(String hex) {
        return Bytes.of(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "00, ''",
        "03 08 616263, abc",
        "07 08 616263 01 03, abcabca", // offset of 1 byte
        "07 08 616263 0E 0300, abcabca", // offset of 2 bytes
        "07 08 616263 0F 01000000, abccccc" // offset of 4 bytes
    })
    void elements_areLiteralsAndCopies(String hex, String expected) {
        assertThat(SnappyBlock.decompress(block(hex)).text()).isEqualTo(expected);
    }

    @Test
    void longLiteral_isCopied() {
        String text = "0123456789".repeat(50_000);

        assertThat(SnappyBlock.decompress(Bytes.of(ProtobufBytes.snappy(text.getBytes(UTF_8))))
                        .text())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "FFFFFFFF07 00 61, TOO_LARGE", // 2 GB claimed
        "FFFFFF0F 00 61, MALFORMED", // 32 MB claimed by 2 bytes
        "FFFFFFFFFFFF, MALFORMED",
        "05, MALFORMED",
        "03 08 6162, MALFORMED", // literal beyond the end
        "02 08 616263, MALFORMED", // literal beyond the claimed length
        "04 08 616263, MALFORMED", // less than claimed
        "07 08 616263 01 04, MALFORMED", // copy from before the start
        "07 08 616263 01 00, MALFORMED", // offset 0
        "07 08 616263 0F FFFFFFFF, MALFORMED",
        "05 FC FFFFFF7F 61, MALFORMED",
        "05 FC FFFFFFFF 61, MALFORMED"
    })
    void lengthsThatLie_areRejected(String hex, Reason reason) {
        assertThatExceptionOfType(InvalidElementException.class)
                .isThrownBy(() -> SnappyBlock.decompress(block(hex)))
                .extracting(InvalidElementException::reason)
                .isEqualTo(reason);
    }

    @Test
    void mutations_areDecompressedOrInvalid() {
        Random random = new Random(20261130);
        byte[] sample = HexFormat.of().parseHex("0D08616263010314616263646566");
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = sample.clone();
            for (int spoils = random.nextInt(1, 4); spoils > 0; spoils--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(SnappyBlock.decompress(Bytes.of(mutated)).length()).isLessThanOrEqualTo(32 * sample.length);
            } catch (InvalidElementException expected) {
                assertThat(expected.detail()).isNotEmpty();
            }
        }
    }
}
