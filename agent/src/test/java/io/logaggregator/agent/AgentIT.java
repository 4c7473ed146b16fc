package io.logaggregator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentIT {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path directory;

    @Test
    void report_matchesOperatingSystem() throws IOException {
        String topic = TestKafka.shared().createTopic(1);
        double utilizationBefore = procMemoryUtilization();
        try (var queue = queue(TestKafka.shared().bootstrapServers(), topic, Duration.ofSeconds(10));
                Agent agent = Agent.start(AgentConfig.DEFAULTS.withTopics(topic, "unused"), queue, CLOCK)) {
            List<Observation> seen = read(queue, WireFormat.AGENT, 1);
            double utilizationAfter = procMemoryUtilization();

            assertThat(seen).extracting(Observation::host).containsOnly(agent.host());
            assertThat(utilization(seen))
                    .isBetween(
                            Math.min(utilizationBefore, utilizationAfter) - 0.05,
                            Math.max(utilizationBefore, utilizationAfter) + 0.05);
            ProcessSnapshot snapshot = seen.stream()
                    .filter(ProcessSnapshot.class::isInstance)
                    .map(ProcessSnapshot.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(snapshot.processes())
                    .filteredOn(
                            process -> process.pid() == ProcessHandle.current().pid())
                    .singleElement()
                    .satisfies(self -> {
                        assertThat(self.name()).isEqualTo("java");
                        assertThat((double) self.memoryBytes()).isCloseTo(residentBytes(), within(200e6));
                        assertThat(self.cpuRatio())
                                .isBetween(0.0, 1.0 * Runtime.getRuntime().availableProcessors());
                    });
        }
    }

    @Test
    void lines_areSentWhenBrokerIsAvailableAgain() throws IOException {
        Path logs = directory.resolve("shop.log");
        int port;
        try (var broker = EmbeddedKafkaBroker.start(directory.resolve("kafka"), 0)) {
            broker.createTopics(List.of("system-metrics", "logs"), 1);
            port = broker.port();
        }
        var files = new FileTailing(List.of(directory + "/*.log"), directory.resolve("state"))
                .beginningAt(FileTailing.Begin.START);
        Files.writeString(logs, "ERROR written while the broker was away\n");
        try (var queue = queue("127.0.0.1:" + port, "logs", Duration.ofSeconds(1));
                Agent agent = Agent.start(AgentConfig.DEFAULTS.withFiles(files).withHost("web-1"), queue, CLOCK)) {
            await().during(Duration.ofSeconds(2))
                    .until(() -> agent.counts().linesSent() + agent.counts().reportsSent() == 0);
            try (var _ = EmbeddedKafkaBroker.start(directory.resolve("kafka"), port)) {
                await().until(() ->
                        agent.counts().linesSent() == 1 && agent.counts().reportsSent() > 0);
                // At least once: a broker that starts may store a batch and answer after the timeout.
                assertThat(read(queue, WireFormat.LOG, 1))
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line).isInstanceOfSatisfying(LogEvent.class, e -> {
                            assertThat(e.message()).isEqualTo("ERROR written while the broker was away");
                            assertThat(e.text(LogField.Text.APPLICATION)).isEqualTo("shop");
                            assertThat(e.level()).isEqualTo(Level.ERROR);
                        }));
            }
        }
    }

    private static List<Observation> read(KafkaQueue queue, WireFormat format, int messages) {
        var read = new ArrayList<Message>();
        try (QueueConsumer consumer = queue.openConsumer()) {
            await().atMost(Duration.ofMinutes(5)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).slices().forEach(slice -> read.addAll(slice.messages()));
                consumer.unpositioned().forEach((partition, held) -> consumer.seek(partition, held.start()));
                return read.size() >= messages;
            });
        }
        return read.stream()
                .flatMap(message -> format.decoder().decode(message).observations().stream())
                .toList();
    }

    private static KafkaQueue queue(String bootstrapServers, String topic, Duration publishTimeout) {
        return new KafkaQueue(
                new KafkaQueueConfig(
                        bootstrapServers,
                        "agent-it",
                        Set.of(topic),
                        Optional.empty(),
                        1_000,
                        1 << 20,
                        publishTimeout,
                        Map.of()),
                CLOCK);
    }

    private static double utilization(List<Observation> observations) {
        return observations.stream()
                .filter(MetricSample.class::isInstance)
                .map(MetricSample.class::cast)
                .filter(sample -> sample.metric().equals("system.memory.utilization"))
                .mapToDouble(MetricSample::value)
                .findFirst()
                .orElseThrow();
    }

    private static double procMemoryUtilization() throws IOException {
        List<String> memory = Files.readAllLines(Path.of("/proc/meminfo"));
        return 1 - kibibytes(memory, "MemAvailable:") / kibibytes(memory, "MemTotal:");
    }

    private static double residentBytes() throws IOException {
        return 1024 * kibibytes(Files.readAllLines(Path.of("/proc/self/status")), "VmRSS:");
    }

    private static double kibibytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow();
    }
}
