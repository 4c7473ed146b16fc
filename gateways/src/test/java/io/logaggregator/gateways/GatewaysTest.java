package io.logaggregator.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.Gateways.Target;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaysTest {

    private final Gateways gateways = new Gateways("8.19.0");

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/logs, otlp",
        "POST, /otlp/v1/metrics, otlp",
        "POST, /loki/api/v1/push, loki",
        "PUT, /es/a-b/_bulk, elasticsearch",
        "POST, /_bulk, elasticsearch",
        "HEAD, /es/_template, elasticsearch",
        "POST, /gelf, gelf",
        "POST, /api/v1/write, prometheus",
        "POST, /api/v2/write, influx",
        "POST, /influx/write, influx",
        "GET, /ping, influx",
        "POST, /collectd, collectd",
        "OPTIONS, /services/collector/event/1.0, splunk"
    })
    void route_isFoundByMethodAndPath(String method, String path, String name) {
        assertThat(gateways.find(method, path)).hasValueSatisfying(target -> {
            assertThat(target.gateway().name()).isEqualTo(name);
            assertThat(target.route()).isPresent();
        });
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/logs", "/", "/logs", "/v1/logs/", "/v1", "/es/_search", "/es//_bulk", "/services/collectors"})
    void otherPath_isNotFound(String path) {
        assertThat(gateways.find("POST", path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/v1/logs", "/es/_bulk", "/gelf"})
    void otherMethod_hasNoRoute(String path) {
        Optional<Target> target = gateways.find("GET", path);

        assertThat(target).isPresent();
        assertThat(target.get().route()).isEmpty();
    }
}
