package io.logaggregator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.agent.AgentMessageEncoder;
import io.logaggregator.wire.agent.HostReport;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.log.LogMessageEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.250Z");

    @Test
    void report_survivesRoundTrip() {
        var processes = List.of(
                new ProcessSnapshot.Entry(1, "init", 0, 100, "sleeping"),
                new ProcessSnapshot.Entry(77, "\u00fcber \"java\"", 1.5, 2_000, "running"));
        var report = new HostReport(
                NOON,
                new HostReport.HostFacts("web-1", "linux", "amd64", 8),
                OptionalDouble.of(0.25),
                Optional.of(new HostReport.Memory(6_000, 8_000)),
                Optional.of(new HostReport.Disk(1_000, 600, 400)),
                Optional.of(new HostReport.Network(11, 22)),
                Optional.of(processes),
                new HostReport.Collection(Duration.ofMillis(12), 5, List.of()));

        Decoded decoded = decode(WireFormat.AGENT, new AgentMessageEncoder().encode(report));

        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.droppedParts()).isZero();
        assertThat(decoded.observations()).contains(new ProcessSnapshot("web-1", NOON, processes));
        assertThat(decoded.observations())
                .allSatisfy(observation -> assertThat(observation.observedAt()).isEqualTo(NOON));
        assertThat(value(decoded, "system.cpu.utilization")).isEqualTo(0.25);
        assertThat(value(decoded, "system.memory.utilization")).isEqualTo(0.75);
        assertThat(value(decoded, "system.filesystem.utilization")).isEqualTo(0.6);
        assertThat(value(decoded, "system.process.count")).isEqualTo(2);
    }

    @Test
    void logMessage_survivesRoundTrip() {
        var message = new LogMessage(
                NOON,
                "web-1",
                Optional.of(Level.ERROR),
                "two\nlines \uD83D\uDE00",
                LogTexts.of("prod", "shop", "cart", "4bf92f3577b34da6"),
                List.of("night"),
                new JsonObject("{\"log.file.path\":\"/var/log/shop.log\"}"));

        Decoded decoded = decode(WireFormat.LOG, new LogMessageEncoder().encode(message));

        assertThat(decoded.observations()).singleElement().isInstanceOfSatisfying(LogEvent.class, event -> {
            assertThat(event.observedAt()).isEqualTo(message.timestamp());
            assertThat(event.host()).isEqualTo(message.host());
            assertThat(event.level()).isEqualTo(Level.ERROR);
            assertThat(event.message()).isEqualTo(message.message());
            assertThat(event.texts()).isEqualTo(message.texts());
            assertThat(event.tags()).isEqualTo(message.tags());
            assertThat(event.attributes()).isEqualTo(message.metadata());
        });
    }

    private static double value(Decoded decoded, String metric) {
        return decoded.observations().stream()
                .filter(MetricSample.class::isInstance)
                .map(MetricSample.class::cast)
                .filter(sample -> sample.metric().equals(metric))
                .mapToDouble(MetricSample::value)
                .findFirst()
                .orElseThrow();
    }

    private static Decoded decode(WireFormat format, byte[] value) {
        Instant later = NOON.plusSeconds(1);
        return format.decoder()
                .decode(Message.unqueued(new Partition("t", "", 0), later, "web-1".getBytes(UTF_8), value, null));
    }
}
