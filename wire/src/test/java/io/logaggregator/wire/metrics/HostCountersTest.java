package io.logaggregator.wire.metrics;

import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.samples;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.metrics.HostUtilization;
import io.logaggregator.core.metrics.HostUtilization.Source;
import io.logaggregator.core.metrics.HostUtilization.State;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.wire.Messages;
import io.logaggregator.wire.ProtobufBytes;
import io.logaggregator.wire.WireFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The utilization of hosts whose senders have no such metric, from the bytes that these send. */
class HostCountersTest {

    private static final long SECONDS = 1_795_464_959L;

    private final Map<Source, State> states = new EnumMap<>(Source.class);

    @Test
    void nodeExporter_givesCpuUtilization() {
        assertThat(derived("prometheus", nodeExporter(0, 27_113.41, 27_094.87, 612.55)))
                .isEmpty();
        assertThat(derived("prometheus", nodeExporter(15, 27_116.41, 27_097.87, 636.55)))
                .containsExactly("web-1 system.cpu.utilization 0.8");
    }

    /** Remote write of a scrape. */
    private static byte[] nodeExporter(long second, double idle0, double idle1, double user) {
        return ProtobufBytes.snappy(ProtobufBytes.of(write -> {
            node(write, second, idle0, "0", "idle");
            node(write, second, user / 2, "0", "user");
            node(write, second, 0.25, "0", "iowait");
            node(write, second, idle1, "1", "idle");
            node(write, second, user / 2, "1", "user");
            node(write, second, 0.5, "1", "iowait");
        }));
    }

    private static void node(ProtobufBytes write, long second, double value, String cpu, String mode) {
        write.message(1, series -> {
            String[] labels = {
                "__name__", "node_cpu_seconds_total", "cpu", cpu, "instance", "web-1:9100", "job", "node", "mode", mode
            };
            for (int index = 0; index < labels.length; index += 2) {
                String name = labels[index];
                String text = labels[index + 1];
                series.message(1, label -> label.text(1, name).text(2, text));
            }
            series.message(2, sample -> sample.real(1, value).number(2, (SECONDS + second) * 1_000));
        });
    }

    @Test
    void collectd_givesCpuAndMemoryUtilization() {
        assertThat(derived("collectd", collectd(0, 226_214, 8_191, 4_096))).isEmpty();
        assertThat(derived("collectd", collectd(10, 226_964, 8_441, 12_288)))
                .containsExactly("web-1 system.cpu.utilization 0.25", "web-1 system.memory.utilization 0.75");
    }

    /** The plugin write_http, with the values that the plugins cpu and memory read by default. */
    private static byte[] collectd(long second, long idle, long user, long used) {
        List<String> lists = new ArrayList<>();
        lists.add(list(second + 0.147, "derive", "cpu", "0", "cpu", "user", user));
        lists.add(list(second + 0.147, "derive", "cpu", "0", "cpu", "system", 417));
        lists.add(list(second + 0.148, "derive", "cpu", "0", "cpu", "idle", idle));
        lists.add(list(second + 0.152, "gauge", "memory", "", "memory", "used", used));
        lists.add(list(second + 0.152, "gauge", "memory", "", "memory", "cached", 1_024));
        lists.add(list(second + 0.152, "gauge", "memory", "", "memory", "free", 16_384 - 1_024 - used));
        return ('[' + String.join(",", lists) + ']').getBytes(UTF_8);
    }

    private static String list(
            double second, String type, String plugin, String instance, String valueType, String name, long value) {
        return """
                {"values":[%d],"dstypes":["%s"],"dsnames":["value"],"time":%.3f,"interval":10.000,"host":"web-1",\
                "plugin":"%s","plugin_instance":"%s","type":"%s","type_instance":"%s"}""".formatted(value, type, SECONDS + second, plugin, instance, valueType, name);
    }

    /** Four intervals of collectd 5.12 with its plugins cpu, memory and processes, in bodies of its buffer size. */
    @Test
    void collectdBodies_giveUtilizationAndProcesses() {
        List<String> derived = new ArrayList<>();
        List<Double> processes = new ArrayList<>();
        for (String body : new String(Messages.sample("collectd-5.12.ndjson"), UTF_8)
                .lines()
                .toList()) {
            derived.addAll(derived("collectd", body.getBytes(UTF_8)));
            samples(WireFormat.parse("collectd").decoder().decode(message(body))).stream()
                    .filter(sample -> sample.metric().equals("system.process.count"))
                    .forEach(sample -> processes.add(sample.value()));
        }

        assertThat(derived)
                .containsExactly(
                        "web-1 system.memory.utilization 0.083",
                        "web-1 system.cpu.utilization 0.908",
                        "web-1 system.memory.utilization 0.082",
                        "web-1 system.cpu.utilization 0.982",
                        "web-1 system.memory.utilization 0.082");
        assertThat(processes).containsExactly(134.0, 127.0, 123.0, 124.0);
    }

    @Test
    void openTelemetry_givesCpuUtilization() {
        assertThat(derived("otlp", openTelemetry(0, 1_000, 200, 50))).isEmpty();
        assertThat(derived("otlp", openTelemetry(30, 1_015, 240, 55)))
                .containsExactly("web-1 system.cpu.utilization 0.75");
    }

    /** The receiver hostmetrics of the collector, as JSON. */
    private static byte[] openTelemetry(long second, double idle, double user, double system) {
        List<String> points = new ArrayList<>();
        for (Map.Entry<String, Double> state :
                List.of(Map.entry("user", user), Map.entry("system", system), Map.entry("idle", idle))) {
            points.add("""
                    {"attributes":[{"key":"cpu","value":{"stringValue":"cpu0"}},\
                    {"key":"state","value":{"stringValue":"%s"}}],\
                    "startTimeUnixNano":"1795460000000000000","timeUnixNano":"%d000000000","asDouble":%s}""".formatted(state.getKey(), SECONDS + second, state.getValue()));
        }
        return """
                {"resourceMetrics":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"web-1"}}]},\
                "scopeMetrics":[{"scope":{"name":"otelcol/hostmetricsreceiver/cpu"},"metrics":[\
                {"name":"system.cpu.time","unit":"s","sum":{"aggregationTemporality":2,"isMonotonic":true,\
                "dataPoints":[%s]}}]}]}]}""".formatted(String.join(",", points)).getBytes(UTF_8);
    }

    private List<String> derived(String format, byte[] value) {
        List<MetricSample> samples = samples(WireFormat.parse(format).decoder().decode(message(value)));
        assertThat(samples).isNotEmpty();
        List<String> derived = new ArrayList<>();
        for (Source source : Source.values()) {
            HostUtilization utilization = new HostUtilization(source, states.getOrDefault(source, State.NONE));
            samples.stream()
                    .filter(sample -> Source.of(sample).filter(source::equals).isPresent())
                    .forEach(sample -> utilization
                            .accept(sample)
                            .ifPresent(one -> derived.add(one.host()
                                    + ' '
                                    + one.metric()
                                    + ' '
                                    + Math.round(one.value() * 1_000) / 1_000.0)));
            states.put(source, utilization.state());
        }
        return derived;
    }
}
