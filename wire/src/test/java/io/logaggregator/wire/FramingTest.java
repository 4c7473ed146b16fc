package io.logaggregator.wire;

import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.wire.Messages.decode;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.rejected;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.LogEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values with binary data, and invalid parts between valid ones. */
class FramingTest {

    static Stream<byte[]> binaryValues() throws IOException {
        return Stream.of(
                gzip("{\"message\":\"x\"}"),
                gzip("[{\"message\":\"x\"}]".repeat(1_000)),
                bytes("28b52ffd0408790000" + hex("{\"message\":\"x\"}") + "1a2b3c4d"), // zstd
                bytes("04224d186440a70f000080" + hex("{\"message\":\"x\"}") + "00000000"), // LZ4
                bytes("00000000070a" + hex("hello") + "02"), // Avro with the id of its schema
                bytes("000000000700" + "0a05" + hex("hello")), // Protobuf with the id of its schema
                bytes("0a05" + hex("hello") + "120178"), // Protobuf
                bytes("0a1b" + hex("a message of 27 characters.") + "1a057765622d31"),
                bytes("081210e0b3d5f60b1a03" + hex("foo")),
                bytes("81a7" + hex("message") + "a178"), // MessagePack: {"message":"x"}
                bytes("82a7" + hex("message") + "a178a4" + hex("host") + "a5" + hex("web-1")),
                bytes("de0001a7" + hex("message") + "d9ff" + hex("x".repeat(255))),
                bytes("93010203"),
                bytes("aced0005740001" + hex("x")), // Java serialization
                bytes("fffe7b0022"), // half a character of UTF-16
                "error: payment failed".getBytes(UTF_16LE),
                bytes("89504e470d0a1a0a0000000d49484452"));
    }

    @ParameterizedTest
    @MethodSource("binaryValues")
    void binaryValue_isRejectedWithItsBytes(byte[] value) {
        for (WireFormat format : Messages.jsonFormats()) {
            Decoded decoded = decode(format, value);

            assertThat(decoded.observations()).isEmpty();
            assertThat(reasons(decoded)).containsExactly(MALFORMED);
            assertThat(decoded.rejections().getFirst().value()).isEqualTo(value);
        }
    }

