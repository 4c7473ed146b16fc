package io.logaggregator.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.testkit.fakes.FakeAlertRules;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Tests of routes, through Spring's own machinery, on ports that know one of everything. */
@SpringBootTest(
        classes = ApiApplication.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
@AutoConfigureMockMvc
abstract class RouteTest {

    @Autowired
    protected MockMvcTester mvc;

    @Autowired
    protected FakePorts ports;

    @Autowired
    protected FakeAlertRules rules;

    @BeforeEach
    void reset() {
        rules.clear();
        ports.hostName = "web-1";
        ports.published.clear();
        ports.queueIsAway = false;
        ports.queueRefuses = false;
        ports.rejectedValue = "{\"broken\"".getBytes(UTF_8);
    }

    protected void assertOk(String path) {
        assertThat(mvc.get().uri(path).exchange()).hasStatusOk();
    }

    protected void assertJson(String path, String expected) {
        assertThat(mvc.get().uri(path).exchange()).hasStatusOk().bodyJson().isLenientlyEqualTo(expected);
    }

    protected static void assertProblem(MvcTestResult result, int status, String detail) {
        assertThat(result).hasStatus(status).hasContentType("application/problem+json");
        assertThat(result).bodyJson().extractingPath("$.detail").asString().contains(detail);
    }
}
