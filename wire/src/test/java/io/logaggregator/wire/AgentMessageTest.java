package io.logaggregator.wire;

import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.wire.Messages.OFFSET;
import static io.logaggregator.wire.Messages.QUEUED_AT;
import static io.logaggregator.wire.Messages.RECEIVED_AT;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.rejected;
import static io.logaggregator.wire.Messages.sample;
import static io.logaggregator.wire.Messages.samples;
import static io.logaggregator.wire.Messages.snapshots;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentMessageTest {

    private static final Instant AT = Instant.parse("2026-11-23T20:15:30Z");

    @Test
    void f1_decodesOpenTelemetryMetrics() {
        String host = "web-01.example.net";

        assertThat(samples(decode(sample("agent-f1.json"))))
                .containsExactly(
                        metric(
                                host,
                                "system.cpu.logical.count",
                                8,
                                Map.of(
                                        "os.type", "linux",
                                        "host.arch", "amd64",
                                        "process.runtime.version", "go1.24.2",
                                        "agent.version", "1.4.2",
                                        "deployment.environment.name", "production",
                                        "tenant.name", "Example Works",
                                        "tenant.type", "enterprise")),
                        metric(host, "system.cpu.utilization", 0.425, Map.of()),
                        metric(host, "system.memory.utilization", 0.5, Map.of()),
                        metric(host, "system.memory.usage", 8589934592.0, Map.of()),
                        metric(host, "system.memory.limit", 17179869184.0, Map.of()),
                        metric(host, "system.filesystem.utilization", 0.25, Map.of()),
                        metric(host, "system.filesystem.usage", 128027547648.0, Map.of()),
                        metric(host, "system.filesystem.limit", 512110190592.0, Map.of()),
                        counter(host, 98765432101.0, "transmit"),
                        counter(host, 123456789012.0, "receive"),
                        metric(host, "system.process.count", 3, Map.of()));
    }

    @Test
    void f1_decodesProcessSnapshot() {
        assertThat(snapshots(decode(sample("agent-f1.json"))))
                .containsExactly(new ProcessSnapshot(
                        "web-01.example.net",
                        AT,
                        List.of(
                                new ProcessSnapshot.Entry(1, "systemd", 0.001, 12582912, "sleep"),
                                new ProcessSnapshot.Entry(2310, "java", 1.505, 3221225472L, "running"),
                                new ProcessSnapshot.Entry(2411, "postgres: checkpointer", 0.125, 524288000, "sleep"))));
    }

    @Test
    void f1_decodesEventPerThreatAndError() {
        Instant threatAt = Instant.parse("2026-11-23T20:15:29.123456789Z");

        assertThat(events(decode(sample("agent-f1.json"))))
                .containsExactly(
                        new LogEvent(
                                EventId.of(0, OFFSET, 0, threatAt),
                                threatAt,
                                RECEIVED_AT,
                                QUEUED_AT,
                                "web-01.example.net",
                                Level.WARN,
                                "Process java uses 150.5% CPU",
                                LogTexts.of("production", "agent", "threat-detection"),
                                List.of("cpu", "process"),
                                new JsonObject("{\"type\":\"high_cpu_process\",\"severity\":\"medium\",\"score\":62.5,"
                                        + "\"details\":{\"pid\":2310,\"threshold\":100}}")),
                        new LogEvent(
                                EventId.of(0, OFFSET, 1, AT),
                                AT,
                                RECEIVED_AT,
                                QUEUED_AT,
                                "web-01.example.net",
                                Level.WARN,
                                "disk /mnt/backup: permission denied",
                                LogTexts.of("production", "agent", "collector"),
                                List.of(),
                                new JsonObject("{\"collection_duration\":\"8.46s\",\"collector_count\":5}")));
    }

    @Test
    void f2_isDecoded() {
        Decoded decoded = decode(sample("agent-f2.json"));

        assertThat(value(decoded, "system.memory.utilization")).isEqualTo(0.25);
        assertThat(value(decoded, "system.process.count")).isEqualTo(2);
        assertThat(snapshots(decoded).getFirst().processes())
                .extracting(ProcessSnapshot.Entry::name)
                .containsExactly("init", "collector");
        LogEvent threat = events(decoded).getFirst();
        assertThat(threat.host()).isEqualTo("edge-07");
        assertThat(threat.level()).isEqualTo(Level.ERROR);
        assertThat(threat.tags()).containsExactly("process", "malware");
        assertThat(threat.attributes().text())
                .isEqualTo("{\"type\":\"suspicious_process\",\"severity\":\"high\",\"score\":91.0,\"pid\":812}");
        assertThat(decoded.droppedParts()).isZero();
    }

    @Test
    void f3_isDecoded() {
        Decoded decoded = decode(sample("agent-f3.json"));

        assertThat(value(decoded, "system.cpu.utilization")).isEqualTo(0.88);
        assertThat(value(decoded, "system.process.count")).isEqualTo(2);
        assertThat(snapshots(decoded).getFirst().processes())
                .extracting(ProcessSnapshot.Entry::cpuRatio)
                .containsExactly(1.0, 13.0);
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.droppedParts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent-f1.json", "agent-f2.json", "agent-f3.json"})
    void wrapping_changesNothing(String name) {
        String report = new String(sample(name), UTF_8);
        Decoded plain = decode(report);

        assertThat(decode("{\"data\":" + report + "}")).isEqualTo(plain);
        assertThat(decode("[" + report + "]")).isEqualTo(plain);
        assertThat(decode("[{\"data\":" + report + "}]")).isEqualTo(plain);
        assertThat(decode("{ \"data\" : [ " + report + " ] }")).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent-f1.json", "agent-f2.json", "agent-f3.json"})
    void credentials_areNotRead(String name) {
        assertThat(decode(sample(name)).toString()).doesNotContain("sms_", "65a1f0c2", "user-4711");
    }

    @Test
    void invalidProcesses_areDroppedAndCounted() {
        Decoded decoded = decode(report("""
                "processes": {"total_count": 9, "list": [
                    {"name": "good", "pid": 1, "cpu_percent": "12.5", "memory_usage": 1024, "status": "R"},
                    {"name": "negative", "pid": -7, "cpu_percent": 1, "memory_usage": 1, "status": "R"},
                    {"name": "no pid"},
                    {"name": "nan", "pid": 2, "cpu_percent": NaN},
                    {"name": "text", "pid": 3, "memory_usage": "much"},
                    {"name": {"first": "object"}, "pid": 4},
                    {"name": "huge", "pid": 5, "memory_usage": 1e999999},
                    {"name": "half", "pid": 5.5},
                    "text", 7, null, [1]
                ]}"""));

        assertThat(snapshots(decoded).getFirst().processes())
                .containsExactly(new ProcessSnapshot.Entry(1, "good", 0.125, 1024, "R"));
        assertThat(decoded.droppedParts()).isEqualTo(11);
        assertThat(decoded.rejections()).isEmpty();
    }

    @Test
    void invalidNumbers_areDroppedAndCounted() {
        Decoded decoded = decode(report("""
                "metrics": {"cpu_usage": "12.5", "memory_usage": -1, "total_memory": {}, "memory_usage_percent": NaN,
                    "disk": {"total": Infinity, "used": 1e999999, "usage_percent": 250}, "network": "none"}"""));

        assertThat(samples(decoded)).extracting(MetricSample::metric).containsExactly("system.cpu.utilization");
        assertThat(value(decoded, "system.cpu.utilization")).isEqualTo(0.125);
        assertThat(decoded.droppedParts()).isEqualTo(7);
    }

    @Test
    void totals_areKeptWithoutList() {
        Decoded decoded = decode(report(
                "\"processes\":{\"total_count\":5,\"total_cpu_percent\":250,\"total_memory_usage\":1024,\"list\":[]}"));

        assertThat(value(decoded, "system.process.count")).isEqualTo(5);
        assertThat(value(decoded, "process.cpu.utilization")).isEqualTo(2.5);
        assertThat(value(decoded, "process.memory.usage")).isEqualTo(1024);
        assertThat(snapshots(decoded)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"timestamp\":\"2026-11-23T20:15:30Z\",\"metrics\":{\"cpu_usage\":1}}",
                "{\"host\":{\"hostname\":\"h\"},\"metrics\":{\"cpu_usage\":1}}",
                "{\"host\":{\"hostname\":\"h\"},\"timestamp\":{},\"metrics\":{\"cpu_usage\":1}}",
                "{\"host\":{\"hostname\":\"h\"},\"timestamp\":\"2026-11-23T20:15:30Z\",\"metrics\":{}}"
            })
    void reportWithoutHostTimeOrContent_isIncomplete(String value) {
        Decoded decoded = decode(value);

        assertThat(decoded.observations()).isEmpty();
        assertThat(reasons(decoded)).containsExactly(INCOMPLETE);
        assertThat(rejected(decoded)).containsExactly(value);
    }

    @Test
    void array_rejectsInvalidElementWithItsBytes() {
        Decoded decoded = decode("[" + report("\"metrics\":{\"cpu_usage\":1}") + ", {\"a\":1}, 5]");

        assertThat(samples(decoded)).hasSize(1);
        assertThat(rejected(decoded)).containsExactly("{\"a\":1}", "5");
    }

    @Test
    void plainText_isMalformed() {
        assertThat(reasons(decode("all is well"))).containsExactly(MALFORMED);
    }

    private static String report(String members) {
        return "{\"timestamp\":\"2026-11-23T20:15:30Z\",\"host\":{\"hostname\":\"h\"}," + members + "}";
    }

    private static MetricSample metric(String host, String name, double value, Map<String, String> attributes) {
        return new MetricSample(host, name, value, AT, QUEUED_AT, MetricSample.Kind.GAUGE, new TreeMap<>(attributes));
    }

    private static MetricSample counter(String host, double value, String direction) {
        return new MetricSample(
                host,
                "system.network.io",
                value,
                AT,
                QUEUED_AT,
                Kind.CUMULATIVE,
                new TreeMap<>(Map.of("network.io.direction", direction)));
    }

    private static double value(Decoded decoded, String metric) {
        return samples(decoded).stream()
                .filter(sample -> sample.metric().equals(metric))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static Decoded decode(String value) {
        return Messages.decode(WireFormat.AGENT, value);
    }

    private static Decoded decode(byte[] value) {
        return Messages.decode(WireFormat.AGENT, value);
    }
}
