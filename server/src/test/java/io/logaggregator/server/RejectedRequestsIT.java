package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every rejected request gets a problem with a request id and without internals, whichever layer rejects it. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class RejectedRequestsIT {

    private static final String UNREACHABLE = "127.0.0.1:1";
    private static final String JSON = "Content-Type: application/json";

    private static final Pattern INSIDE = Pattern.compile(
            "tomcat|apache|catalina|coyote|jackson|spring|logaggregator|java\\.|javax|jakarta|jvm|exception|`|\\.java:"
                    + "|postgres|jdbc|hikari|sql|kafka|127\\.0\\.0\\.1|<html",
            Pattern.CASE_INSENSITIVE);

    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                "jdbc:postgresql://" + UNREACHABLE + "/logs",
                "logs",
                UNREACHABLE,
                "--aggregator.queue.kafka.publish-timeout=500ms");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"heads", "bodies", "routes"})
    void rejection_isAProblemWithoutInternals(
            String what, String request, int status, String detail, CapturedOutput output) {
        RawHttp.Answer answer = RawHttp.send(server.port(), request);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Cache-Control", "no-store")
                .containsKeys("Content-Security-Policy", "Referrer-Policy")
                .doesNotContainKeys("Server", "X-Powered-By", "Strict-Transport-Security");
        JsonNode problem = JsonMapper.shared().readTree(answer.json());
        assertThat(problem.path("type").asString()).isEqualTo("about:blank");
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asString()).contains(detail);
        assertThat(problem.path("requestId").asString())
                .isNotBlank()
                .isEqualTo(answer.headers().get("X-Request-Id"));
        assertThat(answer.text()).doesNotContainPattern(INSIDE);
        assertThat(output).doesNotContain("ERROR [tomcat");
    }

    /** Requests rejected by Tomcat, most of them before any filter. */
    static Stream<Arguments> heads() {
        String malformed = "The request is malformed";
        return Stream.of(
                head("control character in the URL", 400, malformed, "GET /api/\1 HTTP/1.1"),
                head("space in the URL", 400, malformed, "GET /api/v1/lo gs HTTP/1.1"),
                head("bracket in the path", 400, malformed, "GET /api/v1/logs/[x] HTTP/1.1"),
                head("encoded slash", 400, malformed, "GET /api%2Fv1/logs HTTP/1.1"),
                head("encoded backslash", 400, malformed, "GET /api%5Cv1/logs HTTP/1.1"),
                head("backslash", 400, malformed, "GET /api\\v1/logs HTTP/1.1"),
                head("encoded U+0000", 400, malformed, "GET /api/v1/logs/%00 HTTP/1.1"),
                head("broken percent-encoding", 400, malformed, "GET /api/v1/logs%zz HTTP/1.1"),
                head("no UTF-8", 400, malformed, "GET /api/v1/logs/%ff HTTP/1.1"),
                head("above the root", 400, malformed, "GET /../../etc/passwd HTTP/1.1"),
                head("star", 400, malformed, "GET * HTTP/1.1"),
                head("header name with a space", 400, malformed, "GET / HTTP/1.1", "Bad Name: x"),
                head("header without a colon", 400, malformed, "GET / HTTP/1.1", "BadName"),
                head("control character in a header", 400, malformed, "GET / HTTP/1.1", "X: a\1b"),
                head("too many headers", 400, malformed, "GET / HTTP/1.1", "X: x\r\n".repeat(200) + "X: x"),
                head("too many cookies", 400, malformed, "GET / HTTP/1.1", "Cookie: " + "a=b;".repeat(300)),
                head("two lengths", 400, malformed, "POST / HTTP/1.1", "Content-Length: 1", "Content-Length: 2"),
                head("no number as length", 400, malformed, "POST / HTTP/1.1", "Content-Length: x"),
                head("negative length", 400, malformed, "POST / HTTP/1.1", "Content-Length: -1"),
                arguments("no Host", RawHttp.request("", "GET / HTTP/1.1", "Connection: close"), 400, malformed),
                arguments("bad Host", RawHttp.request("", "GET / HTTP/1.1", "Host: <b>"), 400, malformed),
                arguments("two Hosts", RawHttp.request("", "GET / HTTP/1.1", "Host: a", "Host: b"), 400, malformed),
                head("another Host", 400, malformed, "GET http://other/ HTTP/1.1"),
                arguments("no HTTP", "\26\3\1\2\0 hello\r\n\r\n", 400, malformed),
                head("long URL", 414, "The URL is too long", "GET /" + "a".repeat(9000) + " HTTP/1.1"),
                head(
                        "large headers",
                        431,
                        "The headers and the URL together are too large",
                        "GET / HTTP/1.1",
                        "X: " + "a".repeat(9000)),
                head("expectation", 417, "100-continue", "POST / HTTP/1.1", "Expect: x", "Content-Length: 1"),
                head("transfer coding", 501, "transfer coding", "POST / HTTP/1.1", "Transfer-Encoding: x"),
                head("CONNECT", 501, "method", "CONNECT a:1 HTTP/1.1"),
                head("TRACE", 405, "method", "TRACE /api/v1/logs HTTP/1.1"),
                head("version", 505, "HTTP/1.1", "GET / HTTP/9.9"));
    }

    /** Requests rejected by Spring and by the body parsers. */
    static Stream<Arguments> bodies() {
        return Stream.of(
                body("malformed", 400, "The body cannot be read at line 1, column 7", "{\"a\": oops"),
                body("unfinished", 400, "expected close marker for Object", "{\"a\": 1"),
                body("empty", 400, "The body cannot be read. It may be missing", ""),
                body("null", 400, "The body cannot be read. It may be missing", "null"),
                body("array", 400, "The body is an array (expected: an object)", "[]"),
                body("text", 400, "The body is text (expected: an object)", "\"x\""),
                body("number", 400, "The body is a number (expected: an object)", "17"),
                body("member twice", 400, "Duplicate Object property", "{\"name\":\"a\",\"name\":\"b\"}"),
                body("unknown member", 400, "nonsense: no such member", "{\"nonsense\":1}"),
                body("no UTF-8", 400, "Invalid UTF-8", "{\"name\":\"\u00c3(\"}"),
                body("object for text", 400, "name: an object (expected: text)", "{\"name\":{}}"),
                body(
                        "text for a number",
                        400,
                        "severities.HIGH: x (expected: ",
                        "{\"name\":\"a\",\"condition\":{\"type\":\"noData\"},\"severities\":{\"HIGH\":\"x\"}}"),
                body(
                        "no severity",
                        400,
                        "severities.WORST: ",
                        "{\"name\":\"a\",\"condition\":{\"type\":\"noData\"},\"severities\":{\"WORST\":1}}"),
                body("deep", 400, "name: an array (expected: text)", "{\"name\":" + "[".repeat(2000)),
                body("long name", 413, "Name length (60000) exceeds", "{\"" + "x".repeat(60_000) + "\":1}"),
                body("long number", 413, "Number value length (2000)", "{\"name\":" + "1".repeat(2000) + "}"),
                body("2 MiB", 413, "Document length", "{\"name\":\"" + "x".repeat(2 << 20) + "\"}"),
                head(
                        "plain text",
                        415,
                        "(expected: application/json",
                        "POST /api/v1/rules HTTP/1.1",
                        "Content-Type: text/plain",
                        "Content-Length: 0"),
                head(
                        "YAML",
                        415,
                        "(expected: application/json",
                        "POST /api/v1/rules HTTP/1.1",
                        "Content-Type: application/yaml",
                        "Content-Length: 0"),
                head(
                        "no media type",
                        415,
                        "none, or malformed",
                        "POST /api/v1/rules HTTP/1.1",
                        "Content-Type: nonsense",
                        "Content-Length: 0"),
                head(
                        "form",
                        415,
                        "x-www-form-urlencoded (expected",
                        "POST /api/v1/logs HTTP/1.1",
                        "Content-Type: application/x-www-form-urlencoded",
                        "Content-Length: 0"),
                head(
                        "parts",
                        415,
                        "multipart/form-data",
                        "POST /api/v1/logs HTTP/1.1",
                        "Content-Type: multipart/form-data; boundary=x",
                        "Content-Length: 0"),
                arguments("broken chunk", chunked("/api/v1/rules"), 400, "an invalid or incomplete body"),
                arguments("broken chunk of logs", chunked("/api/v1/logs"), 400, "an invalid or incomplete body"),
                arguments(
                        "nothing usable", post("/api/v1/logs", "{\"metadata\":17}"), 422, "All elements are rejected"),
                arguments("deep logs", post("/api/v1/logs", "{\"a\":".repeat(5000)), 400, "body"));
    }

    /** Requests rejected by routes, and requests that need an unavailable database or queue. */
    static Stream<Arguments> routes() {
        return Stream.of(
                head("unknown path", 404, "There is nothing at GET /nothing", "GET /nothing HTTP/1.1"),
                head("directory of files", 404, "There is nothing at GET /app/", "GET /app/ HTTP/1.1"),
                head("error page", 404, "Not Found", "GET /error HTTP/1.1"),
                head("inside", 404, "Not Found", "GET /WEB-INF/web.xml HTTP/1.1"),
                head("wrong method", 405, "Method 'DELETE' is not supported", "DELETE /api/v1/logs HTTP/1.1"),
                head("unknown method", 405, "Method 'NONSENSE' is not supported", "NONSENSE /api/v1/logs HTTP/1.1"),
                head("no id", 400, "id: x (expected: an id", "GET /api/v1/alerts/x HTTP/1.1"),
                head("broken query", 400, "The query cannot be decoded", "GET /api/v1/logs?a=%zz HTTP/1.1"),
                head("unknown parameter", 400, "a: no such parameter", "GET /api/v1/logs?a=b HTTP/1.1"),
                head("database away", 503, "The database is unavailable", "GET /api/v1/logs HTTP/1.1"),
                head("XML wanted", 503, "The database", "GET /api/v1/logs HTTP/1.1", "Accept: application/xml"),
                head("nonsense wanted", 503, "The database", "GET /api/v1/hosts HTTP/1.1", "Accept: nonsense"),
                arguments("queue away", post("/api/v1/logs", "{\"host\":\"h\",\"message\":\"m\"}"), 503, "The queue"),
                arguments("no key", RawHttp.request("", "GET /api/v1/logs HTTP/1.0"), 401, "API key"));
    }

    private static Arguments head(String what, int status, String detail, String line, String... headers) {
        List<String> head =
                new ArrayList<>(List.of(line, "Host: a", "Connection: close", "X-API-Key: " + RunningServer.KEY));
        head.addAll(Arrays.asList(headers));
        return arguments(what, RawHttp.request("", head.toArray(String[]::new)), status, detail);
    }

    private static Arguments body(String what, int status, String detail, String body) {
        return arguments("body: " + what, post("/api/v1/rules", body), status, detail);
    }

    private static String post(String path, String body) {
        return RawHttp.request(
                body,
                "POST " + path + " HTTP/1.1",
                "Host: a",
                "Connection: close",
                "X-API-Key: " + RunningServer.KEY,
                JSON,
                "Content-Length: " + body.length());
    }

    private static String chunked(String path) {
        return RawHttp.request(
                "nonsense\r\n\r\n",
                "POST " + path + " HTTP/1.1",
                "Host: a",
                "X-API-Key: " + RunningServer.KEY,
                JSON,
                "Transfer-Encoding: chunked");
    }
}
