package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Cross-origin requests to every route, with any origin allowed. */
@TestInstance(Lifecycle.PER_CLASS)
class CrossOriginIT {

    private static final String UNREACHABLE = "127.0.0.1:1";

    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                "jdbc:postgresql://" + UNREACHABLE + "/logs",
                "logs",
                UNREACHABLE,
                "--aggregator.api.cors.allowed-origins=*");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void preflight_listsTheMethodsOfTheRoute() {
        Set<String> methods = new TreeSet<>(Set.of("HEAD"));
        server.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(route -> route.getMethodsCondition().getMethods().stream()
                        .map(RequestMethod::name)
                        .forEach(methods::add));

        assertThat(preflight("/api/v1/logs")
                        .getOrDefault("Access-Control-Allow-Methods", "")
                        .split(","))
                .containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void wildcardOrigin_allowsNoCredentials() {
        assertThat(preflight("/api/v1/logs"))
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void pathsOutsideTheApi_allowNoOtherOrigin() {
        assertThat(preflight("/actuator/health")).doesNotContainKey("Access-Control-Allow-Origin");
    }

    private Map<String, String> preflight(String path) {
        return RawHttp.send(
                        server.port(),
                        RawHttp.request(
                                "",
                                "OPTIONS " + path + " HTTP/1.1",
                                "Host: a",
                                "Connection: close",
                                "Origin: https://anywhere.example.org",
                                "Access-Control-Request-Method: GET"))
                .headers();
    }
}
