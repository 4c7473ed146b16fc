package io.logaggregator.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.ExampleSettings;
import io.logaggregator.server.settings.HttpSettings;
import io.logaggregator.server.settings.HttpSettings.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The client address, with this machine as a trusted proxy. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = TrustedProxiesIT.Application.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
class TrustedProxiesIT {

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.7                          | https://203.0.113.7
            198.51.100.1, 203.0.113.7            | https://203.0.113.7
            198.51.100.1, 203.0.113.7, 10.1.2.3  | https://203.0.113.7
            2001:db8::1                          | https://2001:db8:0:0:0:0:0:1
            nonsense, 203.0.113.7                | https://203.0.113.7
            """)
    void clientAddress_isTheLastUntrustedOne(String forwarded, String caller) throws Exception {
        HttpResponse<String> answer = ask("X-Forwarded-For", forwarded, "X-Forwarded-Proto", "https");

        assertThat(answer.body()).isEqualTo(caller);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "203.0.113.7, nonsense", "for=203.0.113.7", "203.0.113.7:4711", "%0a", "a b"})
    void invalidForwardedAddress_isIgnored(String forwarded, CapturedOutput output) throws Exception {
        HttpResponse<String> answer = ask("X-Forwarded-For", forwarded, "X-Forwarded-Proto", "https");

        assertThat(answer.body()).isEqualTo("https://127.0.0.1");
        assertThat(output).contains("called by 127.0.0.1").doesNotContain("nonsense");
    }

    @Test
    void clientAddress_withoutHeader_isTheProxy() throws Exception {
        assertThat(ask("X-Other", "x").body()).isEqualTo("http://127.0.0.1");
    }

    private HttpResponse<String> ask(String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/caller"))
                .headers(headers)
                .header("X-API-Key", AccessPorts.KEY)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @Import(CallerController.class)
    static class Application extends WebLayer {

        @Bean
        ApiSettings apiSettings() {
            return ExampleSettings.api();
        }

        @Bean
        HttpSettings httpSettings() {
            return ExampleSettings.http(
                    AddressRange.of("127.0.0.1"), AddressRange.of("10.0.0.0/8"), AddressRange.of("::1"));
        }
    }

    @RestController
    static class CallerController {

        private static final Logger log = LoggerFactory.getLogger(CallerController.class);

        @RequiresScope({})
        @GetMapping("/caller")
        String caller(HttpServletRequest request) {
            log.warn("called by {} ({})", request.getRemoteAddr(), request.getRemoteHost());
            return request.getScheme() + "://" + request.getRemoteAddr();
        }
    }
}
