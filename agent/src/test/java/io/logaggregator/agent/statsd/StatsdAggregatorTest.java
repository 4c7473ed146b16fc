package io.logaggregator.agent.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.agent.statsd.StatsdItem.Measurement;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class StatsdAggregatorTest {

    private static final Instant NOW = Instant.parse("2026-11-29T15:42:51Z");

    private final StatsdAggregator aggregator = new StatsdAggregator("web-1");

    @Test
    void counter_isIncreaseSinceFlush() {
        add("hits:1|c", "hits:2|c|@0.1", "hits:3:4|c|#path:pay");

        assertThat(flush())
                .containsExactlyInAnyOrder(
                        tuple("hits", 21.0, Kind.DELTA, Map.of()),
                        tuple("hits", 7.0, Kind.DELTA, Map.of("path", "pay")));
        assertThat(flush()).isEmpty();
    }

    @Test
    void gauge_keepsValueForRelativeChanges() {
        add("queue:5|g", "queue:+3|g", "queue:-1|g");
        assertThat(flush()).containsExactly(tuple("queue", 7.0, Kind.GAUGE, Map.of()));
        assertThat(flush()).isEmpty();

        add("queue:+1|g");
        assertThat(flush()).containsExactly(tuple("queue", 8.0, Kind.GAUGE, Map.of()));
    }

    @Test
    void gauge_ofDogstatsdMayBeNegative() {
        add("degrees:-3|g|#a:b", "degrees:-4|g|#a:b", "queue:+5|g|#a:b", "queue:-2|g|#a:b", "plain:-1|g", "plain:-1|g");

        assertThat(flush())
                .containsExactlyInAnyOrder(
                        tuple("degrees", -4.0, Kind.GAUGE, Map.of("a", "b")),
                        tuple("queue", 3.0, Kind.GAUGE, Map.of("a", "b")),
                        tuple("plain", -2.0, Kind.GAUGE, Map.of()));
    }

    @Test
    void gauge_isForgottenWhenItHasNoValues() {
        add("queue:5|g");
        for (int i = 0; i <= StatsdAggregator.GAUGE_FLUSHES; i++) {
            flush();
        }

        add("queue:+1|g");
        assertThat(flush()).containsExactly(tuple("queue", 1.0, Kind.GAUGE, Map.of()));
    }

    @Test
    void set_isNumberOfMembers() {
        add("users:ann|s", "users:bob|s", "users:ann|s");

        assertThat(flush()).containsExactly(tuple("users", 2.0, Kind.GAUGE, Map.of()));
    }

    @Test
    void timer_hasStatistics() {
        for (int i = 100; i >= 1; i--) {
            add("latency:" + i + "|ms|#path:pay");
        }

        assertThat(flush())
                .containsExactly(
                        tuple("latency_count", 100.0, Kind.DELTA, Map.of("path", "pay")),
                        tuple("latency_sum", 5050.0, Kind.DELTA, Map.of("path", "pay")),
                        tuple("latency_min", 1.0, Kind.GAUGE, Map.of("path", "pay")),
                        tuple("latency_max", 100.0, Kind.GAUGE, Map.of("path", "pay")),
                        tuple("latency", 50.0, Kind.GAUGE, Map.of("path", "pay", "quantile", "0.5")),
                        tuple("latency", 95.0, Kind.GAUGE, Map.of("path", "pay", "quantile", "0.95")),
                        tuple("latency", 99.0, Kind.GAUGE, Map.of("path", "pay", "quantile", "0.99")));
    }

    @Test
    void timer_countsValuesThatWereNotSent() {
        add("latency:10|ms|@0.25");

        assertThat(flush())
                .contains(
                        tuple("latency_count", 4.0, Kind.DELTA, Map.of()),
                        tuple("latency_sum", 40.0, Kind.DELTA, Map.of()));
    }

    @Test
    void timer_samplesItsValues() {
        for (int i = 0; i < 20 * StatsdAggregator.MAX_TIMER_VALUES; i++) {
            add("latency:" + (i % 1000) + "|ms");
        }

        List<MetricSample> samples = aggregator.flush(NOW);

        assertThat(samples)
                .filteredOn(sample -> "0.5".equals(sample.attributes().get("quantile")))
                .singleElement()
                .satisfies(median -> assertThat(median.value()).isBetween(350.0, 650.0));
    }

    @Test
    void valueWithTime_isASampleOfThatTime() {
        add("hits:2|c|T1796000000", "hits:3|c|T1796000000", "queue:1|g|T1796000001", "queue:2|g");

        assertThat(aggregator.flush(NOW))
                .extracting(MetricSample::metric, MetricSample::value, MetricSample::observedAt)
                .containsExactlyInAnyOrder(
                        tuple("hits", 5.0, Instant.ofEpochSecond(1_796_000_000)),
                        tuple("queue", 1.0, Instant.ofEpochSecond(1_796_000_001)),
                        tuple("queue", 2.0, NOW));
    }

    @Test
    void series_areLimited() {
        for (int i = 0; i < StatsdAggregator.MAX_SERIES; i++) {
            add("metric" + i + (i % 2 == 0 ? ":1|c" : ":1|g"));
        }

        assertThat(aggregator.add(measurement("another:1|c"))).isFalse();
        assertThat(aggregator.add(measurement("metric0:1|c"))).isTrue();
        assertThat(flush()).hasSize(StatsdAggregator.MAX_SERIES);
        assertThat(aggregator.add(measurement("another:1|c"))).isTrue();
    }

    @Test
    void memory_isLimited() {
        String tag = "|#t:" + "v".repeat(900);
        add("users:ann|s");
        for (int i = 1; i < StatsdAggregator.MAX_SERIES; i++) {
            add("metric" + i + ":1|g" + tag);
        }
        for (int i = 0; i < 100_000; i++) {
            add("users:" + i + "|s");
        }

        assertThat(aggregator.flush(NOW))
                .hasSize(StatsdAggregator.MAX_SERIES)
                .filteredOn(sample -> sample.metric().equals("users"))
                .singleElement()
                .satisfies(users -> assertThat(users.value()).isBetween(10_000.0, 90_000.0));
    }

    @Test
    void sumsThatAreNotFinite_areNotSent() {
        add("hits:1e308|c", "hits:1e308|c", "queue:1e308|g", "queue:+1e308|g");

        assertThat(flush()).containsExactly(tuple("queue", 1e308, Kind.GAUGE, Map.of()));
    }

    private void add(String... lines) {
        for (String line : lines) {
            aggregator.add(measurement(line));
        }
    }

    private static Measurement measurement(String line) {
        return (Measurement) StatsdParser.parse(line).orElseThrow();
    }

    private List<Tuple> flush() {
        return aggregator.flush(NOW).stream()
                .map(sample -> tuple(sample.metric(), sample.value(), sample.kind(), sample.attributes()))
                .toList();
    }
}
