package io.logaggregator.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.gateways.Gateways.Target;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({
        "elasticsearch, GET, /, /es/",
        "elasticsearch, POST, /shop/_bulk, /es/shop/_bulk",
        "elasticsearch, POST, /es/_bulk, /es/es/_bulk", // an index named es
        "loki, GET, /ready, /loki/ready",
        "loki, POST, /loki/api/v1/push, /loki/api/v1/push",
        "influx, POST, /api/v2/write, /influx/api/v2/write",
        "otlp-grpc, POST, /opentelemetry.proto.collector.trace.v1.TraceService/Export,"
                + "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
    })
    void ownPort_servesPathsWithoutPrefix(String protocol, String method, String path, String routePath) {
        Target target = Gateways.findOnPort(gateways.named(protocol), method, path);

        assertThat(target.path()).isEqualTo(routePath);
        assertThat(target.route())
                .hasValueSatisfying(
                        route -> assertThat(route.matches(routePath)).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"elasticsearch, /gelf", "gelf, /es/_bulk", "otlp, /otlp/", "otlp-grpc, /grpc.health.v1.Health/Check"})
    void ownPort_hasNoPathsOfOthers(String protocol, String path) {
        Target target = Gateways.findOnPort(gateways.named(protocol), "POST", path);

        assertThat(target.route().map(Route::action))
                .hasValueSatisfying(action -> assertThatExceptionOfType(InvalidBodyException.class)
                        .isThrownBy(() -> ((Route.Probe) action)
                                .reply(new GatewayRequest("POST", path, "", "", 0, _ -> Optional.empty(), "")))
                        .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Kind.NOT_FOUND)));
    }

    @Test
    void grpc_isNotServedOnThePortOfTheServer() {
        assertThat(gateways.find("POST", "/opentelemetry.proto.collector.logs.v1.LogsService/Export"))
                .isEmpty();
    }
}
