package io.logaggregator.server.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.gateways.Gateways;
import io.logaggregator.server.http.GatewayTarget;
import io.logaggregator.server.web.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class GatewayErrorsTest {

    private final GatewayErrors errors = new GatewayErrors();

    @ParameterizedTest
    @CsvSource({"1500, 2", "7000, 7", "90000, 30"})
    void rateLimit_is503WithBoundedPause(long millis, String retryAfter) {
        MockHttpServletResponse response = resolve(
                "/v1/logs", ProblemException.tooManyRequests("Rate limit exceeded.", Duration.ofMillis(millis)));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo(retryAfter);
    }

    @Test
    void unavailableQueue_is503() {
        MockHttpServletResponse response = resolve("/gelf", new QueueUnavailableException("secret host", null));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
        assertThat(new String(response.getContentAsByteArray(), UTF_8)).isEqualTo("The queue is unavailable.");
    }

    @Test
    void defect_is503WithoutDetail() {
        MockHttpServletResponse response = resolve("/es/_bulk", new IllegalStateException("secret"));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsByteArray()).asString().doesNotContain("secret");
    }

    @Test
    void otherPath_isLeftToProblemDetails() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/logs");

        assertThat(errors.resolveException(request, new MockHttpServletResponse(), null, new IllegalStateException()))
                .isNull();
    }

    private MockHttpServletResponse resolve(String path, Exception e) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setServletPath(path);
        request.setAttribute(
                GatewayTarget.class.getName(),
                new Gateways("8.19.0").find("POST", path).orElseThrow());
        MockHttpServletResponse response = new MockHttpServletResponse();
        errors.resolveException(request, response, null, e);
        return response;
    }
}
