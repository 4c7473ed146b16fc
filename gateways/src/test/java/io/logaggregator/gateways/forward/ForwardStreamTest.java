package io.logaggregator.gateways.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.wire.json.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class ForwardStreamTest {

    private static final int MAX_ENTRY = 1 << 20;
    private static final String NONCE = "0123456789abcdef";

    private static final List<String> EVENTS = List.of(
            "{\"@timestamp\":1795966971.000000123,\"fluent.tag\":\"shop.web\",\"message\":\"order\",\"n\":1}",
            "{\"@timestamp\":1795966972,\"fluent.tag\":\"shop.web\",\"message\":\"pay \\\"now\\\"\\n\",\"n\":-200}");

    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
    private Optional<String> error = Optional.empty();

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyMode_hasSameEvents(Mode mode) {
        read(mode.message("id-1"));

        assertThat(events).isEqualTo(EVENTS);
        assertThat(replies.toByteArray()).isEqualTo(ack("id-1"));
        assertThat(error).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everySplitOfStream_hasSameResult(Mode mode) {
        byte[] stream = concat(mode.message("a"), new byte[] {(byte) 0xC0}, mode.message("b"));
        List<String> expected = Stream.concat(EVENTS.stream(), EVENTS.stream()).toList();

        for (int split = 0; split <= stream.length; split++) {
            assertSame(expected, Arrays.copyOf(stream, split), Arrays.copyOfRange(stream, split, stream.length));
        }
        assertSame(
                expected,
                IntStream.range(0, stream.length)
                        .mapToObj(i -> new byte[] {stream[i]})
                        .toArray(byte[][]::new));
    }

    private void assertSame(List<String> expected, byte[]... parts) {
        events.clear();
        replies.reset();
        read(parts);
        assertThat(events).isEqualTo(expected);
        assertThat(replies.toByteArray()).isEqualTo(concat(ack("a"), ack("b")));
    }

    @Test
    void chunkAsBinary_isAcknowledgedAsBinary() {
        read(pack(p -> {
            header(p, 3);
            p.packArrayHeader(0).packMapHeader(2).packString("size").packInt(0).packString("chunk");
            p.packBinaryHeader(2).writePayload(new byte[] {(byte) 0xFF, 1});
        }));

        assertThat(replies.toByteArray())
                .isEqualTo(pack(p -> p.packMapHeader(1)
                        .packString("ack")
                        .packBinaryHeader(2)
                        .writePayload(new byte[] {(byte) 0xFF, 1})));
    }

    @Test
    void messageWithoutChunk_hasNoReply() {
        read(pack(p -> header(p, 3).packLong(1).packMapHeader(1).packString("m").packInt(1)));
        read(pack(p -> header(p, 3)
                .packArrayHeader(0)
                .packMapHeader(1)
                .packString("chunk")
                .packInt(7)));

        assertThat(replies.size()).isZero();
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dd7fffffff", "ddffffffff", "c6ffffffff", "dbffffffff", "9193ddffffffff"})
    void hugeDeclaredLength_needsNoMemory(String entries) {
        byte[] start = concat(pack(p -> header(p, 2)), HexFormat.of().parseHex(entries));

        read(concat(start, new byte[1_000]));

        assertThat(events).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void messageAboveLimit_endsConnection() {
        byte[][] parts = new byte[31][];
        Arrays.fill(parts, new byte[10_000_000]);
        parts[0] = concat(pack(p -> header(p, 2)), HexFormat.of().parseHex("c6ffffffff1f"));

        read(parts);

        assertThat(error).hasValue("message of more than 300000000 bytes");
        assertThat(events).hasSize(1);
    }

    @Test
    void deepNesting_isRejectedMessage() {
        byte[] deep = new byte[50_000];
        Arrays.fill(deep, (byte) 0x91);
        deep[deep.length - 1] = 1;
        byte[] entry = concat(HexFormat.of().parseHex("920181a16d"), deep);

        read(message(packed(entry, Mode.PACKED.entries())));

        assertThat(events).hasSize(3);
        assertThat(events.getFirst().getBytes(ISO_8859_1)).isEqualTo(entry);
        assertThat(events.subList(1, 3)).isEqualTo(EVENTS);
    }

    @Test
    void values_becomeJson() {
        read(pack(p -> {
            header(p, 3).packNil().packMapHeader(14);
            p.packString("text").packString("ü\u0001\t\\");
            p.packString("latin").addPayload(new byte[] {(byte) 0xA2, 'a', (byte) 0xFC});
            p.packString("utf8").packBinaryHeader(2).writePayload("ü".getBytes(UTF_8));
            p.packString("binary").packBinaryHeader(3).writePayload(new byte[] {0, 1, (byte) 0xFF});
            p.packString("max").addPayload(HexFormat.of().parseHex("cfffffffffffffffff"));
            p.packString("min").packLong(Long.MIN_VALUE);
            p.packString("float").packFloat(0.5f);
            p.packString("nan").packDouble(Double.NaN);
            p.packString("list").packArrayHeader(3).packNil().packBoolean(true).packMapHeader(0);
            p.packString("ext").packExtensionTypeHeader((byte) 42, 3).writePayload(new byte[] {1, 2, 3});
            p.packString("time").addPayload(eventTime(1795966971, 5));
            p.packString("stamp").packTimestamp(1795966971L, 250_000_000);
            p.packInt(7).packInt(-1);
            p.packBinaryHeader(1).writePayload(new byte[] {'b'});
            p.packInt(1 << 16);
        }));

        assertThat(events)
                .containsExactly("{\"fluent.tag\":\"shop.web\",\"text\":\"ü\\u0001\\t\\\\\",\"latin\":\"a\uFFFD\","
                        + "\"utf8\":\"ü\",\"binary\":\"AAH/\",\"max\":18446744073709551615,\"min\":-9223372036854775808,"
                        + "\"float\":0.5,\"nan\":\"NaN\",\"list\":[null,true,{}],\"ext\":\"AQID\","
                        + "\"time\":1795966971.000000005,\"stamp\":1795966971.250000000,\"7\":-1,\"b\":65536}");
    }

    @Test
    void timeOfFluentBit_mayHaveMetadata() {
        byte[] entries = pack(p -> {
            p.packArrayHeader(2).packArrayHeader(2).addPayload(eventTime(1795966971, 1));
            p.packMapHeader(0).packMapHeader(1).packString("log").packString("a");
            p.packArrayHeader(2).packArrayHeader(2).addPayload(eventTime(1795966971, 2));
            p.packMapHeader(1)
                    .packString("k")
                    .packInt(1)
                    .packMapHeader(1)
                    .packString("log")
                    .packString("b");
            p.packArrayHeader(2).packArrayHeader(2).addPayload(eventTime(-1, 0)); // the start of a group
            p.packMapHeader(0).packMapHeader(1).packString("resource").packMapHeader(0);
        });

        read(message(packed(entries)));

        assertThat(events)
                .containsExactly(
                        "{\"@timestamp\":1795966971.000000001,\"fluent.tag\":\"shop.web\",\"log\":\"a\"}",
                        "{\"@timestamp\":1795966971.000000002,\"fluent.metadata\":{\"k\":1},\"fluent.tag\":\"shop.web\","
                                + "\"log\":\"b\"}");
    }

    @Test
    void entryWithoutRecord_isIgnored() {
        read(pack(p ->
                header(p, 2).packArrayHeader(1).packArrayHeader(2).packInt(1).packNil()));

        assertThat(events).isEmpty();
        assertThat(error).isEmpty();
    }

    @Test
    void invalidEntry_isRejectedAlone() {
        byte[] invalid = pack(p -> p.packArrayHeader(2).packInt(1).packString("no record"));

        read(message(packed(invalid, Mode.PACKED.entries())));

        assertThat(events.getFirst().getBytes(ISO_8859_1)).isEqualTo(invalid);
        assertThat(events.subList(1, 3)).isEqualTo(EVENTS);
    }

    @Test
    void invalidByteInArray_endsConnectionAfterEarlierEntries() {
        read(concat(message(new byte[] {(byte) 0x93}), Mode.ARRAY.entries(), new byte[] {(byte) 0xC1}));

        assertThat(events).hasSize(3).startsWith(EVENTS.get(0), EVENTS.get(1));
        assertThat(error).isPresent();
    }

    @Test
    void manyInvalidEntries_areRejectedTogether() {
        byte[] invalid = pack(p -> {
            for (int i = 0; i < 200; i++) {
                p.packArrayHeader(1).packInt(i);
            }
        });

        read(message(packed(invalid)));

        assertThat(events).hasSize(101);
    }

    @Test
    void largeWindowOfZstd_isRejectedMessage() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(compressed).setLong(24)) {
            zstd.write(Mode.ZSTD.entries());
        }

        read(concat(message(packed(compressed.toByteArray())), Mode.ARRAY.message("next")));

        assertThat(events).hasSize(3).endsWith(EVENTS.get(0), EVENTS.get(1));
    }

    @Test
    void incompleteEntry_isRetainedMemory() {
        byte[] message = pack(
                p -> header(p, 3).packLong(1).packMapHeader(1).packString("m").packString("x".repeat(500_000)));
        ForwardStream stream = stream();

        elements(stream.cut(Bytes.of(Arrays.copyOf(message, 400_000)), false));
        long incomplete = stream.retainedBytes();
        elements(stream.cut(Bytes.of(Arrays.copyOfRange(message, 400_000, message.length)), false));

        assertThat(incomplete).isBetween(390_000L, 1_100_000L);
        assertThat(stream.retainedBytes()).isLessThan(1_000);
    }

    @Test
    void payloadThatIsNoEntries_isOneRejectedMessage() {
        read(concat(message(packed(new byte[1_000])), Mode.ARRAY.message("next")));

        assertThat(events).hasSize(3).endsWith(EVENTS.get(0), EVENTS.get(1));
        assertThat(replies.toByteArray()).isEqualTo(ack("next"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"PACKED", "GZIP", "ZSTD"})
    void truncatedPayload_isRejectedMessageAfterItsEvents(Mode mode) {
        byte[] payload = mode.compress(mode.entries());

        read(concat(message(packed(Arrays.copyOf(payload, payload.length - 2))), Mode.ARRAY.message("next")));

        assertThat(events).hasSizeBetween(3, 5).endsWith(EVENTS.get(0), EVENTS.get(1));
        assertThat(replies.toByteArray()).isEqualTo(ack("next"));
    }

    @Test
    void invalidGzip_isRejectedMessage() {
        byte[] payload = Mode.GZIP.compress(Mode.GZIP.entries());
        Arrays.fill(payload, 10, 20, (byte) 0xFF);

        read(concat(message(packed(payload)), Mode.ARRAY.message("next")));

        assertThat(events).hasSize(3).endsWith(EVENTS.get(0), EVENTS.get(1));
        assertThat(replies.toByteArray()).isEqualTo(ack("next"));
    }

    @Test
    void gzipWithAllHeaderFields_isRead() {
        byte[] plain = Mode.GZIP.compress(Mode.GZIP.entries());
        byte[] header = HexFormat.of().parseHex("1f8b081e0000000000ff" + "0200aabb" + "6e00" + "6300" + "0000");
        byte[] message = message(packed(concat(header, Arrays.copyOfRange(plain, 10, plain.length))));

        for (int split = 0; split <= message.length; split++) {
            events.clear();
            read(Arrays.copyOf(message, split), Arrays.copyOfRange(message, split, message.length));
            assertThat(events).isEqualTo(EVENTS);
        }
    }

    @Test
    void compressedZeros_areOneRejectedMessage() {
        read(message(packed(Mode.GZIP.compress(new byte[20_000_000]))));

        assertThat(events).hasSize(1);
    }

    @Test
    void largeEntry_isTruncated() {
        byte[] message = pack(
                p -> header(p, 3).packLong(1).packMapHeader(1).packString("m").packString("x".repeat(2 << 20)));

        List<Element> elements = elements(stream().cut(Bytes.of(message), true));

        assertThat(elements).singleElement().matches(Element::truncated);
        assertThat(elements.getFirst().value()).hasSize(64 << 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "[\"tag\",1,{}]", "GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000"})
    void otherProtocol_endsConnection(String text) {
        read(text.getBytes(UTF_8));

        assertThat(error).hasValue("no message of the forward protocol");
        assertThat(events).isEmpty();
    }

    @Test
    void messageWithoutTag_endsConnection() {
        read(pack(p -> p.packArrayHeader(2).packInt(1).packArrayHeader(0)));

        assertThat(error).hasValue("tag is no text of at most 4096 bytes");
    }

    @Test
    void handshake_acceptsSharedKey() {
        ForwardStream stream = streamWithKey();

        assertThat(stream.greeting()).isEqualTo(pack(p -> {
            p.packArrayHeader(2).packString("HELO").packMapHeader(3).packString("nonce");
            p.packBinaryHeader(16).writePayload(NONCE.getBytes(US_ASCII));
            p.packString("auth").packString("").packString("keepalive").packBoolean(true);
        }));
        read(stream, concat(ping("salt", "web-1", "secret"), Mode.ARRAY.message("id")));

        byte[] pong = pack(p -> p.packArrayHeader(5)
                .packString("PONG")
                .packBoolean(true)
                .packString("")
                .packString("log-aggregator")
                .packString(sha512("saltlog-aggregator" + NONCE + "secret")));
        assertThat(replies.toByteArray()).isEqualTo(concat(pong, ack("id")));
        assertThat(events).isEqualTo(EVENTS);
    }

    @Test
    void handshake_refusesWrongKeyAndMissingPing() {
        for (byte[] first :
                List.of(ping("salt", "web-1", "wrong"), Mode.ARRAY.message("id"), pack(p -> p.packInt(1)))) {
            replies.reset();
            read(streamWithKey(), concat(first, Mode.ARRAY.message("id")));

            assertThat(error).hasValue("wrong shared key");
            assertThat(events).isEmpty();
            assertThat(replies.toString(ISO_8859_1)).contains("PONG\u00C2");
        }
    }

    @Test
    void largePing_endsConnection() {
        read(streamWithKey(), ping("s".repeat(10_000), "web-1", "secret"));

        assertThat(error).isPresent();
        assertThat(replies.size()).isZero();
    }

    private void read(byte[]... parts) {
        read(stream(), parts);
    }

    private void read(ForwardStream stream, byte[]... parts) {
        for (byte[] part : parts) {
            byte[] received = part.clone();
            Cut cut = stream.cut(Bytes.of(received), false);
            assertThat(cut.consumed()).isEqualTo(part.length);
            elements(cut).forEach(element -> events.add(text(element.value())));
            replies.writeBytes(cut.reply());
            error = cut.error();
            Arrays.fill(received, (byte) 0xC1); // the array is used for other bytes
            if (error.isPresent()) {
                return;
            }
        }
    }

    private static String text(byte[] value) {
        return new String(value, value.length > 0 && value[0] == '{' ? UTF_8 : ISO_8859_1);
    }

    private static List<Element> elements(Cut cut) {
        List<Element> elements = new ArrayList<>();
        cut.elements().forEachRemaining(elements::add);
        return elements;
    }

    private static ForwardStream stream() {
        return new ForwardStream(Optional.empty(), MAX_ENTRY);
    }

    private static ForwardStream streamWithKey() {
        return new ForwardStream(Optional.of(new Handshake("secret", NONCE.getBytes(US_ASCII))), MAX_ENTRY);
    }

    private static byte[] ping(String salt, String name, String key) {
        return pack(p -> p.packArrayHeader(6)
                .packString("PING")
                .packString(name)
                .packString(salt)
                .packString(sha512(salt + name + NONCE + key))
                .packString("")
                .packString(""));
    }

    private static String sha512(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] ack(String chunk) {
        return pack(p -> p.packMapHeader(1).packString("ack").packString(chunk));
    }

    private static MessageBufferPacker header(MessageBufferPacker packer, int elements) throws IOException {
        packer.packArrayHeader(elements).packString("shop.web");
        return packer;
    }

    private static byte[] message(byte[] entries) {
        return concat(pack(p -> header(p, 2)), entries);
    }

    private static byte[] packed(byte[]... entries) {
        byte[] all = concat(entries);
        return concat(pack(p -> p.packBinaryHeader(all.length)), all);
    }

    private static byte[] eventTime(int seconds, int nanos) {
        HexFormat hex = HexFormat.of();
        return hex.parseHex("d700" + hex.toHexDigits(seconds) + hex.toHexDigits(nanos));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] pack(Packing packing) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packing.pack(packer);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Packing {

        void pack(MessageBufferPacker packer) throws IOException;
    }

    private enum Mode {
        RECORDS,
        ARRAY,
        TEXT,
        PACKED,
        GZIP,
        GZIP_MEMBERS,
        ZSTD;

        byte[] message(String chunk) {
            byte[] option = pack(p -> p.packMapHeader(2)
                    .packString("size")
                    .packInt(2)
                    .packString("chunk")
                    .packString(chunk));
            return switch (this) {
                case RECORDS -> {
                    byte[] first = Arrays.copyOfRange(first(), 1, first().length);
                    byte[] second = Arrays.copyOfRange(second(), 1, second().length);
                    yield concat(pack(p -> header(p, 3)), first, pack(p -> header(p, 4)), second, option);
                }
                case ARRAY -> concat(pack(p -> header(p, 3)), new byte[] {(byte) 0x92}, entries(), option);
                case TEXT -> concat(pack(p -> header(p, 3).packRawStringHeader(entries().length)), entries(), option);
                default -> concat(pack(p -> header(p, 3)), packed(compress(entries())), option);
            };
        }

        byte[] entries() {
            return concat(first(), second());
        }

        private static byte[] first() {
            return pack(p -> {
                p.packArrayHeader(2).addPayload(eventTime(1795966971, 123));
                p.packMapHeader(2)
                        .packString("message")
                        .packString("order")
                        .packString("n")
                        .packInt(1);
            });
        }

        private static byte[] second() {
            return pack(p -> {
                p.packArrayHeader(2).packLong(1795966972);
                p.packMapHeader(2)
                        .packString("message")
                        .packString("pay \"now\"\n")
                        .packString("n")
                        .packInt(-200);
            });
        }

        byte[] compress(byte[] entries) {
            return switch (this) {
                case GZIP -> gzip(entries);
                case GZIP_MEMBERS ->
                    concat(gzip(Arrays.copyOf(entries, 20)), gzip(Arrays.copyOfRange(entries, 20, entries.length)));
                case ZSTD ->
                    concat(
                            Zstd.compress(Arrays.copyOf(entries, 20)),
                            Zstd.compress(Arrays.copyOfRange(entries, 20, entries.length)));
                default -> entries;
            };
        }

        private static byte[] gzip(byte[] bytes) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }
}
