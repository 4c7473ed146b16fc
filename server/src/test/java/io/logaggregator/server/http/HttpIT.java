package io.logaggregator.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.ExampleSettings;
import io.logaggregator.server.settings.HttpSettings;
import io.logaggregator.server.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The filters of every request on a real Tomcat, with a controller that fails in every way. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = HttpIT.Application.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
class HttpIT {

    private static final String KEY = AccessPorts.KEY;

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void wellFormedRequestId_isKept() throws Exception {
        HttpResponse<String> response = send(get("/api/fail/none").header("X-Request-Id", "trace-4711.a_b"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Request-Id")).hasValue("trace-4711.a_b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with space in it", "<script>alert(1)</script>"})
    void malformedRequestId_isReplaced(String given) throws Exception {
        HttpResponse<String> response = send(get("/api/fail/none").header("X-Request-Id", given));

        assertThat(response.headers().firstValue("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
    }

    @Test
    void key_isAcceptedInEitherHeader() throws Exception {
        assertThat(send(request("/api/fail/none").header("X-API-Key", KEY)).statusCode())
                .isEqualTo(200);
        assertThat(send(request("/api/fail/none").header("Authorization", "bearer " + KEY))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/fail/none",
                "/api/fail/none?api_key=" + KEY,
                "/actuator/prometheus",
                "/actuator/healthy",
                "/api/nothing"
            })
    void noKey_isUnauthorized(String path) throws Exception {
        HttpResponse<String> response = send(request(path));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertProblem(response, "No API key (expected: header X-API-Key, or Authorization: Bearer).");
    }

    @Test
    void wrongKey_isUnauthorized() throws Exception {
        HttpResponse<String> response = send(request("/api/fail/none").header("X-API-Key", KEY + "x"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertProblem(response, "Invalid API key (unknown, expired or revoked).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness"})
    void health_needsNoKey(String path) throws Exception {
        assertThat(send(request(path)).statusCode()).isEqualTo(200);
        assertThat(send(request(path)).body()).contains("\"status\":\"UP\"").doesNotContain("components", "details");
        assertThat(send(get(path)).body()).contains("components");
    }

    @Test
    void ambiguousPath_isRejected() throws Exception {
        HttpResponse<String> response = send(request("/actuator/health/..;/prometheus"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertProblem(response, "The request is ambiguous");
    }

    @Test
    void metrics_requireAKey() throws Exception {
        assertThat(send(get("/actuator/prometheus")).body()).contains("jvm_memory_used_bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/fail/invalid               | 400 | limit: 0 (expected: 1 or more)
            /api/fail/notfound              | 404 | There is no such thing.
            /api/fail/store                 | 503 | The database is unavailable. Retry in 5 s.
            /api/fail/busy                  | 503 | Too many concurrent queries of this kind.
            /api/fail/queue                 | 503 | The queue is unavailable. Retry in 5 s.
            /api/fail/timeout               | 504 | Query timed out. Narrow the time range
            /api/fail/refused               | 422 | too large
            /api/fail/defect                | 500 | Internal error. The server log has details under the request ID.
            /api/fail/none?number=x         | 400 | number: x (expected: a whole number)
            /nothing/here                   | 404 | There is nothing at GET /nothing/here
            /error                          | 404 | Not Found
            """)
    void failure_isAProblem(String path, int status, String detail) throws Exception {
        HttpResponse<String> response = send(get(path));

        assertThat(response.statusCode()).isEqualTo(status);
        assertProblem(response, detail);
        assertThat(response.body()).doesNotContain("secret");
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @Test
    void wrongMethodTypeOrBody_isAProblem() throws Exception {
        HttpResponse<String> method = send(get("/api/body"));
        HttpResponse<String> type = send(post("text/html", "<p>"));
        HttpResponse<String> body = send(post("application/json", "{\"a\":\n oops}"));

        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).hasValue("POST");
        assertProblem(method, "Method 'GET' is not supported.");
        assertThat(type.statusCode()).isEqualTo(415);
        assertProblem(type, "text/html");
        assertThat(body.statusCode()).isEqualTo(400);
        assertProblem(body, "The body cannot be read at line 2");
    }

    @Test
    void problem_isJson_evenForHtml() throws Exception {
        assertProblem(send(get("/nothing").header("Accept", "text/html")), "There is nothing at GET /nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/hosts/web-1", "/api/v1/rules/019ab0c1-0000-7000-8000-000000000001"})
    void unchangedResource_returns304(String path) throws Exception {
        FailingController.state = "calm";
        HttpResponse<String> first = send(get(path));
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = send(get(path).header("If-None-Match", "\"other\", " + tag));
        FailingController.state = "busy";
        HttpResponse<String> changed = send(get(path).header("If-None-Match", tag));

        assertThat(first.body()).isEqualTo("{\"state\":\"calm\"}");
        assertThat(tag).startsWith("W/\"");
        assertThat(first.headers().allValues("Cache-Control")).containsExactly("no-cache, private");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(again.headers().allValues("Cache-Control")).containsExactly("no-cache, private");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).isEqualTo("{\"state\":\"busy\"}");
        assertThat(changed.headers().firstValue("ETag"))
                .isPresent()
                .isNotEqualTo(first.headers().firstValue("ETag"));
    }

    @Test
    void ifNoneMatch_withoutKey_returns401() throws Exception {
        String tag =
                send(get("/api/v1/hosts/web-1")).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> stranger = send(request("/api/v1/hosts/web-1").header("If-None-Match", tag));

        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("ETag")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/hosts", "/api/v1/hosts/nobody"})
    void listsAndProblems_haveNoEntityTag(String path) throws Exception {
        HttpResponse<String> answer = send(get(path));

        assertThat(answer.headers().firstValue("ETag")).isEmpty();
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://console.example.org", "https://a.preview.example.org"})
    void preflight_listsMethodsAndHeaders(String origin) throws Exception {
        HttpResponse<String> answer = send(preflight(origin, "PATCH", "x-api-key, if-none-match"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map())
                .containsEntry("access-control-allow-origin", List.of(origin))
                .containsEntry("access-control-allow-methods", List.of("GET,HEAD,POST,PUT,PATCH,DELETE"))
                .containsEntry("access-control-allow-headers", List.of("x-api-key, if-none-match"))
                .doesNotContainKey("access-control-allow-credentials");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                .hasValue("ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://evil.example.org        | GET   | X-API-Key | Origin: https://evil.example.org (expected: an origin that
            http://console.example.org      | GET   | X-API-Key | Origin: http://console.example.org (expected: an origin that
            https://console.example.org:8443| GET   | X-API-Key | Origin: https://console.example.org:8443
            https://preview.example.org     | GET   | X-API-Key | Origin: https://preview.example.org
            null                            | GET   | X-API-Key | Origin: null
            nonsense                        | GET   | X-API-Key | Origin: nonsense
            https://console.example.org     | TRACE | X-API-Key | Access-Control-Request-Method: TRACE (expected: one of GET, HEAD,
            https://console.example.org     | GET   | X-Nonsense| Access-Control-Request-Headers: [X-Nonsense] (expected: one of Authorization,
            """)
    void rejectedPreflight_isAProblemWithReason(String origin, String method, String headers, String detail)
            throws Exception {
        HttpResponse<String> answer = send(preflight(origin, method, headers));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertProblem(answer, detail);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void allowedOrigin_mayReadTheResponse() throws Exception {
        HttpResponse<String> answer = send(get("/api/fail/none").header("Origin", "https://console.example.org"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://console.example.org");
    }

    @Test
    void allowedOrigin_mayReadErrors() throws Exception {
        HttpResponse<String> answer = send(request("/api/fail/none").header("Origin", "https://console.example.org"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://console.example.org");
    }

    @Test
    void responses_haveSecurityHeaders() throws Exception {
        HttpResponse<String> answer = send(get("/api/fail/none"));

        assertThat(answer.headers().map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("cache-control", List.of("no-store"))
                .doesNotContainKey("strict-transport-security");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy -> assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'"));
    }

    @Test
    void cacheControl_isThatOfTheHandler() throws Exception {
        assertThat(send(get("/api/kept")).headers().allValues("Cache-Control")).containsExactly("max-age=1, private");
    }

    @Test
    void clientAddress_ignoresForwardedHeaders() throws Exception {
        HttpResponse<String> answer = send(get("/api/caller")
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "for=203.0.113.7;proto=https"));

        assertThat(answer.body()).isEqualTo("http://127.0.0.1");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    private HttpRequest.Builder preflight(String origin, String method, String headers) {
        return request("/api/fail/none")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers);
    }

    private HttpRequest.Builder get(String path) {
        return request(path).header("X-API-Key", KEY);
    }

    private HttpRequest.Builder post(String type, String body) {
        return get("/api/body").header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, String detail) {
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        String requestId = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(response.body())
                .contains(detail)
                .contains("\"requestId\":\"" + requestId + "\"")
                .contains("\"status\":" + response.statusCode());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @Import(FailingController.class)
    static class Application extends WebLayer {

        @Bean
        ApiSettings apiSettings() {
            return ExampleSettings.api(new ApiSettings.Cors(
                    List.of("https://console.example.org"), List.of("https://*.preview.example.org")));
        }

        @Bean
        HttpSettings httpSettings() {
            return ExampleSettings.http();
        }
    }

    @RestController
    static class FailingController {

        static volatile String state = "";

        @RequiresScope({})
        @GetMapping("/api/fail/{how}")
        String fail(@PathVariable String how, @RequestParam(defaultValue = "1") int number) {
            return switch (how) {
                case "invalid" -> throw ProblemException.invalidParameter("limit", 0, "1 or more");
                case "notfound" -> throw ProblemException.notFound("There is no such thing.");
                case "store" -> throw new StoreUnavailableException("secret host is away", null);
                case "busy" -> throw new StoreBusyException("secret pool is empty", null);
                case "queue" -> throw new QueueUnavailableException("secret host is away", null);
                case "timeout" -> throw new QueryTimeoutException("secret statement", null);
                case "refused" -> throw new DataRejectedException("too large", null);
                case "defect" -> throw new IllegalStateException("secret");
                default -> "well " + number;
            };
        }

        @RequiresScope({})
        @GetMapping("/api/kept")
        ResponseEntity<String> kept() {
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.maxAge(Duration.ofSeconds(1)).cachePrivate())
                    .body("kept");
        }

        @RequiresScope({})
        @GetMapping("/api/caller")
        String caller(HttpServletRequest request) {
            return request.getScheme() + "://" + request.getRemoteAddr();
        }

        @RequiresScope({})
        @GetMapping("/api/v1/hosts")
        List<String> list() {
            return List.of();
        }

        @RequiresScope({})
        @GetMapping({"/api/v1/hosts/{id}", "/api/v1/rules/{id}"})
        Map<String, String> one(@PathVariable String id) {
            if (id.equals("nobody")) {
                throw ProblemException.notFound("There is no such thing.");
            }
            return Map.of("state", state);
        }

        @RequiresScope({})
        @PostMapping(path = "/api/body", consumes = "application/json")
        Map<String, Object> body(@RequestBody Map<String, Object> body) {
            return body;
        }
    }
}
