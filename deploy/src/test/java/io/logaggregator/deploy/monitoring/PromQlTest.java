package io.logaggregator.deploy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.deploy.monitoring.PromQl.Selector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void of_findsSelectorsAndGroupings() {
        PromQl promQl = PromQl.of("""
                histogram_quantile(0.9, sum by (le, job) (rate(delay_bucket{job="a", instance=~"$instance"}[5m])))
                  > 6 * 3600 unless on (job) log:disk:bytes or absent(up{job="a"})""");

        assertThat(promQl.selectors())
                .containsExactly(
                        new Selector("delay_bucket", Map.of("job", "a", "instance", "")),
                        new Selector("log:disk:bytes", Map.of()),
                        new Selector("up", Map.of("job", "a")));
        assertThat(promQl.groupings()).containsExactlyInAnyOrder("le", "job");
    }

    @Test
    void missingFor_namesMetricsAndLabelsNotExposed() {
        Exposition exposition = Exposition.of("""
                # TYPE read counter
                read_total{outcome="rejected"} 0.0
                lag_messages{partition="0",topic="a b"} NaN
                """);

        assertThat(exposition.missingFor("rate(read_total{outcome=\"rejected\"}[5m])", List.of()))
                .isEmpty();
        assertThat(exposition.missingFor("sum by (topic, job) (lag_messages)", List.of()))
                .isEmpty();
        assertThat(exposition.missingFor("up + read_total{outcome=\"lost\"} + lag_bytes", List.of("up")))
                .containsExactly("lag_bytes{}", "read_total{outcome=lost}");
        assertThat(exposition.missingFor("sum by (cause) (lag_messages)", List.of()))
                .containsExactly("cause");
    }
}
