package io.logaggregator.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.logaggregator.core.metrics.HostUtilization.Key;
import io.logaggregator.core.metrics.HostUtilization.Source;
import io.logaggregator.core.metrics.HostUtilization.State;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostUtilizationTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private State state = State.NONE;

    @Test
    void nodeExporter_isShareOfBusyTime() {
        assertThat(accept(Source.NODE_EXPORTER, scrape(0, 100, 50))).isEmpty();

        List<MetricSample> derived = accept(Source.NODE_EXPORTER, scrape(15, 103, 62));

        assertThat(derived).hasSize(1);
        assertThat(derived.getFirst().metric()).isEqualTo("system.cpu.utilization");
        assertThat(derived.getFirst().host()).isEqualTo("web-1");
        assertThat(derived.getFirst().attributes()).isEmpty();
        assertThat(derived.getFirst().observedAt()).isEqualTo(NOON.plusSeconds(15));
        assertThat(derived.getFirst().value()).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void utilization_isIndependentOfMessages() {
        List<MetricSample> samples = Stream.of(scrape(0, 100, 50), scrape(15, 103, 62), scrape(30, 110, 70))
                .flatMap(List::stream)
                .toList();
        List<MetricSample> single = new ArrayList<>();
        for (MetricSample sample : samples) {
            single.addAll(accept(Source.NODE_EXPORTER, List.of(sample)));
        }
        state = State.NONE;

        assertThat(accept(Source.NODE_EXPORTER, samples)).isEqualTo(single).hasSize(2);
    }

    @Test
    void restart_hasNoUtilization() {
        accept(Source.NODE_EXPORTER, scrape(0, 1_000, 500));

        assertThat(accept(Source.NODE_EXPORTER, scrape(15, 3, 2))).isEmpty();
        assertThat(values(accept(Source.NODE_EXPORTER, scrape(30, 18, 2)))).containsExactly(0.0);
    }

    @Test
    void gap_hasNoUtilization() {
        accept(Source.NODE_EXPORTER, scrape(0, 100, 50));

        assertThat(accept(Source.NODE_EXPORTER, scrape(301, 101, 350))).isEmpty();
    }

    @Test
    void incompleteCounters_haveNoUtilization() {
        accept(Source.NODE_EXPORTER, scrape(0, 100, 50));
        List<MetricSample> next = scrape(15, 103, 62);

        assertThat(accept(Source.NODE_EXPORTER, next.subList(0, 3))).isEmpty();
        assertThat(values(accept(Source.NODE_EXPORTER, scrape(30, 115, 65)))).containsExactly(0.5);
    }

    @Test
    void repeatedRequest_changesNothing() {
        accept(Source.NODE_EXPORTER, scrape(0, 100, 50));
        accept(Source.NODE_EXPORTER, scrape(15, 103, 62));

        assertThat(accept(Source.NODE_EXPORTER, scrape(15, 103, 62))).isEmpty();
        assertThat(values(accept(Source.NODE_EXPORTER, scrape(30, 118, 62)))).containsExactly(0.0);
    }

    @Test
    void repeatedPart_costsOneValue() {
        accept(Source.NODE_EXPORTER, scrape(0, 100, 50));
        accept(Source.NODE_EXPORTER, scrape(15, 103, 62));
        accept(Source.NODE_EXPORTER, scrape(30, 118, 62).subList(0, 2));
        accept(Source.NODE_EXPORTER, scrape(30, 118, 62));

        assertThat(values(accept(Source.NODE_EXPORTER, scrape(45, 133, 62)))).containsExactly(0.0);
        assertThat(values(accept(Source.NODE_EXPORTER, scrape(60, 133, 77)))).containsExactly(1.0);
    }

    @Test
    void newProcessors_areUsed() {
        accept(Source.NODE_EXPORTER, scrape(0, 100, 50).subList(0, 2));
        accept(Source.NODE_EXPORTER, scrape(15, 115, 50).subList(0, 2));
        for (int second = 30; second <= 60; second += 15) {
            accept(Source.NODE_EXPORTER, scrape(second, 115, 35 + second));
        }
        List<MetricSample> next = scrape(75, 115, 110);

        assertThat(accept(Source.NODE_EXPORTER, next.subList(0, 3))).isEmpty();
        assertThat(values(accept(Source.NODE_EXPORTER, next.subList(3, 4)))).containsExactly(1.0);
    }

    /** A sender with two connections delivers its backlog: first all of some series, then all of the others. */
    @Test
    void backlogOfPartOfSeries_hasNoUtilization() {
        List<MetricSample> derived = new ArrayList<>();
        double idle = 100;
        double user = 50;
        for (int second = 0; second <= 60; second += 15) {
            derived.addAll(accept(Source.NODE_EXPORTER, scrape(second, idle += 14, user += 1)));
        }
        assertThat(derived).hasSize(4);

        for (int second = 75; second < 1_500; second += 15) {
            idle += 14;
            user += 1;
            double userNow = user;
            double idleNow = idle;
            List<MetricSample> part = scrape(second, idleNow, userNow).stream()
                    .filter(sample -> "user".equals(sample.attributes().get("mode"))
                            || "1".equals(sample.attributes().get("cpu")))
                    .toList();
            assertThat(values(accept(Source.NODE_EXPORTER, part))).allMatch(value -> value < 0.2);
        }
        accept(Source.NODE_EXPORTER, scrape(1_500, idle += 14, user += 1));
        accept(Source.NODE_EXPORTER, scrape(1_515, idle += 14, user += 1));

        assertThat(values(accept(Source.NODE_EXPORTER, scrape(1_530, idle + 14, user + 1))))
                .satisfiesExactly(value -> assertThat(value).isCloseTo(1 / 15.0, within(1e-9)));
    }

    @Test
    void lateCounters_areIgnored() {
        accept(Source.NODE_EXPORTER, scrape(0, 100, 50));
        accept(Source.NODE_EXPORTER, scrape(30, 110, 70));

        assertThat(accept(Source.NODE_EXPORTER, scrape(15, 103, 62))).isEmpty();
        assertThat(values(accept(Source.NODE_EXPORTER, scrape(45, 125, 70)))).containsExactly(0.0);
    }

    @Test
    void correctedClock_isFollowed() {
        accept(Source.NODE_EXPORTER, scrape(3_600, 100, 50));
        accept(Source.NODE_EXPORTER, scrape(30, 110, 70));

        assertThat(values(accept(Source.NODE_EXPORTER, scrape(45, 125, 70)))).containsExactly(0.0);
    }

    @Test
    void collectd_hasOneTimePerValueList() {
        accept(Source.COLLECTD, ticks(10.000, 1_000, 500));

        assertThat(values(accept(Source.COLLECTD, ticks(20.003, 1_250, 1_250)))).containsExactly(0.75);
    }

    @Test
    void collectd_canStoreRates() {
        accept(Source.COLLECTD, ticks(10, 25, 75));

        assertThat(values(accept(Source.COLLECTD, ticks(20, 90, 10))))
                .satisfiesExactly(value -> assertThat(value).isCloseTo(0.1, within(1e-9)));
    }

    @Test
    void collectdMemory_isShareOfAllStates() {
        accept(Source.COLLECTD_MEMORY, memory(10, 6, 1, 3));

        assertThat(accept(Source.COLLECTD_MEMORY, memory(20, 7, 1, 2).subList(0, 1)))
                .isEmpty();
        assertThat(values(accept(Source.COLLECTD_MEMORY, memory(20, 7, 1, 2).subList(1, 3))))
                .containsExactly(0.7);
        assertThat(state.current()).isNotNull();
    }

    private static List<MetricSample> memory(double second, double used, double cached, double free) {
        return List.of(
                sample(Kind.GAUGE, "memory.memory", second, used, Map.of("type_instance", "used")),
                sample(Kind.GAUGE, "memory.memory", second, cached, Map.of("type_instance", "cached")),
                sample(Kind.GAUGE, "memory.memory", second, free, Map.of("type_instance", "free")));
    }

    @Test
    void openTelemetry_hasTotalsOfAllProcessors() {
        accept(Source.OPEN_TELEMETRY, List.of(time(0, "idle", 1_000), time(0, "user", 100), time(0, "system", 50)));

        assertThat(values(accept(
                        Source.OPEN_TELEMETRY,
                        List.of(time(10, "idle", 1_030), time(10, "user", 108), time(10, "system", 52)))))
                .containsExactly(0.25);
    }

    @Test
    void deltas_areUsedAsTheyAre() {
        accept(Source.OPEN_TELEMETRY, List.of(delta(0, "idle", 5), delta(0, "user", 5)));

        assertThat(values(accept(Source.OPEN_TELEMETRY, List.of(delta(10, "idle", 4), delta(10, "user", 6)))))
                .containsExactly(0.6);
    }

    @Test
    void source_isNeitherGaugeNorWithoutState() {
        assertThat(Source.of(time(0, "idle", 1))).contains(Source.OPEN_TELEMETRY);
        assertThat(Source.of(new MetricSample("web-1", "system.cpu.time", 1, NOON, Map.of("state", "idle"))))
                .isEmpty();
        assertThat(Source.of(sample("node_cpu_seconds_total", 0, 1, Map.of("cpu", "0"))))
                .isEmpty();
    }

    @Test
    void key_separatesSendersOfHost() {
        MetricSample idle = sample("node_cpu_seconds_total", 0, 1, Map.of("cpu", "0", "mode", "idle", "job", "a"));
        MetricSample user = sample("node_cpu_seconds_total", 0, 1, Map.of("cpu", "1", "mode", "user", "job", "a"));
        MetricSample other = sample("node_cpu_seconds_total", 0, 1, Map.of("cpu", "1", "mode", "user", "job", "b"));

        assertThat(Key.of(Source.NODE_EXPORTER, idle))
                .isEqualTo(Key.of(Source.NODE_EXPORTER, user))
                .isNotEqualTo(Key.of(Source.NODE_EXPORTER, other));
    }

    private List<MetricSample> accept(Source source, List<MetricSample> samples) {
        HostUtilization times = new HostUtilization(source, state);
        List<MetricSample> derived = new ArrayList<>();
        samples.forEach(sample -> times.accept(sample).ifPresent(derived::add));
        state = times.state();
        return derived;
    }

    private static List<Double> values(List<MetricSample> samples) {
        return samples.stream().map(MetricSample::value).toList();
    }

    /** Two processors with the same times. */
    private static List<MetricSample> scrape(double second, double idle, double user) {
        List<MetricSample> samples = new ArrayList<>();
        for (String cpu : List.of("0", "1")) {
            String metric = "node_cpu_seconds_total";
            samples.add(sample(metric, second, idle, Map.of("cpu", cpu, "mode", "idle", "instance", "web-1:9100")));
            samples.add(sample(metric, second, user, Map.of("cpu", cpu, "mode", "user", "instance", "web-1:9100")));
        }
        return samples;
    }

    private static List<MetricSample> ticks(double second, double idle, double user) {
        return List.of(
                sample("cpu.cpu", second, user, Map.of("plugin_instance", "0", "type_instance", "user")),
                sample("cpu.cpu", second + 0.001, idle, Map.of("plugin_instance", "0", "type_instance", "idle")),
                sample("cpu.cpu", second + 0.002, user, Map.of("plugin_instance", "1", "type_instance", "user")),
                sample("cpu.cpu", second + 0.003, idle, Map.of("plugin_instance", "1", "type_instance", "idle")));
    }

    private static MetricSample time(double second, String state, double value) {
        return sample("system.cpu.time", second, value, Map.of("state", state));
    }

    private static MetricSample delta(double second, String state, double value) {
        return sample(Kind.DELTA, "system.cpu.time", second, value, Map.of("state", state));
    }

    private static MetricSample sample(String metric, double second, double value, Map<String, String> attributes) {
        return sample(Kind.CUMULATIVE, metric, second, value, attributes);
    }

    private static MetricSample sample(
            Kind kind, String metric, double second, double value, Map<String, String> attributes) {
        Instant at = NOON.plusMillis(Math.round(second * 1_000));
        return new MetricSample("web-1", metric, value, at, NOON.plusSeconds(60), kind, new TreeMap<>(attributes));
    }
}
