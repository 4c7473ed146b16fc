package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.logaggregator.agent.FileTailing.Begin;
import io.logaggregator.wire.agent.HostReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTailingTest {

    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"([^\"]*)\"");

    @TempDir
    Path directory;

    private final MemoryQueue queue = new MemoryQueue();
    private Path file;

    @BeforeEach
    void useFile() {
        file = directory.resolve("shop.log");
    }

    @Test
    void follow_sendsLinesAfterStart() throws IOException {
        write("before\n");
        try (Agent agent = start(Begin.END)) {
            awaitFollowed(agent);
            write("2026-11-23T12:00:00Z WARN disk\n");
            awaitLines("2026-11-23T12:00:00Z WARN disk");
        }
        assertThat(queue.messages().getFirst().value()).asString(UTF_8).isEqualTo("""
                {"timestamp":"2026-11-23T12:00:00Z","host":"web-1","level":"WARN",\
                "message":"2026-11-23T12:00:00Z WARN disk","application":"shop",\
                "metadata":{"log.file.path":"%s"}}""".formatted(file));
        assertThat(queue.messages().getFirst().key()).asString(UTF_8).isEqualTo("web-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void follow_startsAtWholeCharacter(String charset) throws IOException {
        Files.write(file, "\uFEFFbefore\n".getBytes(Charset.forName(charset)));
        try (Agent agent = start(Begin.END)) {
            awaitFollowed(agent);
            Files.write(file, "after\n".getBytes(Charset.forName(charset)), StandardOpenOption.APPEND);
            awaitLines("after");
        }
    }

    @Test
    void renamedFile_causesNoLossOrDuplicate() throws IOException {
        write("one\n");
        try (var _ = start(Begin.START)) {
            awaitLines("one");
            Files.writeString(file, "two\n", StandardOpenOption.APPEND);
            Files.move(file, directory.resolve("shop.log.1"));
            write("three\n");
            Files.writeString(directory.resolve("shop.log.1"), "late\n", StandardOpenOption.APPEND);
            await().untilAsserted(() -> assertThat(lines()).containsExactlyInAnyOrder("one", "two", "late", "three"));
        }
    }

    @Test
    void truncatedFile_isReadFromStart() throws IOException {
        write("one\ntwo\n");
        try (var _ = start(Begin.START)) {
            awaitLines("one", "two");
            truncate();
            write("three is longer than what was there before\n");
            awaitLines("one", "two", "three is longer than what was there before");
        }
    }

    @Test
    void copyOfTruncatedFile_causesNoDuplicate() throws IOException {
        String long1 = "x".repeat(300);
        write(long1 + "\n");
        try (var _ = start(Begin.START, "shop.log*")) {
            awaitLines(long1);
            Files.copy(file, directory.resolve("shop.log.1"));
            truncate();
            write("two\n");
            awaitLines(long1, "two");
        }
        assertThat(lines()).containsExactly(long1, "two");
    }

    @Test
    void restart_continuesAtSavedPosition() throws IOException {
        write("one\n");
        try (var _ = start(Begin.START)) {
            awaitLines("one");
        }
        write("two\n");
        Files.move(file, directory.resolve("old.shop"));
        write("three\n");
        try (var _ = start(Begin.END)) {
            await().untilAsserted(() -> assertThat(lines()).containsExactlyInAnyOrder("one", "two", "three"));
        }
    }

    @Test
    void partialLine_waitsForNewline() throws IOException {
        write("ha");
        try (var _ = start(Begin.START)) {
            write("lf\n");
            awaitLines("half");
        }
    }

    @Test
    void unavailableQueue_suspendsReading() throws IOException {
        queue.setUnavailable();
        List<String> numbered =
                IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
        write(String.join("\n", numbered) + "\n");
        try (var _ = start(Begin.START)) {
            write("last\n");
            queue.setAvailable();
            await().untilAsserted(() -> assertThat(lines()).hasSize(5_001).endsWith("last"));
        }
        assertThat(lines()).startsWith(numbered.toArray(String[]::new));
    }

    @Test
    void rejectedLine_isSkipped_andItsNeighboursAreSentOnce() throws IOException {
        queue.reject(message -> new String(message.value(), UTF_8).contains("poison"));
        write("one\npoison\ntwo\npoison again\nthree\n");
        try (Agent agent = start(Begin.START)) {
            awaitLines("one", "two", "three");
            await().until(() -> agent.counts().rejected() == 2);
            assertThat(agent.counts().linesSent()).isEqualTo(3);
            assertThat(lines()).containsExactly("one", "two", "three");
        }
    }

    @Test
    void start_rejectsStateDirectoryInUse() {
        try (var _ = start(Begin.START)) {
            assertThat(catchThrowable(() -> start(Begin.START))).hasMessageContaining("in use by another agent");
        }
    }

    private Agent start(Begin begin) {
        return start(begin, "*.log");
    }

    private Agent start(Begin begin, String glob) {
        var tailing = new FileTailing(
                List.of(directory + "/" + glob),
                directory.resolve("state"),
                begin,
                Optional.empty(),
                true,
                1 << 20,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                ZoneOffset.UTC);
        AgentConfig config = AgentConfig.DEFAULTS
                .withInterval(Duration.ofHours(1))
                .withFiles(tailing)
                .withOutbox(new OutboxLimit(1, 1), new OutboxLimit(100, 100_000));
        return Agent.start(config, AgentTailingTest::nothing, "web-1", queue, InstantSource.system());
    }

    private static HostReport nothing() {
        return new HostReport(
                Instant.EPOCH,
                new HostReport.HostFacts("web-1", "linux", "amd64", 1),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new HostReport.Collection(Duration.ZERO, 0, List.of()));
    }

    private void awaitFollowed(Agent agent) {
        await().until(() -> Files.exists(directory.resolve("state/positions"))
                && Files.readString(directory.resolve("state/positions")).contains("shop.log"));
        assertThat(agent.counts().linesSent()).isZero();
    }

    private void awaitLines(String... expected) {
        await().untilAsserted(() -> assertThat(lines()).containsExactly(expected));
    }

    private List<String> lines() {
        return queue.messages().stream()
                .filter(message -> message.topic().equals("logs"))
                .map(message -> MESSAGE.matcher(new String(message.value(), UTF_8)))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void truncate() throws IOException {
        FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
    }
}
