package io.logaggregator.gateways.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalEntriesTest {

    private final List<Element> elements = new ArrayList<>();
    private Optional<String> error = Optional.empty();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void entries_becomeJson(int chunk) {
        byte[] body = new ByteOutput()
                .add("__CURSOR=s=1;i=2\nPRIORITY=3\nMESSAGE=a=\"b\"\nTAG=x\nTAG=y\n\n")
                .add("MESSAGE\n")
                .add(new byte[] {9, 0, 0, 0, 0, 0, 0, 0})
                .add("two\n\nl\u00e9s\n_HOSTNAME=web-1\n\n\n")
                .add("MESSAGE=last\n")
                .toArray();

        read(body, chunk);

        assertThat(error).isEmpty();
        assertThat(texts())
                .containsExactly(
                        "{\"__CURSOR\":\"s=1;i=2\",\"PRIORITY\":\"3\",\"MESSAGE\":\"a=\\\"b\\\"\",\"TAG\":[\"x\",\"y\"]}",
                        "{\"MESSAGE\":\"two\\n\\nl\u00e9s\",\"_HOSTNAME\":\"web-1\"}",
                        "{\"MESSAGE\":\"last\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\n",
                "message=lower\n\n",
                "=x\n\n",
                "{\"MESSAGE\":\"json\"}\n",
                "A B=c\n\n",
                "MESSAGE\n\0\0\0\0\0\0\0\u007f"
            })
    void otherText_isAnErrorAfterTheEntriesBefore(String text) {
        read(("MESSAGE=first\n\n" + text + "\0\0\0\0\0\0\0\0\0\n").getBytes(UTF_8), 1 << 20);

        assertThat(error).isPresent();
        assertThat(texts()).containsExactly("{\"MESSAGE\":\"first\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MESSAGE=cut", "MESSAGE\n\5\0\0", "MESSAGE\n\5\0\0\0\0\0\0\0abc", "MESSAGE\n\3\0\0\0\0\0\0\0abc"
            })
    void incompleteLastEntry_isAnError(String text) {
        read(("MESSAGE=first\n\n" + text).getBytes(UTF_8), 4);

        assertThat(error).isPresent();
        assertThat(texts()).containsExactly("{\"MESSAGE\":\"first\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entryThatIsTooLarge_isTruncatedAndSkipped(boolean binary) {
        int length = 3 * MessageSplitter.MAX_MESSAGE_BYTES + 17;
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) 'x');
        ByteOutput body = new ByteOutput().add("PRIORITY=3\n");
        if (binary) {
            value[length / 2] = '\n';
            value[length / 2 + 1] = '\n';
            body.add("MESSAGE\n");
            for (int shift = 0; shift < 64; shift += 8) {
                body.add((int) ((long) length >>> shift));
            }
        } else {
            body.add("MESSAGE=");
        }
        body.add(value).add("\nCODE_LINE=1\n\nMESSAGE=next\n\n");

        read(body.toArray(), 8192);

        assertThat(error).isEmpty();
        assertThat(elements).hasSize(2);
        assertThat(elements.getFirst().truncated()).isTrue();
        assertThat(elements.getFirst().value()).asString(UTF_8).startsWith("PRIORITY=3\nMESSAGE");
        assertThat(elements.getLast().value()).asString(UTF_8).isEqualTo("{\"MESSAGE\":\"next\"}");
    }

    /** The name and the length of a binary field are divided at every position. */
    @Test
    void binaryFieldAtTheSizeLimit_isSkippedAsAWhole() {
        for (int before = 0; before < 20; before++) {
            elements.clear();
            byte[] body = new ByteOutput()
                    .add("A=" + "x".repeat(MessageSplitter.MAX_MESSAGE_BYTES - 3 - before) + "\n")
                    .add("MESSAGE\n")
                    .add(new byte[] {'=', 0, 0, 0, 0, 0, 0, 0})
                    .add("=\n\n" + "x".repeat('=' - 3) + "\n\nMESSAGE=next\n\n")
                    .toArray();

            read(body, 1);

            assertThat(error).isEmpty();
            assertThat(elements).hasSize(2);
            assertThat(elements.getLast().value()).asString(UTF_8).isEqualTo("{\"MESSAGE\":\"next\"}");
        }
    }

    @Test
    void endlessName_isAnError() {
        read("X".repeat(200_000).getBytes(UTF_8), 1000);

        assertThat(error).isPresent();
    }

    @Test
    void tooManyFields_areTruncated() {
        read(("A=1\n".repeat(1025) + "\n" + "A=1\n".repeat(1024) + "\n").getBytes(UTF_8), 1 << 20);

        assertThat(elements).extracting(Element::truncated).containsExactly(true, false);
    }

    private List<String> texts() {
        return elements.stream()
                .map(element -> new String(element.value(), UTF_8))
                .toList();
    }

    /** Reads a body as the server does. */
    private void read(byte[] body, int chunk) {
        JournalEntries entries = new JournalEntries();
        int from = 0;
        int end = Math.max(0, Math.min(body.length, body.length > 100_000 && chunk == 1 ? body.length - 120 : 0));
        boolean ended = false;
        while (!ended && error.isEmpty()) {
            ended = end == body.length;
            Cut cut = entries.cut(new Bytes(body, from, end), ended);
            cut.elements().forEachRemaining(elements::add);
            error = cut.error();
            from += cut.consumed();
            end = Math.min(body.length, end + chunk);
        }
    }
}
