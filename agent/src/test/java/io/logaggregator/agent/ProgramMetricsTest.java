package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.otlp.OtlpMetricsEncoder.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgramMetricsTest {

    private static final Instant AT = Instant.parse("2026-11-29T15:42:51Z");

    private final Outbox outbox = new Outbox(new OutboxLimit(10, 1 << 20), new OutboxLimit(1, 1 << 20));
    private final ProgramMetrics metrics = new ProgramMetrics("web-1", "system-metrics", "logs", outbox);

    @Test
    void metrics_areReadOnTopicOfReports() throws InterruptedException {
        metrics.addMetrics(new Source("db-1", "", ""), List.of(new MetricSample("db-1", "up", 1, AT, Map.of())));
        metrics.metrics(List.of(new MetricSample("web-1", "hits", 2, AT, Map.of("a", "b"))));

        List<OutgoingMessage> sent = sent();

        assertThat(sent).extracting(OutgoingMessage::topic).containsOnly("system-metrics");
        assertThat(sent).extracting(message -> new String(message.key(), UTF_8)).containsExactly("db-1", "web-1");
        assertThat(sent.stream().flatMap(message -> decoded(message, WireFormat.AGENT)))
                .containsExactly(
                        new MetricSample("db-1", "up", 1, AT, Map.of()),
                        new MetricSample("web-1", "hits", 2, AT, Map.of("a", "b")));
    }

    @Test
    void event_isDroppedWithoutSpace() throws InterruptedException {
        var event = new LogMessage(
                AT, "web-2", Optional.of(Level.ERROR), "deploy", LogTexts.EMPTY, List.of(), JsonObject.EMPTY);

        assertThat(metrics.offer(event)).isTrue();
        assertThat(metrics.offer(event)).isFalse();
        assertThat(sent().stream().flatMap(message -> decoded(message, WireFormat.LOG)))
                .singleElement()
                .isInstanceOfSatisfying(LogEvent.class, read -> {
                    assertThat(read.host()).isEqualTo("web-2");
                    assertThat(read.message()).isEqualTo("deploy");
                    assertThat(read.level()).isEqualTo(Level.ERROR);
                    assertThat(read.observedAt()).isEqualTo(AT);
                });
    }

    private List<OutgoingMessage> sent() throws InterruptedException {
        return outbox.take(100, 1 << 20, Duration.ZERO).stream()
                .map(Outbox.Item::message)
                .toList();
    }

    private static Stream<Observation> decoded(OutgoingMessage sent, WireFormat ofTopic) {
        String format = Optional.ofNullable(sent.format()).orElse(ofTopic.name());
        return WireFormat.parse(format)
                .decoder()
                .decode(Message.unqueued(
                        new Partition(sent.topic(), sent.topic(), 0), AT, sent.key(), sent.value(), null))
                .observations()
                .stream();
    }
}
