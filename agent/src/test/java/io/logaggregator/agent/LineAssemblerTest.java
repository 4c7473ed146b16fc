package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineAssemblerTest {

    private final LineAssembler lines = new LineAssembler(0, true, 32);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void next_joinsStackTraces_forAnyChunkSize(int chunk) {
        List<LogLine> read = new ArrayList<>();
        byte[] bytes = "one\nboom\n\tat A\nCaused by: x\n\ntwo\r\nthree\n".getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += chunk) {
            read.addAll(read(ByteBuffer.wrap(bytes, from, Math.min(chunk, bytes.length - from))));
        }
        lines.takePending().ifPresent(read::add);

        assertThat(read).extracting(LogLine::text).containsExactly("one", "boom\n\tat A\nCaused by: x", "two", "three");
        assertThat(read).extracting(LogLine::end).containsExactly(4L, 28L, 34L, 40L);
    }

    @Test
    void next_joinsExceptionWithMessageAbove() {
        var wide = new LineAssembler(0, true, 1000);
        String event = "ERROR it failed\njava.io.IOException: disk\n\tat A\nSuppressed\n";
        var bytes = ByteBuffer.wrap(event.getBytes(UTF_8));

        assertThat(wide.next(bytes)).map(LogLine::text).contains("ERROR it failed\njava.io.IOException: disk\n\tat A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Error: disk", "com.shop.Cart: Error", "com.shop.Cart closed", "12.5Error at 9", "java.x.Error 5"
            })
    void next_separatesLinesThatResembleExceptions(String text) {
        var bytes = ByteBuffer.wrap(("before\n" + text + "\n").getBytes(UTF_8));

        assertThat(lines.next(bytes)).map(LogLine::text).contains("before");
    }

    @Test
    void next_separatesLines_ifJoiningIsDisabled() {
        var separate = new LineAssembler(0, false, 32);
        var bytes = ByteBuffer.wrap("a\n b\n".getBytes(UTF_8));

        assertThat(separate.next(bytes)).map(LogLine::text).contains("a");
        assertThat(separate.next(bytes)).map(LogLine::text).contains(" b");
    }

    @Test
    void next_truncatesLongLineBetweenCharacters() {
        List<LogLine> read = read("x".repeat(31) + "\u00e9\u00e9 and more\nnext\n");

        assertThat(read).singleElement().satisfies(line -> {
            assertThat(line.text()).isEqualTo("x".repeat(31));
            assertThat(line.truncated()).isTrue();
        });
        assertThat(lines.takePending()).hasValueSatisfying(line -> {
            assertThat(line.text()).isEqualTo("next");
            assertThat(line.truncated()).isFalse();
        });
    }

    @Test
    void next_splitsTooLongStackTrace() {
        List<LogLine> read = read("boom\n" + " at somewhere\n".repeat(3));

        assertThat(read).extracting(LogLine::text).containsExactly("boom\n at somewhere\n at somewhere");
        assertThat(lines.takePending()).map(LogLine::text).contains(" at somewhere");
    }

    @Test
    void next_skipsLeadingZeros() {
        read("\0\0\0after the cut\n");

        assertThat(lines.takePending()).map(LogLine::text).contains("after the cut");
    }

    @Test
    void takePartial_returnsTextWithoutNewline() {
        read("half");

        assertThat(lines.takePending()).isEmpty();
        assertThat(lines.takePartial())
                .hasValueSatisfying(line -> assertThat(line.end()).isEqualTo(4));
        assertThat(lines.takePartial()).isEmpty();
    }

    private List<LogLine> read(String text) {
        return read(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private List<LogLine> read(ByteBuffer bytes) {
        var read = new ArrayList<LogLine>();
        for (Optional<LogLine> line = lines.next(bytes); line.isPresent(); line = lines.next(bytes)) {
            read.add(line.get());
        }
        return read;
    }
}
