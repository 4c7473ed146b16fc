package io.logaggregator.agent.lines;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.agent.FileTailing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineAssemblerTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final String TIME = "2026-11-29T15:42:51.123456789Z";

    private final LineAssembler lines = assembler(UTF_8, 32);

    @ParameterizedTest
    @MethodSource("cases")
    void events_areFound_inAnyFrame(Case events) {
        for (Function<String, String> frame : List.<Function<String, String>>of(
                Function.identity(), LineAssemblerTest::cri, LineAssemblerTest::docker)) {
            assertThat(texts(
                            assembler(UTF_8, 1 << 20),
                            frame.apply(events.input()).getBytes(UTF_8),
                            7))
                    .as(frame.apply("frame\n"))
                    .isEqualTo(events.expected());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void lines_areFound_inAnyEncodingAndChunk(int chunk) {
        String text = "one \u00e9\u0a0a\ntwo\r\n\nthree \uD83D\uDE00\n";
        List<String> expected = List.of("one \u00e9\u0a0a", "two", "three \uD83D\uDE00");

        assertThat(texts(assembler(UTF_8, 1000), text.getBytes(UTF_8), chunk)).isEqualTo(expected);
        assertThat(texts(assembler(UTF_8, 1000), ("\uFEFF" + text).getBytes(UTF_8), chunk))
                .isEqualTo(expected);
        assertThat(texts(assembler(UTF_16LE, 1000), ("\uFEFF" + text).getBytes(UTF_16LE), chunk))
                .isEqualTo(expected);
        assertThat(texts(assembler(UTF_16BE, 1000), ("\uFEFF" + text).getBytes(UTF_16BE), chunk))
                .isEqualTo(expected);
    }

    @Test
    void zeros_areRemovedAroundLines() {
        assertThat(texts(lines, "\0\0\0after the cut\0\0\n\0\n".getBytes(UTF_8), 4))
                .containsExactly("after the cut");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 34, 1000})
    void longLine_isTruncatedBetweenCharacters(int chunk) {
        byte[] text = ("x".repeat(31) + "\u00e9\u00e9 and more\n" + "y".repeat(32) + "\r\n").getBytes(UTF_8);

        assertThat(read(lines, text, chunk))
                .satisfiesExactly(
                        line -> {
                            assertThat(line.text()).isEqualTo("x".repeat(31));
                            assertThat(line.truncated()).isTrue();
                        },
                        line -> {
                            assertThat(line.text()).isEqualTo("y".repeat(32));
                            assertThat(line.truncated()).isFalse();
                        });
    }

    @Test
    void longStackTrace_isSplit() {
        assertThat(texts(lines, ("boom\n" + " at somewhere\n".repeat(3)).getBytes(UTF_8), 1000))
                .containsExactly("boom\n at somewhere\n at somewhere", " at somewhere");
    }

    @Test
    void lines_areSeparate_ifJoiningIsDisabled() {
        var tailing = new FileTailing(
                List.of("*"),
                Path.of("state"),
                FileTailing.Begin.START,
                Optional.empty(),
                false,
                32,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                ZoneOffset.UTC);

        assertThat(texts(assembler(UTF_8, tailing), "a\n b\n".getBytes(UTF_8), 100))
                .containsExactly("a", " b");
    }

    @Test
    void partsOfContainerLine_areJoinedByStream() {
        String text = TIME + " stdout P one \n" + TIME + " stderr F error\n" + TIME + " stdout F two\n" + TIME
                + " stdout F\n" + TIME + " stderr P:x rest\n";
        LineAssembler assembler = assembler(UTF_8, 1000);
        List<LogLine> complete = next(assembler, text.getBytes(UTF_8), 0);
        assertThat(complete).isEmpty();

        List<LogLine> expired = all(() -> assembler.nextExpired(SECOND));

        assertThat(expired).satisfiesExactly(line -> {
            assertThat(line.text()).isEqualTo("one two");
            assertThat(line.frame().orElseThrow().stream()).isEqualTo("stdout");
            assertThat(line.end()).isEqualTo(text.indexOf(TIME + " stderr F"));
        });
        assertThat(all(() -> assembler.nextExpired(6 * SECOND)))
                .extracting(LogLine::text, LogLine::end)
                .containsExactly(tuple("error", (long) text.lastIndexOf(TIME)), tuple("rest", (long) text.length()));
    }

    @Test
    void partsOfContainerLine_areJoinedWithinACharacter() {
        byte[] euro = "\u20ac".getBytes(UTF_8);
        var text = new ByteArrayOutputStream();
        text.writeBytes((TIME + " stdout P 5 ").getBytes(UTF_8));
        text.write(euro[0]);
        text.writeBytes(("\n" + TIME + " stdout F ").getBytes(UTF_8));
        text.write(euro, 1, 2);
        text.write('\n');

        assertThat(texts(assembler(UTF_8, 1000), text.toByteArray(), 1000)).containsExactly("5 \u20ac");
    }

    /** Docker splits the text of a line after 16 KiB; the streams of a container are mixed in one file. */
    @Test
    void partsOfDockerLine_areJoinedByStream() {
        String part = "x".repeat(16 << 10);
        String text = dockerLine("stdout", part)
                + dockerLine("stderr", "java.lang.Error: boom\\n")
                + dockerLine("stdout", part)
                + dockerLine("stderr", "\\tat shop.Pay.run(Pay.java:7)\\n")
                + dockerLine("stdout", "end\\n")
                + dockerLine("stderr", "done\\n");

        assertThat(texts(assembler(UTF_8, 1 << 20), text.getBytes(UTF_8), 1000))
                .containsExactlyInAnyOrder(
                        part + part + "end", "java.lang.Error: boom\n\tat shop.Pay.run(Pay.java:7)", "done");
    }

    private static String dockerLine(String stream, String log) {
        return "{\"log\":\"" + log.replace("\t", "\\t") + "\",\"stream\":\"" + stream + "\",\"time\":\"" + TIME
                + "\"}\n";
    }

    @Test
    void partsOfContainerLine_areBounded() {
        String part = TIME + " stdout P 0123456789\n";

        LineAssembler assembler = assembler(UTF_8, 60);
        assertThat(next(assembler, part.repeat(1000).getBytes(UTF_8), 0)).isEmpty();
        assertThat(assembler.bufferedBytes()).isLessThan(100);

        assertThat(read(assembler, (TIME + " stdout F end\n").getBytes(UTF_8), 1000, part.length() * 1000))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.text()).hasSize(60);
                    assertThat(line.truncated()).isTrue();
                });
        assertThat(assembler.bufferedBytes()).isZero();
    }

    @Test
    void partialLine_expires() {
        assertThat(next(lines, "half".getBytes(UTF_8), 0)).isEmpty();

        assertThat(all(() -> lines.nextExpired(4 * SECOND))).isEmpty();
        assertThat(all(() -> lines.nextExpired(6 * SECOND))).isEmpty(); // a line now, which may be continued
        assertThat(all(() -> lines.nextExpired(7 * SECOND)))
                .singleElement()
                .satisfies(line -> assertThat(line.end()).isEqualTo(4));
    }

    @Test
    void jsonLine_isCompleteAtOnce() {
        assertThat(next(lines, "{\"message\":\"a\"}\n".getBytes(UTF_8), 0))
                .singleElement()
                .satisfies(line -> assertThat(line.end()).isEqualTo(16));
    }

    static List<Case> cases() throws IOException {
        try (InputStream file = LineAssemblerTest.class.getResourceAsStream("events.txt")) {
            String text = new String(file.readAllBytes(), UTF_8);
            return Arrays.stream(text.split("(?m)^## ")).skip(1).map(Case::of).toList();
        }
    }

    /** Lines of a file, and the events that they are. */
    record Case(String name, List<String> expected) {

        static Case of(String text) {
            int end = text.indexOf('\n');
            return new Case(
                    text.substring(0, end),
                    List.of(text.substring(end + 1).stripTrailing().split("\n%%\n")));
        }

        String input() {
            return String.join("\n", expected) + "\n";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String cri(String text) {
        return text.lines()
                .map(line -> line.length() < 4
                        ? TIME + " stderr F " + line + "\n"
                        : TIME + " stderr P " + line.substring(0, 3) + "\n" + TIME + " stderr F " + line.substring(3)
                                + "\n")
                .collect(Collectors.joining());
    }

    private static String docker(String text) {
        return text.lines()
                .flatMap(line -> line.length() < 4
                        ? Stream.of(line + "\n")
                        : Stream.of(line.substring(0, 3), line.substring(3) + "\n"))
                .map(part -> part.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t"))
                .map("{\"log\":\"%s\",\"stream\":\"stderr\",\"time\":\"2026-11-29T15:42:51.1Z\"}\n"::formatted)
                .collect(Collectors.joining());
    }

    private static LineAssembler assembler(Charset charset, int maxBytes) {
        var tailing = new FileTailing(
                List.of("*"),
                Path.of("state"),
                FileTailing.Begin.START,
                Optional.empty(),
                true,
                maxBytes,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                ZoneOffset.UTC);
        return assembler(charset, tailing);
    }

    private static List<String> texts(LineAssembler assembler, byte[] bytes, int chunk) {
        return read(assembler, bytes, chunk).stream().map(LogLine::text).toList();
    }

    private static List<LogLine> read(LineAssembler assembler, byte[] bytes, int chunk) {
        return read(assembler, bytes, chunk, 0);
    }

    private static List<LogLine> read(LineAssembler assembler, byte[] bytes, int chunk, int position) {
        var read = new ArrayList<LogLine>();
        for (int from = 0; from < bytes.length; from += chunk) {
            read.addAll(next(assembler, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk)), 0));
        }
        read.addAll(all(() -> assembler.nextOfAll(0)));
        assertThat(read.getLast().end()).isEqualTo(position + bytes.length);
        return read;
    }

    private static List<LogLine> next(LineAssembler assembler, byte[] bytes, long nowNanos) {
        var buffer = ByteBuffer.wrap(bytes);
        return all(() -> assembler.next(buffer, nowNanos));
    }

    private static List<LogLine> all(Supplier<Optional<LogLine>> lines) {
        var all = new ArrayList<LogLine>();
        for (Optional<LogLine> line = lines.get(); line.isPresent(); line = lines.get()) {
            all.add(line.get());
        }
        return all;
    }

    private static LineAssembler assembler(Charset charset, FileTailing tailing) {
        return new LineAssembler(
                0, charset, tailing.joinContinuations(), tailing.maxLineBytes(), tailing.partialLineTimeout());
    }
}
