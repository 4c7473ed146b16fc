package io.logaggregator.wire.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.otlp.OtlpMetricsEncoder.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OtlpMetricsEncoderTest {

    private static final Instant AT = Instant.parse("2026-11-29T15:42:51.123456789Z");
    private static final Source SOURCE = new Source("web-1", "shop", "localhost:8080");

    private final OtlpMetricsEncoder encoder = new OtlpMetricsEncoder(500_000);

    @Test
    void encode_keepsKindTimeAndAttributes() {
        List<MetricSample> samples = List.of(
                sample("requests_total", 17, Kind.CUMULATIVE, Map.of("path", "/pay", "code", "200")),
                sample("requests_total", 3, Kind.CUMULATIVE, Map.of("path", "/é")),
                sample("temperature", -1.5, Kind.GAUGE, Map.of()),
                sample("hits", 2, Kind.DELTA, Map.of("a", "b")));

        assertThat(decoded(encoder.encode(SOURCE, samples)))
                .containsExactlyElementsOf(samples.stream()
                        .map(sample -> {
                            Map<String, String> attributes = new TreeMap<>(sample.attributes());
                            attributes.put("service.name", "shop");
                            attributes.put("service.instance.id", "localhost:8080");
                            return (Observation) sample(sample.metric(), sample.value(), sample.kind(), attributes);
                        })
                        .toList());
    }

    @Test
    void encode_omitsUnknownSource() {
        List<byte[]> messages =
                encoder.encode(new Source("web-1", "", ""), List.of(sample("up", 1, Kind.GAUGE, Map.of())));

        assertThat(decoded(messages)).containsExactly(sample("up", 1, Kind.GAUGE, Map.of()));
    }

    @Test
    void encode_splitsAtLimit() {
        List<MetricSample> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(sample("series_" + i / 10, i, Kind.GAUGE, Map.of("number", String.valueOf(i))));
        }

        List<byte[]> messages = new OtlpMetricsEncoder(1_000).encode(SOURCE, samples);

        assertThat(messages).hasSizeGreaterThan(3).allMatch(message -> message.length < 1_200);
        assertThat(decoded(messages)).hasSize(100);
    }

    @Test
    void encode_keepsSourcesOfTranslationTogether() {
        List<MetricSample> samples = new ArrayList<>();
        samples.add(sample("node_memory_MemAvailable_bytes", 1, Kind.GAUGE, Map.of()));
        for (int i = 0; i < 100; i++) {
            samples.add(sample("node_memory_other" + i, i, Kind.GAUGE, Map.of()));
        }
        samples.add(sample("node_memory_MemTotal_bytes", 4, Kind.GAUGE, Map.of()));

        assertThat(decoded(new OtlpMetricsEncoder(1_000).encode(new Source("web-1", "", ""), samples)))
                .contains(sample("system.memory.utilization", 0.75, Kind.GAUGE, Map.of()));
    }

    private static MetricSample sample(String metric, double value, Kind kind, Map<String, String> attributes) {
        return new MetricSample("web-1", metric, value, AT, AT, kind, new TreeMap<>(attributes));
    }

    private static List<Observation> decoded(List<byte[]> messages) {
        return messages.stream()
                .map(value -> WireFormat.parse(OtlpMetricsEncoder.FORMAT)
                        .decoder()
                        .decode(Message.unqueued(new Partition("logs", "logs", 0), AT, null, value, null)))
                .peek(result -> assertThat(result.rejections()).isEmpty())
                .map(Decoded::observations)
                .flatMap(List::stream)
                .toList();
    }
}
