package io.logaggregator.gateways.gelf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GelfDatagramsTest {

    private static final int MAX_BYTES = 100_000;
    private static final String MESSAGE = "{\"version\":\"1.1\",\"short_message\":\"order failed\",\"level\":3}";
    private static final InetSocketAddress WEB_1 = new InetSocketAddress("10.0.0.1", 4000);
    private static final InetSocketAddress WEB_2 = new InetSocketAddress("10.0.0.2", 4000);

    private long nanos;
    private final GelfDatagrams datagrams = new GelfDatagrams(MAX_BYTES, () -> nanos);

    @Test
    void datagram_isPlainOrCompressed() {
        assertThat(receive(WEB_1, MESSAGE.getBytes(UTF_8))).containsExactly(MESSAGE);
        assertThat(receive(WEB_1, (MESSAGE + "\0").getBytes(UTF_8))).containsExactly(MESSAGE);
        assertThat(receive(WEB_1, gzip(MESSAGE.getBytes(UTF_8)))).containsExactly(MESSAGE);
        assertThat(receive(WEB_1, zlib(MESSAGE.getBytes(UTF_8)))).containsExactly(MESSAGE);
        assertThat(receive(WEB_1, new byte[0])).isEmpty();
    }

    @Test
    void chunks_areJoinedInAnyOrder() {
        byte[] message = gzip(MESSAGE.getBytes(UTF_8));
        List<byte[]> chunks = chunks(7, message, 5);
        Collections.reverse(chunks);

        List<String> received = new ArrayList<>();
        chunks.forEach(chunk -> received.addAll(receive(WEB_1, chunk)));

        assertThat(received).containsExactly(MESSAGE);
        assertThat(datagrams.dropped()).isZero();
    }

    @Test
    void singleChunk_isMessage() {
        assertThat(receive(WEB_1, chunk(7, 0, 1, zlib(MESSAGE.getBytes(UTF_8)))))
                .containsExactly(MESSAGE);
    }

    @Test
    void equalIds_ofTwoSenders_areTwoMessages() {
        List<byte[]> first = chunks(7, "{\"a\":1}".getBytes(UTF_8), 2);
        List<byte[]> second = chunks(7, "{\"b\":2}".getBytes(UTF_8), 2);

        receive(WEB_1, first.get(0));
        receive(WEB_2, second.get(0));

        assertThat(receive(WEB_1, first.get(1))).containsExactly("{\"a\":1}");
        assertThat(receive(WEB_2, second.get(1))).containsExactly("{\"b\":2}");
    }

    @Test
    void duplicateChunk_isDropped() {
        List<byte[]> chunks = chunks(7, MESSAGE.getBytes(UTF_8), 2);

        receive(WEB_1, chunks.get(0));
        receive(WEB_1, chunks.get(0));

        assertThat(receive(WEB_1, chunks.get(1))).containsExactly(MESSAGE);
        assertThat(datagrams.dropped()).isEqualTo(1);
    }

    @Test
    void incompleteMessage_isDroppedAfterFiveSeconds() {
        List<byte[]> chunks = chunks(7, MESSAGE.getBytes(UTF_8), 3);
        receive(WEB_1, chunks.get(0));
        receive(WEB_1, chunks.get(1));

        nanos = Duration.ofMillis(5_001).toNanos();

        assertThat(receive(WEB_1, chunks.get(2))).isEmpty();
        assertThat(datagrams.dropped()).isEqualTo(2);
    }

    @Test
    void tooManyIncompleteMessages_dropOldest() {
        List<byte[]> first = chunks(0, MESSAGE.getBytes(UTF_8), 2);
        receive(WEB_1, first.get(0));
        for (int id = 1; id <= Chunks.MAX_MESSAGES; id++) {
            receive(WEB_1, chunk(id, 0, 2, new byte[10]));
        }

        assertThat(datagrams.dropped()).isEqualTo(1);
        assertThat(receive(WEB_1, first.get(1))).isEmpty();
    }

    @Test
    void incompleteMessages_areBoundedInBytes() {
        for (int id = 0; id < 300; id++) {
            receive(WEB_1, chunk(id, 0, 2, new byte[64_000]));
        }

        assertThat(datagrams.dropped()).isBetween(30L, 60L);
    }

    @Test
    void invalidChunk_isRejectedMessage() {
        assertThat(elements(chunk(7, 2, 2, new byte[10]))).hasSize(1);
        assertThat(elements(chunk(7, 0, 0, new byte[10]))).hasSize(1);
        assertThat(elements(chunk(7, 0, 129, new byte[10]))).hasSize(1);
        assertThat(elements(new byte[] {0x1E, 0x0F, 1})).hasSize(1);
    }

    @Test
    void invalidCompression_isRejectedMessage() {
        byte[] invalid = Arrays.copyOf(gzip(MESSAGE.getBytes(UTF_8)), 20);

        assertThat(elements(invalid)).singleElement().matches(element -> Arrays.equals(element.value(), invalid));
    }

    @Test
    void decompressedMessage_isBounded() {
        assertThat(elements(gzip(new byte[10_000_000]))).singleElement().matches(Element::truncated);
        assertThat(elements(zlib(new byte[10_000_000]))).singleElement().matches(Element::truncated);
    }

    private List<String> receive(InetSocketAddress sender, byte[] datagram) {
        return datagrams.receive(sender, Bytes.of(datagram)).stream()
                .map(element -> new String(element.value(), UTF_8))
                .toList();
    }

    private List<Element> elements(byte[] datagram) {
        return datagrams.receive(WEB_1, Bytes.of(datagram));
    }

    private static List<byte[]> chunks(long id, byte[] message, int count) {
        List<byte[]> chunks = new ArrayList<>();
        int size = (message.length + count - 1) / count;
        for (int i = 0; i < count; i++) {
            byte[] content = Arrays.copyOfRange(message, i * size, Math.min((i + 1) * size, message.length));
            chunks.add(chunk(id, i, count, content));
        }
        return chunks;
    }

    private static byte[] chunk(long id, int number, int count, byte[] content) {
        return ByteBuffer.allocate(12 + content.length)
                .put((byte) 0x1E)
                .put((byte) 0x0F)
                .putLong(id)
                .put((byte) number)
                .put((byte) count)
                .put(content)
                .array();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] zlib(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
