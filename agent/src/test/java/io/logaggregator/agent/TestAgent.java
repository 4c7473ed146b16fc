package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.agent.HostReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** An agent that follows files of a directory from their start and sends to a queue in memory. */
final class TestAgent implements AutoCloseable {

    private final Path state;
    private final MemoryQueue queue;
    private final Agent agent;

    TestAgent(Path directory, String glob) {
        this(directory, glob, new MemoryQueue());
    }

    TestAgent(Path directory, String glob, MemoryQueue queue) {
        this(directory, glob, FileTailing.Begin.START, queue);
    }

    TestAgent(Path directory, String glob, FileTailing.Begin begin, MemoryQueue queue) {
        this.queue = queue;
        state = directory.resolve("state");
        var tailing = new FileTailing(
                List.of(directory + "/" + glob),
                state,
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
        agent = Agent.start(config, TestAgent::nothing, "web-1", queue, InstantSource.system());
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

    AgentCounts counts() {
        return agent.counts();
    }

    /** The texts of all log messages. */
    List<String> lines() {
        return events().map(LogEvent::message).toList();
    }

    /** The log messages as the server reads them. */
    Stream<LogEvent> events() {
        return queue.messages().stream()
                .filter(message -> message.topic().equals("logs"))
                .flatMap(TestAgent::decoded)
                .map(LogEvent.class::cast);
    }

    private static Stream<Observation> decoded(OutgoingMessage message) {
        return WireFormat.LOG
                .decoder()
                .decode(Message.unqueued(
                        new Partition("logs", "logs", 0), Instant.EPOCH, message.key(), message.value(), null))
                .observations()
                .stream();
    }

    /** Waits until the agent has saved that a file is read to its end, with the time of its last change. */
    void awaitSaved(Path file) {
        String end = file.toUri().toString();
        await().atMost(Duration.ofMinutes(5))
                .until(() -> saved().filter(line -> line.endsWith("\t" + end))
                        .map(line -> line.split("\t"))
                        .anyMatch(fields -> fields[6].equals(sizeOf(file)) && !fields[7].isEmpty()));
    }

    private static String sizeOf(Path file) {
        return Long.toString(file.toFile().length());
    }

    private Stream<String> saved() throws IOException {
        Path positions = state.resolve("positions");
        return Files.exists(positions) ? Files.readString(positions, UTF_8).lines() : Stream.empty();
    }

    @Override
    public void close() {
        agent.close();
    }
}
