package io.logaggregator.gateways.syslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.SplitStream;
import io.logaggregator.gateways.socket.SplitStream.Result;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogStreamTest {

    @Test
    void lines_areMessages() {
        assertThat(read("<13>Nov 30 10:00:00 a b: one\n<14>two\n").elements())
                .containsExactly("28 <13>Nov 30 10:00:00 a b: one", "7 <14>two");
    }

    @Test
    void lineEnds_areRemoved() {
        assertThat(read("<1>crlf\r\n<1>nul\0<1>nul and break\0\n\n\r\n <1>blanks \n<1>no end")
                        .elements())
                .containsExactly("7 <1>crlf", "6 <1>nul", "16 <1>nul and break", "9 <1>blanks", "9 <1>no end");
    }

    @Test
    void countedMessages_keepLineBreaks() {
        Result result = read("10 <13>a\nb\r\nc6 <13>ab6 <13>");

        assertThat(result.elements()).containsExactly("10 <13>a\nb\r\nc", "6 <13>ab");
        assertThat(result.error()).isEqualTo("end within a message");
    }

    @Test
    void breaksBetweenCountedMessages_areSkipped() {
        Result result = read("5 <13>a\n5 <13>b\r\n\0005 <13>c\n");

        assertThat(result.elements()).containsExactly("5 <13>a", "5 <13>b", "5 <13>c");
        assertThat(result.error()).isEmpty();
    }

    @Test
    void endOfCountedMessage_isStripped() {
        assertThat(read("7 <13>a\r\n6 <13>b\0").elements()).containsExactly("5 <13>a", "5 <13>b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 <13>a<13>b\n",
                "5 <13>aa5 <13>b",
                "5 <13>a05 <13>b",
                "5 <13>a 5 <13>b",
                "5 <13>a12345678 <13>b"
            })
    void wrongLength_endsStream(String stream) {
        Result result = read(stream);

        assertThat(result.elements()).containsExactly("5 <13>a");
        assertThat(result.error()).startsWith("invalid length of a message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 apples", "2026-11-30 10:00:00 text", "12345678 <13>a", "0 <13>a", "5  <13>a", "5 <>a", "5 <1234>a",
                "5 <1a>", "5", "5 ", "5 <", "5 <13", "{\"message\":\"a\"}", "GET / HTTP/1.1"
            })
    void otherBeginning_isLine(String line) {
        String text = line.strip();

        assertThat(read(line).elements()).containsExactly(text.length() + " " + text);
        assertThat(read(line + "\n<13>b\n").elements()).containsExactly(text.length() + " " + text, "5 <13>b");
    }

    @Test
    void emptyStream_hasNoMessages() {
        assertThat(read("\n").elements()).isEmpty();
        assertThat(new SyslogStream(100).cut(Bytes.of(new byte[0]), true).elements())
                .isExhausted();
    }

    @Test
    void largeLine_isTruncated_restIsSkipped() {
        StreamSession session = new SyslogStream(10);

        assertThat(cut(session, "<1>a\n<1>45678")).containsExactly("4 <1>a");
        assertThat(cut(session, "<1>45678901")).containsExactly("truncated <1>45678901");
        assertThat(cut(session, "still the same line")).isEmpty();
        assertThat(cut(session, "its end\n<1>b\n")).containsExactly("4 <1>b");
    }

    @Test
    void largeCountedMessage_isTruncated_restIsSkipped() {
        StreamSession session = new SyslogStream(10);

        assertThat(cut(session, "4 <1>a30 <1>4567890")).containsExactly("4 <1>a", "truncated <1>4567890");
        assertThat(cut(session, "01234567890123456789")).isEmpty();
        assertThat(cut(session, "4 <1>b")).containsExactly("4 <1>b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<1>a\n", "4 <1>a"})
    void manySmallMessages_areCutInParts(String message) {
        byte[] stream = message.repeat(10_000).getBytes(ISO_8859_1);
        StreamSession session = new SyslogStream(1_000);
        List<String> elements = new ArrayList<>();
        int position = 0;
        while (position < stream.length) {
            Cut cut = session.cut(new Bytes(stream, position, stream.length), false);
            int before = elements.size();
            cut.elements().forEachRemaining(element -> elements.add(text(element)));
            assertThat(elements.size() - before).isBetween(1, Cut.MAX_ELEMENTS);
            position += cut.consumed();
        }

        assertThat(elements).hasSize(10_000).containsOnly("4 <1>a");
    }

    /** The elements of bytes of which all are consumed that are complete. */
    private static List<String> cut(StreamSession session, String received) {
        Cut cut = session.cut(Bytes.of(received.getBytes(ISO_8859_1)), false);
        assertThat(cut.error()).isEmpty();
        List<String> elements = new ArrayList<>();
        cut.elements().forEachRemaining(element -> elements.add(text(element)));
        return elements;
    }

    private static String text(Element element) {
        return (element.truncated() ? "truncated " : "") + new String(element.value(), ISO_8859_1);
    }

    private static Result read(String stream) {
        return SplitStream.read(stream.getBytes(ISO_8859_1), () -> new SyslogStream(1_000));
    }
}