    @Test
    void randomBytes_areRejected() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 1_000; i++) {
            byte[] value = new byte[64 + random.nextInt(1_000)];
            random.nextBytes(value);
            value[0] |= (byte) 0x80; // not '{' or '['

            Decoded decoded = decode(WireFormat.LOG, value);

            assertThat(decoded.observations()).isEmpty();
            assertThat(decoded.rejections().getFirst().value()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caf\u00e9 \u00ff",
                "\u00dcberweisung fehlgeschlagen",
                "a\0b",
                "2026-11-29T15:42:51Z \u001b[31mERROR\u001b[0m failed",
                "8=FIX.4.2\u00019=65\u000135=A\u0001",
                "tab\there\fpage\u000bline",
                "\u000bMSH|^~\\&|A|B\rPID|1\u001c\r"
            })
    void text_isNotBinary(String text) {
        for (Charset charset : List.of(UTF_8, ISO_8859_1)) {
            assertThat(events(decode(WireFormat.LOG, text.getBytes(charset)))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"x\"}\0",
                "{\"message\":\"x\"}\0\0\0\0",
                "{\"message\":\"x\"}\n\0\0",
                "[{\"message\":\"x\"}]\0",
                "\0\0\0\0*{\"message\":\"x\"}",
                "\u001e{\"message\":\"x\"}\n",
                "{\"message\":\"x\"},",
                "{\"message\":\"x\"}\n\u001e",
                "\uFEFF{\"message\":\"x\"}\0"
            })
    void frameOfObject_isIgnored(String value) {
        Decoded decoded = decode(WireFormat.LOG, value);

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("x");
        assertThat(decoded.rejections()).isEmpty();
    }

    @Test
    void separatedObjects_areRead() {
        String object = "{\"message\":\"m\"}";
        for (String separator : List.of("", "\n", "\r\n", " ", ",", " , ", ",\n", "\n\u001e", "\n\n")) {
            Decoded decoded = decode(WireFormat.LOG, String.join(separator, object, object, object));

            assertThat(events(decoded)).as(separator).hasSize(3);
            assertThat(decoded.rejections()).isEmpty();
        }
    }

    @Test
    void linesBetweenObjects_areAnEventEach() {
        Decoded decoded = decode(WireFormat.LOG, "{\"message\":\"1\"}\nplain words\nERROR more\n{\"message\":\"3\"}");

        assertThat(events(decoded))
                .extracting(LogEvent::message)
                .containsExactly("1", "plain words", "ERROR more", "3");
        assertThat(decoded.rejections()).isEmpty();
    }

    @Test
    void textWithAnObjectLine_isReadLineByLine() {
        Decoded decoded = decode(WireFormat.LOG, """
                ERROR shop - payment failed
                \tat Shop.pay(Shop.java:12)
                  {"message":"indented"}
                the body was {"order":1}
                {"message":"last"}""");

        assertThat(events(decoded))
                .extracting(LogEvent::message)
                .containsExactly(
                        "ERROR shop - payment failed\n\tat Shop.pay(Shop.java:12)",
                        "indented",
                        "the body was {\"order\":1}",
                        "last");
        assertThat(decoded.rejections()).isEmpty();
    }

    @Test
    void textWithoutAnObjectLine_isOneEvent() {
        String trace = "ERROR boom\n{\n  \"order\": 1\n}\nCaused by: {x}\n\tat a.B(C.java:1)";

        assertThat(events(decode(WireFormat.LOG, trace)))
                .extracting(LogEvent::message)
                .containsExactly(trace);
    }

    @Test
    void utf16WithByteOrderMark_isRead() {
        for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
            String object = "\uFEFF{\"message\":\"Zo\u00eb \u65e5\u672c\"}";

            assertThat(events(decode(WireFormat.LOG, object.getBytes(charset))))
                    .extracting(LogEvent::message)
                    .containsExactly("Zo\u00eb \u65e5\u672c");
        }
    }

    @Test
    void jsonInAText_isDecodedOnce() {
        assertThat(events(decode(WireFormat.LOG, "\"{\\\"message\\\":\\\"m\\\"}\"")))
                .extracting(LogEvent::message)
                .containsExactly("m");
        assertThat(events(decode(WireFormat.LOG, "\"{ is a brace\"")))
                .extracting(LogEvent::message)
                .containsExactly("\"{ is a brace\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b0800, gzip",
        "28b52ffd04, zstd",
        "4f626a0104, Avro",
        "00000000070a68656c6c6f02, schema id",
        "81a76d657373616765a178, MessagePack"
    })
    void rejectionOfBinaryValue_namesItsKind(String hex, String kind) {
        assertThat(decode(WireFormat.LOG, bytes(hex)).rejections().getFirst().detail())
                .contains(kind);
    }

    /** Each invalid part is rejected alone, with its bytes, wherever it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\" 1}",
                "{\"message\":\"\u00e9\" 1}",
                "{\"host\":\"h\"}",
                "{\"message\":\"cut",
                "{\"message\":\"cut\",\"a\":{\"b\":[1,",
                "{\"message\":\"a_,\"b\":1}",
                "{'message':'x'}",
                "{\"message\":\"x\",}"
            })
    void invalidPart_costsNoNeighbour(String invalid) {
        for (String separator : List.of("\n", ",\n", "\r\n")) {
            for (int at = 0; at < 4; at++) {
                String[] parts = {
                    "{\"message\":\"0\"}", "{\"message\":\"1\"}", "{\"message\":\"2\"}", "{\"message\":\"3\"}"
                };
                parts[at] = invalid;
                String row = String.join(separator, parts);
                assertOthers(at, invalid, decode(WireFormat.LOG, row.getBytes(ISO_8859_1)));
                if (separator.startsWith(",") && !row.startsWith("{'")) { // "[{'" begins a plain line
                    assertOthers(at, invalid, decode(WireFormat.LOG, ("[" + row + "]").getBytes(ISO_8859_1)));
                }
            }
        }
    }

    private static void assertOthers(int at, String invalid, Decoded decoded) {
        assertThat(events(decoded))
                .as("%s at %d", invalid, at)
                .extracting(LogEvent::message)
                .containsExactlyElementsOf(Stream.of("0", "1", "2", "3")
                        .filter(message -> !message.equals(String.valueOf(at)))
                        .toList());
        assertThat(decoded.rejections()).hasSize(1);
        assertThat(new String(decoded.rejections().getFirst().value(), ISO_8859_1))
                .startsWith(invalid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"message\":\"0\"}{\"message\":\"1\"}]",
                "[{\"message\":\"0\"} oops {\"message\":\"1\"}]",
                "[{\"message\":\"0\"},,{\"message\":\"1\"}]",
                "[{\"message\":\"0\"},5,{\"message\":\"1\"}]",
                "[{\"message\":\"0\"},oops,{\"message\":\"1\"}",
                "{\"message\":\"0\"} oops {\"message\":\"1\"}",
                "{\"message\":\"0\"}}{\"message\":\"1\"}",
                "{\"message\":\"0\"}]{\"message\":\"1\"}",
            })
    void invalidTextBetweenObjects_costsNoNeighbour(String value) {
        Decoded decoded = decode(WireFormat.AUTO, value);

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("0", "1");
        assertThat(rejected(decoded)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void manyObjectsWithoutEnd_rejectRestOfMessage() {
        String cut = "{\"message\":\"cut\n";
        String valid = "{\"message\":\"x\"}";

        Decoded some = decode(WireFormat.LOG, cut.repeat(40) + valid);
        Decoded many = decode(WireFormat.LOG, cut.repeat(60) + valid);

        assertThat(events(some)).hasSize(1);
        assertThat(some.rejections()).hasSize(40);
        assertThat(events(many)).isEmpty();
        assertThat(many.rejections()).hasSize(51);
        assertThat(rejected(many).getLast()).isEqualTo(cut.repeat(10) + valid);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }
}
