package io.logaggregator.gateways.gelf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GelfStreamTest {

    private static final int MAX_BYTES = 1_000;

    @Test
    void messages_endWithNul() {
        assertThat(read("{\"short_message\":\"a\"}\0{\"short_message\":\"b\"}\0"))
                .containsExactly("{\"short_message\":\"a\"}", "{\"short_message\":\"b\"}");
    }

    @Test
    void messages_mayEndWithLineBreak() {
        assertThat(read("{\"short_message\":\"a\"}\r\n{\"short_message\":\"b\"}\n\n{\"c\":1}"))
                .containsExactly("{\"short_message\":\"a\"}", "{\"short_message\":\"b\"}", "{\"c\":1}");
    }

    @Test
    void lineBreakInObject_isPartOfMessage() {
        String message = "{\n  \"short_message\": \"} \\\" ]\n{\",\n  \"_list\": [\n1\n]\n}";

        assertThat(read(message + "\0" + message + "\n")).containsExactly(message, message);
    }

    @Test
    void everySplitOfStream_hasSameResult() {
        String stream = "{\"short_message\":\"a}\\\\\"}\0\n{\"b\":\n\"ü\"}\n[1]\0no JSON\n{\"c\":1}";
        List<String> expected =
                List.of("{\"short_message\":\"a}\\\\\"}", "{\"b\":\n\"ü\"}", "[1]", "no JSON", "{\"c\":1}");
        byte[] bytes = stream.getBytes(UTF_8);

        for (int size = 1; size <= bytes.length; size++) {
            assertThat(texts(readInParts(bytes, size))).isEqualTo(expected);
        }
    }

    @Test
    void unendedObject_endsWithNul() {
        assertThat(read("{\"a\":\"x\n\0{\"b\":1}\0")).containsExactly("{\"a\":\"x", "{\"b\":1}");
    }

    @Test
    void tooLargeMessage_isTruncatedAndSkipped() {
        String large = "{\"a\":\"" + "x".repeat(5 * MAX_BYTES) + "\"}";

        List<Element> elements = readInParts((large + "\0{\"b\":1}\0").getBytes(UTF_8), 700);

        assertThat(elements).hasSize(2);
        assertThat(elements.getFirst().truncated()).isTrue();
        assertThat(texts(elements).get(1)).isEqualTo("{\"b\":1}");
    }

    private static List<String> read(String stream) {
        byte[] bytes = stream.getBytes(UTF_8);
        return texts(readInParts(bytes, bytes.length));
    }

    private static List<String> texts(List<Element> elements) {
        return elements.stream()
                .map(element -> new String(element.value(), UTF_8))
                .toList();
    }

    private static List<Element> readInParts(byte[] bytes, int size) {
        GelfStream stream = new GelfStream(MAX_BYTES);
        List<Element> elements = new ArrayList<>();
        int consumed = 0;
        for (int to = Math.min(size, bytes.length); ; to = Math.min(to + size, bytes.length)) {
            Cut cut = stream.cut(new Bytes(bytes, consumed, to), to == bytes.length);
            cut.elements().forEachRemaining(elements::add);
            consumed += cut.consumed();
            if (to == bytes.length) {
                assertThat(consumed).isEqualTo(bytes.length);
                return elements;
            }
        }
    }
}
