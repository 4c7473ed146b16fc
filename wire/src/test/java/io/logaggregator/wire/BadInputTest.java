package io.logaggregator.wire;

import static io.logaggregator.core.ledger.Rejection.Reason.EMPTY;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;
import static io.logaggregator.wire.Messages.decode;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.rejected;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.Tags;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

    @ParameterizedTest
    @MethodSource("io.logaggregator.wire.Messages#jsonFormats")
    void tombstone_isIgnored(WireFormat format) {
        assertThat(format.decoder().decode(Messages.message((byte[]) null))).isEqualTo(Decoded.NOTHING);
    }

    @ParameterizedTest
    @MethodSource("io.logaggregator.wire.Messages#jsonFormats")
    void blankValue_isEmpty(WireFormat format) {
        assertThat(reasons(decode(format, ""))).containsExactly(EMPTY);
        assertThat(reasons(decode(format, " \r\n\t"))).containsExactly(EMPTY);
        assertThat(reasons(decode(format, "\uFEFF"))).containsExactly(EMPTY);
    }

    @ParameterizedTest
    @MethodSource("io.logaggregator.wire.Messages#jsonFormats")
    void invalidObject_isMalformedWithItsBytes(WireFormat format) {
        byte[] value = "{\"message\": \"caf\u00e9\" oops".getBytes(ISO_8859_1);

        Decoded decoded = decode(format, value);

        assertThat(reasons(decoded)).containsExactly(MALFORMED);
        assertThat(decoded.rejections().getFirst().value()).isEqualTo(value);
        assertThat(decoded.rejections().getFirst().detail()).startsWith("at byte ");
    }

    @ParameterizedTest
    @MethodSource("io.logaggregator.wire.Messages#jsonFormats")
    void nestingTenThousandDeep_isTooLarge(WireFormat format) {
        String objects = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        String arrays = "{\"message\":\"m\",\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(reasons(decode(format, objects))).containsExactly(TOO_LARGE);
        assertThat(decode(format, arrays).observations()).isEmpty();
        assertThat(decode(format, "[".repeat(10_000)).rejections()).hasSize(format.equals(WireFormat.AGENT) ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("io.logaggregator.wire.Messages#lineFormats")
    void textOfTenMegabytes_isTooLarge(WireFormat format) {
        String text = "x".repeat(10_000_000);

        assertThat(reasons(decode(format, text))).containsExactly(TOO_LARGE);
        Decoded quoted = decode(format, "{\"message\":\"" + text + "\"}");
        assertThat(reasons(quoted)).containsExactly(TOO_LARGE);
        assertThat(quoted.rejections().getFirst().detail()).doesNotContain("StreamReadConstraints");
        assertThat(reasons(decode(format, "{\"message\":\"m\",\"a\":\"" + text + "\"}")))
                .containsExactly(TOO_LARGE);
    }

    @Test
    void textOfOneMebibyte_isAccepted() {
        String text = "x".repeat(Json.MAX_TEXT_LENGTH);

        assertThat(events(decode(WireFormat.LOG, text))).hasSize(1);
        assertThat(events(decode(WireFormat.LOG, "{\"message\":\"" + text + "\"}")))
                .hasSize(1);
    }

    @Test
    void charactersTheStoreRejects_areReplaced() {
        LogEvent event =
                event("{\"message\":\"a\\u0000b\\ud800c\\udc00\\ud83d\\ude00\",\"x\\u0000\":\"\\udfff\\u0001\"}");

        assertThat(event.message()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD\uD83D\uDE00");
        assertThat(event.attributes().text()).isEqualTo("{\"x\uFFFD\":\"\uFFFD\\u0001\"}");
        assertThat(event("a\0b").message()).isEqualTo("a\uFFFDb");
    }

    @Test
    void controlCharactersWithinText_areText() {
        assertThat(event("{\"message\":\"a\tb\nc\u001B[0m\0\"}").message()).isEqualTo("a\tb\nc\u001B[0m\uFFFD");
    }

    @Test
    void invalidUtf8_isReplaced() {
        byte[] object = "{\"message\":\"caf\u00e9 \u00ff\",\"k\u00e9\":1}".getBytes(ISO_8859_1);
        byte[] line = "caf\u00e9 \u00ff".getBytes(ISO_8859_1);

        LogEvent event = events(decode(WireFormat.LOG, object)).getFirst();

        assertThat(event.message()).isEqualTo("caf\uFFFD \uFFFD");
        assertThat(event.attributes().text()).isEqualTo("{\"k\uFFFD\":1}");
        assertThat(events(decode(WireFormat.LOG, line)).getFirst().message()).isEqualTo("caf\uFFFD \uFFFD");
    }

    @Test
    void invalidUtf8_keepsItsElementAndOthers() {
        byte[] array = "[{\"message\":\"\u00e9\"},{\"message\":\"\u00e9\" 1},{\"message\":\"b\"}]".getBytes(ISO_8859_1);

        Decoded decoded = decode(WireFormat.LOG, array);

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("\uFFFD", "b");
        assertThat(decoded.rejections().getFirst().value())
                .isEqualTo("{\"message\":\"\u00e9\" 1}".getBytes(ISO_8859_1));
    }

    @Test
    void surrogatesInUtf8_areReplaced() {
        byte[] value = "{\"message\":\"a___b\"}".getBytes(UTF_8);
        byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
        System.arraycopy(surrogate, 0, value, 13, 3);

        assertThat(events(decode(WireFormat.LOG, value)).getFirst().message()).matches("a\uFFFD+b");
    }

    @Test
    void utf16_isNotDetected() {
        Decoded decoded = decode(WireFormat.LOG, "{\"message\":\"m\"}".getBytes(UTF_16LE));

        assertThat(decoded.observations()).isEmpty();
        assertThat(reasons(decoded)).containsOnly(MALFORMED);
    }

    @Test
    void byteOrderMark_isSkipped() {
        assertThat(event("\uFEFF{\"message\":\"m\"}").message()).isEqualTo("m");
        assertThat(event("\uFEFFline").message()).isEqualTo("line");
    }

    @Test
    void trailingGarbage_isRejectedAlone() {
        Decoded object = decode(WireFormat.LOG, "{\"message\":\"m\"} garbage");
        Decoded array = decode(WireFormat.LOG, "[{\"message\":\"m\"}] garbage");

        assertThat(events(object)).hasSize(1);
        assertThat(rejected(object)).containsExactly("garbage");
        assertThat(events(array)).hasSize(1);
        assertThat(rejected(array)).containsExactly("garbage");
    }

    @Test
    void rejections_areBoundedPerMessage() {
        String array = "[{\"message\":\"m\"}" + ",{}".repeat(1_000_000) + "]";

        Decoded decoded = decode(WireFormat.LOG, array);

        assertThat(events(decoded)).hasSize(1);
        assertThat(decoded.rejections()).hasSize(DecodeResultBuilder.MAX_REJECTIONS + 1);
        assertThat(rejected(decoded).getLast()).hasSize(3 * (1_000_000 - DecodeResultBuilder.MAX_REJECTIONS) + 1);
        assertThat(decode(WireFormat.LOG, "{}".repeat(1_000_000)).rejections())
                .hasSize(DecodeResultBuilder.MAX_REJECTIONS + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1e999999, '\"1e999999\"'",
        "-1E+99999, '\"-1E+99999\"'",
        "1e-999999, '\"1e-999999\"'",
        "NaN, '\"NaN\"'",
        "-Infinity, '\"-Infinity\"'",
        "1e308, '\"1e308\"'",
        "1e29, 1e29",
        "1e30, '\"1e30\"'",
        "-1.5e-27, -1.5e-27",
        "1.5E-29, '\"1.5E-29\"'",
        "1e00000000000000000000000000000000001, 1e00000000000000000000000000000000001",
        "0.123456789012345678901234567890123, '\"0.123456789012345678901234567890123\"'",
        "1234567890123456789012345678901, '\"1234567890123456789012345678901\"'",
        "123456789012345678901234567890, 123456789012345678901234567890",
    })
    void numberTheStoreRejects_becomesText(String written, String stored) {
        assertThat(event("{\"message\":\"m\",\"n\":" + written + "}")
                        .attributes()
                        .text())
                .isEqualTo("{\"n\":" + stored + "}");
    }

    /** The characters of the stored form stay in proportion to the bytes that were sent. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999", "1e30", "1e25", "1e-29", "0.1", "-1e9", "7", "\"\t\"", "{\"a\":1}", "[]", "NaN"})
    void storedForm_isBoundedByReceivedBytes(String value) {
        String list = (value + ",").repeat(10_000);
        String json = "{\"message\":\"m\",\"a\":[" + list + "1]}";

        long written = written(event(json).attributes().text());

        assertThat(written).isLessThan(6L * json.length());
    }

    /** Length in the form of jsonb: numbers without an exponent, and a space after each comma and colon. */
    private static long written(String attributes) {
        long length = 0;
        for (String part : attributes.split("(?<=[,:\\[{])|(?=[]},])", -1)) {
            length += switch (part) {
                case ",", ":" -> 2;
                default ->
                    part.matches("-?[0-9].*")
                            ? new BigDecimal(part).toPlainString().length()
                            : part.length();
            };
        }
        return length;
    }

    @Test
    void attributesAboveSixteenMebibytes_areTooLarge() {
        String member = "\"" + "x".repeat(1 << 20) + "\",";

        assertThat(reasons(decode(WireFormat.LOG, "{\"message\":\"m\",\"a\":[" + member.repeat(17) + "1]}")))
                .containsExactly(TOO_LARGE);
        assertThat(reasons(decode(WireFormat.LOG, "{\"message\":\"m\",\"a\":[" + member.repeat(15) + "1]}")))
                .isEmpty();
    }

    @Test
    void tagsBeyondTheMaximum_areDroppedAndCounted() {
        String tags = IntStream.range(0, 50_000).mapToObj(i -> "\"" + i + "\"").collect(joining(","));

        Decoded decoded = decode(WireFormat.LOG, "{\"message\":\"m\",\"tags\":[" + tags + ",\"0\",{}]}");

        LogEvent event = events(decoded).getFirst();
        assertThat(event.tags()).hasSize(Tags.MAX_TAGS).startsWith("0", "1").endsWith("99");
        assertThat(event.attributes().text()).isEqualTo("{\"tags.dropped\":\"49900\"}");
        assertThat(decoded.droppedParts()).isEqualTo(49_901);
    }

    @Test
    void numberOfTenThousandDigits_isTooLarge() {
        assertThat(reasons(decode(WireFormat.LOG, "{\"message\":\"m\",\"n\":" + "1".repeat(10_000) + "}")))
                .containsExactly(TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void distantYears_areAccepted(String time) {
        assertThat(event("{\"message\":\"m\",\"timestamp\":\"" + time + "\"}").observedAt())
                .isEqualTo(Instant.parse(time));
    }

    @Test
    void binaryKey_isNotAHost() {
        byte[] key = new byte[300];
        Arrays.fill(key, (byte) 0x80);

        Decoded decoded = WireFormat.LOG.decoder().decode(Messages.message(key, "line".getBytes(UTF_8)));

        assertThat(events(decoded).getFirst().host()).isEqualTo("unknown");
    }

    private static LogEvent event(String value) {
        Decoded decoded = decode(WireFormat.LOG, value);
        assertThat(decoded.rejections()).isEmpty();
        return events(decoded).getFirst();
    }
}
