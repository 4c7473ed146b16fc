package io.logaggregator.wire.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AgentMessageEncoderTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.250Z");
    private static final HostReport.HostFacts HOST = new HostReport.HostFacts("web-1", "linux", "amd64", 8);

    private final AgentMessageEncoder encoder = new AgentMessageEncoder();

    @Test
    void encode_writesTheNewestShape() {
        var report = new HostReport(
                NOON,
                HOST,
                OptionalDouble.of(0.2575),
                Optional.of(new HostReport.Memory(6_000, 8_000)),
                Optional.of(new HostReport.Disk(1_000, 600, 300)),
                Optional.of(new HostReport.Network(11, 22)),
                Optional.of(List.of(
                        new ProcessSnapshot.Entry(1, "init", 0, 100, "sleeping"),
                        new ProcessSnapshot.Entry(77, "java", 1.5, 2_000, "running"))),
                new HostReport.Collection(Duration.ofMillis(12), 5, List.of()));

        assertThat(encoder.encode(report)).asString(UTF_8).isEqualTo("""
                {"timestamp":"2026-11-23T12:00:00.250Z",\
                "host":{"os":"linux","arch":"amd64","hostname":"web-1","cpu_cores":8},\
                "metrics":{"cpu_usage":25.75,"memory_usage":6000,"total_memory":8000,"memory_usage_percent":75.0,\
                "disk":{"total":1000,"used":600,"free":300,"usage_percent":66.67},\
                "network":{"BytesSent":11,"BytesReceived":22}},\
                "processes":{"total_count":2,"total_cpu_percent":150.0,"total_memory_usage":2100,"list":[\
                {"name":"init","pid":1,"cpu_percent":0.0,"memory_usage":100,"status":"sleeping"},\
                {"name":"java","pid":77,"cpu_percent":150.0,"memory_usage":2000,"status":"running"}]},\
                "metadata":{"collection_duration":"0.012000s","collector_count":5}}""");
    }

    @Test
    void encode_leavesOutEmptyParts() {
        var report = new HostReport(
                NOON,
                HOST,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new HostReport.Collection(Duration.ofMillis(1), 5, List.of("cpu: no /proc/stat")));

        assertThat(encoder.encode(report)).asString(UTF_8).isEqualTo("""
                {"timestamp":"2026-11-23T12:00:00.250Z",\
                "host":{"os":"linux","arch":"amd64","hostname":"web-1","cpu_cores":8},\
                "metrics":{},\
                "metadata":{"collection_duration":"0.001000s","collector_count":5,"errors":["cpu: no /proc/stat"]}}""");
    }
}
