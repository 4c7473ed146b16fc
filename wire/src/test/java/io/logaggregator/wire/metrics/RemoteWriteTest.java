package io.logaggregator.wire.metrics;

import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;
import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.samples;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.ProtobufBytes;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteWriteTest {

    private static final long TIME = 1_795_464_959_123L;

    /** A series of one sample in version 1.0. */
    public static void series(ProtobufBytes request, double value, String... labels) {
        request.message(1, series -> {
            for (int i = 0; i < labels.length; i += 2) {
                String name = labels[i];
                String text = labels[i + 1];
                series.message(1, label -> label.text(1, name).text(2, text));
            }
            series.message(2, sample -> sample.real(1, value).number(2, TIME));
        });
    }

    @Test
    void samples_areMapped() {
        byte[] request = ProtobufBytes.of(write -> {
            series(write, 5, "__name__", "http_requests_total", "instance", "web-1:9100", "job", "shop");
            series(write, Double.longBitsToDouble(0x7FF0000000000002L), "__name__", "up", "instance", "web-1:9100");
            series(write, 1, "__name__", "up", "host", "web-2");
            write.message(3, metadata -> metadata.number(1, 1).text(2, "http_requests"));
        });

        for (byte[] value : List.of(request, ProtobufBytes.snappy(request))) {
            Decoded decoded = decode(value);

            assertThat(decoded.rejections()).isEmpty();
            assertThat(decoded.droppedParts()).isZero();
            List<MetricSample> samples = samples(decoded);
            assertThat(samples).extracting(MetricSample::host).containsExactly("web-1", "web-2");
            assertThat(samples).extracting(MetricSample::kind).containsExactly(Kind.CUMULATIVE, Kind.GAUGE);
            assertThat(samples.getFirst().metric()).isEqualTo("http_requests_total");
            assertThat(samples.getFirst().value()).isEqualTo(5);
            assertThat(samples.getFirst().observedAt()).isEqualTo(Instant.ofEpochMilli(TIME));
            assertThat(samples.getFirst().attributes()).isEqualTo(Map.of("job", "shop", "instance", "web-1:9100"));
            assertThat(samples.getLast().attributes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "web-1:9100, web-1",
        "10.0.0.1:9100, 10.0.0.1",
        "[::1]:9100, ::1",
        "::1, ::1",
        "web-1, web-1",
        "https://shop.example.org/, https://shop.example.org/"
    })
    void host_isInstanceWithoutPort(String instance, String host) {
        byte[] value = ProtobufBytes.of(write -> series(write, 1, "__name__", "up", "instance", instance));

        assertThat(samples(decode(value))).extracting(MetricSample::host).containsExactly(host);
    }

    @Test
    void version2_resolvesSymbols() {
        byte[] value = ProtobufBytes.of(write -> {
            for (String symbol : List.of("", "__name__", "jobs", "instance", "web-1:9100")) {
                write.text(4, symbol);
            }
            write.message(
                    5,
                    series -> series.packedVarints(1, 1, 2, 3, 4)
                            .message(2, sample -> sample.real(1, 7).number(2, TIME))
                            .message(5, metadata -> metadata.number(1, 1)));
            write.message(5, series -> series.packedVarints(1, 1, 9).message(2, sample -> sample.real(1, 7)));
            write.message(
                    5,
                    series -> series.packedVarints(1, 1, 2, 3, 4)
                            .message(
                                    3,
                                    histogram ->
                                            histogram.number(1, 4).real(3, 2.5).number(15, TIME)));
        });

        Decoded decoded = decode(ProtobufBytes.snappy(value));

        assertThat(samples(decoded))
                .extracting(
                        sample -> sample.host() + ' ' + sample.metric() + ' ' + sample.value() + ' ' + sample.kind())
                .containsExactly(
                        "web-1 jobs 7.0 CUMULATIVE",
                        "web-1 jobs_count 4.0 CUMULATIVE",
                        "web-1 jobs_sum 2.5 CUMULATIVE",
                        "web-1 jobs_bucket 4.0 CUMULATIVE");
        assertThat(reasons(decoded)).containsExactly(MALFORMED);
    }

    @Test
    void nativeHistogram_keepsBuckets() {
        byte[] value = ProtobufBytes.of(write -> write.message(1, series -> {
            series.message(1, label -> label.text(1, "__name__").text(2, "d"));
            series.message(1, label -> label.text(1, "host").text(2, "web-1"));
            series.message(
                    4,
                    histogram -> histogram
                            .number(1, 10)
                            .real(3, 2.5)
                            .number(4, 0)
                            .number(6, 1)
                            .message(11, span -> span.number(1, 0).number(2, 2)) // buckets 0 and 1
                            .message(11, span -> span.number(1, 2).number(2, 1)) // bucket 3
                            .number(12, 4) // 2, as zigzag
                            .number(12, 2) // 2 + 1
                            .number(12, 3) // 3 - 2
                            .number(15, TIME));
            series.message(
                    4,
                    histogram -> histogram
                            .real(2, 9)
                            .real(3, 2.5)
                            .number(4, 105) // schema -53
                            .message(11, span -> span.number(1, 0).number(2, 3))
                            .fixed64(13, Double.doubleToLongBits(2))
                            .fixed64(13, Double.doubleToLongBits(3))
                            .fixed64(13, Double.doubleToLongBits(4))
                            .fixed64(16, Double.doubleToLongBits(0.1))
                            .fixed64(16, Double.doubleToLongBits(0.5))
                            .number(15, TIME));
        }));

        assertThat(samples(decode(value)))
                .filteredOn(sample -> sample.metric().equals("d_bucket"))
                .extracting(sample -> sample.attributes().get("le") + ' ' + sample.value())
                .containsExactly(
                        "0.0 1.0",
                        "0.5 1.0",
                        "1.0 3.0",
                        "2.0 6.0",
                        "4.0 6.0",
                        "8.0 7.0",
                        "+Inf 10.0",
                        "0.1 2.0",
                        "0.5 5.0",
                        "+Inf 9.0");
    }

    @Test
    void metadataOnly_isNothing() {
        Decoded decoded = decode(ProtobufBytes.of(write -> write.message(3, metadata -> metadata.text(2, "up"))));

        assertThat(decoded.observations()).isEmpty();
        assertThat(decoded.rejections()).isEmpty();
    }

    @Test
    void nodeExporter_feedsMemoryRule() {
        byte[] value = ProtobufBytes.of(write -> {
            series(write, 2e9, "__name__", "node_memory_MemAvailable_bytes", "instance", "web-1:9100", "job", "node");
            series(write, 8e9, "__name__", "node_memory_MemTotal_bytes", "instance", "web-1:9100", "job", "node");
        });

        assertThat(samples(decode(value)))
                .filteredOn(sample -> sample.metric().equals("system.memory.utilization"))
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.value()).isEqualTo(0.75);
                    assertThat(sample.host()).isEqualTo("web-1");
                    assertThat(sample.attributes()).isEmpty();
                });
    }

    @Test
    void manyLabels_areTooLarge() {
        Consumer<ProtobufBytes> request = write -> write.message(1, series -> {
            for (int i = 0; i < 1_000; i++) {
                String name = "l" + i;
                series.message(1, label -> label.text(1, name).text(2, "v"));
            }
        });

        assertThat(reasons(decode(ProtobufBytes.of(request)))).containsExactly(TOO_LARGE);
        assertThat(reasons(decode(ProtobufBytes.of(
                        write -> series(write, 1, "__name__", "m", "host", "h", "l", "x".repeat(2_000))))))
                .containsExactly(TOO_LARGE);
        assertThat(reasons(decode(ProtobufBytes.of(write -> series(write, 1, "host", "h")))))
                .containsExactly(MALFORMED);
    }

    @Test
    void otherMessages_areMalformed() {
        assertThat(reasons(decode("{\"message\":\"m\"}".getBytes(UTF_8)))).containsExactly(MALFORMED);
        assertThat(reasons(decode(new byte[] {0x0A, 0x7F, 1}))).containsExactly(MALFORMED);
    }

    private static Decoded decode(byte[] value) {
        return WireFormat.parse("prometheus").decoder().decode(message(value));
    }
}
