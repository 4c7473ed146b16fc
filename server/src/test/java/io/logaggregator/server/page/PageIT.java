package io.logaggregator.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.http.WebLayer;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.ExampleSettings;
import io.logaggregator.server.settings.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The page as a browser gets it, from a real Tomcat and without a key. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = PageIT.Application.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
class PageIT {

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void everyView_hasAnAddress() throws Exception {
        String document = get("/").body();
        List<String> views = Pattern.compile("\\bname: \"([a-z]+)\"")
                .matcher(get("/app/pages.js").body())
                .results()
                .map(view -> view.group(1))
                .toList();

        assertThat(views).contains("logs", "alerts");
        for (String view : views) {
            HttpResponse<String> response = get("/" + view + "?from=-1h");
            assertThat(response.statusCode()).as(view).isEqualTo(200);
            assertThat(response.body()).as(view).isEqualTo(document);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no-such-page", "/no/such/page", "/gelf"})
    void unknownAddress_isTheDocumentWithStatus404(String path) throws Exception {
        HttpResponse<String> response = get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo(get("/").body());
        assertThat(response.headers().allValues("Content-Security-Policy"))
                .isEqualTo(get("/").headers().allValues("Content-Security-Policy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/hosts", "/actuator/prometheus"})
    void apiWithoutKey_is401ForBrowsers(String path) throws Exception {
        assertThat(get(path, "Accept", "text/html").statusCode()).isEqualTo(401);
    }

    @Test
    void unknownAddress_is401ForPrograms() throws Exception {
        assertThat(get("/no-such-page", "Accept", "*/*").statusCode()).isEqualTo(401);
    }

    @Test
    void contentSecurityPolicy_allowsTheImportMapOnly() throws Exception {
        HttpResponse<String> page = get("/");
        String importMap = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page.body())
                .results()
                .map(MatchResult::group)
                .map(script -> script.substring(script.indexOf('>') + 1, script.lastIndexOf('<')))
                .findFirst()
                .orElseThrow();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(importMap.getBytes(UTF_8)));

        List<String> policies = page.headers().allValues("Content-Security-Policy");
        assertThat(policies)
                .singleElement()
                .asString()
                .contains("default-src 'none'", "script-src 'self' 'sha256-" + hash + "';", "frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app/shell.js", "/vendor/lit-html/lit-html.js"})
    void ifNoneMatch_returns304(String path) throws Exception {
        HttpResponse<String> first = get(path);
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app/shell.js", "/app/style/parts.css", "/vendor/uplot/uPlot.iife.min.js"})
    void largeFile_isCompressed(String path) throws Exception {
        assertThat(get(path, "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .hasValue("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/nothing.js", "/app/", "/vendor/../application.yaml", "/nothing"})
    void unknownPath_isAProblem(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isBetween(400, 404);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @Import({PageController.class, PageController.PageFiles.class})
    static class Application extends WebLayer {

        @Bean
        ApiSettings apiSettings() {
            return ExampleSettings.api();
        }

        @Bean
        HttpSettings httpSettings() {
            return ExampleSettings.http();
        }
    }
}
