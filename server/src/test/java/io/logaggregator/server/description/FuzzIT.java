package io.logaggregator.server.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.server.description.Description.Example;
import io.logaggregator.server.description.Description.Operation;
import io.logaggregator.server.description.Description.Parameter;
import io.logaggregator.testkit.TestLoop;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Any request to any route gets a described response, and no key reads or changes more than its scope allows. */
@Tag("slow")
class FuzzIT {

    /** {@code -Dfuzz.seed=...} tries other input. */
    private static final long SEED = Long.getLong("fuzz.seed", 4_711);

    /** SQL state. */
    private static final String DEADLOCK = "40P01";

    private static final int REQUESTS_PER_ROUTE = 50;
    private static final int FORBIDDEN_REQUESTS_PER_ROUTE = 15;
    private static final int CURSORS = TestLoop.cycles(2_000, 10_000);

    private static final List<String> EXTREMES = List.of(
            "0",
            "1",
            "-1",
            "0s",
            "1ms",
            "-1s",
            "1ns",
            "36500d",
            "36501d",
            "106751d",
            "106752d",
            "99999999999d",
            "9223372036854775807s",
            "9223372036854775808s",
            "PT0S",
            "P99999999999D",
            "PT-1S",
            "-99999999999d",
            "1000",
            "1001",
            "99",
            "101",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "1e309",
            "NaN",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-292278994-08-17T07:12:55Z",
            "now",
            "");

    private static final List<String> SCOPES = List.of("ingest", "read", "operate", "admin", "metrics");
    /** Routes that may take minutes; the store's tests check their limits. */
    private static final Set<String> LONGER = Set.of("backtestRule", "exportLogs");

    private static final Set<String> INTAKE = Set.of("sendLogs", "sendMetrics");

    /** The message of the stored log event. */
    private static final String STORED = "it timed out";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Description description = Description.served();
    private static final Schemas schemas = new Schemas(description);

    private static Prepared prepared;
    private static RealServer server;

    /** Restricted to {@code web-*}; no other key sends here. */
    private static String senderKey;

    @BeforeAll
    static void start() throws Exception {
        prepared = Prepared.start(RealServer.start(
                "--aggregator.database.query-timeout=3s", "--aggregator.database.connection-timeout=2s"));
        server = prepared.server();
        senderKey = prepared.keyForHosts("web-*");
    }

    @AfterAll
    static void stop() {
        prepared.close();
    }

    static List<Operation> operations() {
        return description.operations();
    }

    static Stream<Operation> operationsWithAScope() {
        return operations().stream().filter(operation -> !operation.scopes().isEmpty());
    }

    static List<Operation> pagedOperations() {
        return operations().stream()
                .filter(operation -> operation.parameters("query").stream()
                        .anyMatch(parameter -> parameter.name().equals("cursor")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void randomRequest_hasADescribedResponse(Operation operation) throws Exception {
        RandomInput input = new RandomInput(RandomInput.seed(SEED, operation.id()));
        for (int number = 0; number < REQUESTS_PER_ROUTE; number++) {
            Sent sent = random(operation, input);
            assertDescribed(operation, sent, send(sent, keyFor(operation)));
        }
    }

    /** Durations, limits and times at and beyond the ends of types and ranges, one parameter at a time. */
    @ParameterizedTest
    @MethodSource("operations")
    void extremeParameter_isNoServerError(Operation operation) throws Exception {
        String path = prepared.path(operation);
        List<String> wrong = new ArrayList<>();
        for (Parameter parameter : operation.parameters("query")) {
            for (String extreme : EXTREMES) {
                String url = path + "?" + parameter.name() + "=" + URLEncoder.encode(extreme, StandardCharsets.UTF_8);
                int status = statusOf(operation.method(), url);
                if (status >= 500 && status != 503 && status != 504) {
                    wrong.add(status + " " + url);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void otherMethod_isNoServerError(Operation operation) throws Exception {
        for (String method : List.of("OPTIONS", "HEAD", "TRACE", "PROPFIND")) {
            assertThat(statusOf(method, prepared.path(operation)))
                    .as(method + " " + operation.path())
                    .isLessThan(500);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/health/canary",
                "/actuator/prometheus",
                "/actuator/loggers",
                "/actuator/loggers/ROOT",
                "/actuator/loggers/io.logaggregator.none",
                "/actuator/env"
            })
    void actuatorRoute_isNoServerError(String path) throws Exception {
        RandomInput input = new RandomInput(RandomInput.seed(SEED, path));
        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")) {
            assertThat(statusOf(method, path)).as(method).isIn(200, 204, 400, 401, 403, 404, 405, 503);
        }
        for (String body : List.of(
                "",
                "{}",
                "[]",
                "null",
                "x",
                "{\"configuredLevel\":1}",
                "{\"configuredLevel\":null}",
                "{\"configuredLevel\":\"LOUD\"}",
                "{\"configuredLevel\":[]}",
                "{\"x\":{}}")) {
            for (String type : List.of("application/json", "text/plain", MediaType.ALL_VALUE)) {
                Sent sent = new Sent("POST", path, type, body, StandardCharsets.UTF_8);
                assertThat(send(sent, RealServer.KEY).statusCode())
                        .as(sent.toString())
                        .isLessThan(500);
            }
        }
        for (String query : List.of("?name[]=" + input.encoded(), "?includedNames=" + input.encoded(), "?format=x")) {
            assertThat(statusOf("GET", path + query)).as(query).isIn(200, 400, 403, 404, 503);
        }
    }

    private static int statusOf(String method, String url) throws Exception {
        return server.send(server.request(url)
                        .header("X-API-Key", RealServer.KEY)
                        .timeout(Duration.ofSeconds(60))
                        .method(method, BodyPublishers.noBody()))
                .statusCode();
    }

    @ParameterizedTest
    @MethodSource("operationsWithAScope")
    void keyWithoutScope_isForbidden(Operation operation) throws Exception {
        RandomInput input = new RandomInput(RandomInput.seed(SEED, operation.id()));
        List<String> others = SCOPES.stream()
                .filter(scope -> !operation.scopes().contains(scope))
                .toList();
        for (int number = 0; number < FORBIDDEN_REQUESTS_PER_ROUTE; number++) {
            Sent sent = random(operation, input);
            HttpResponse<String> response = send(sent, prepared.keyOf(input.any(others)));

            assertThat(response.statusCode())
                    .as("%s: %s", sent, response.body())
                    .isIn(400, 403, 404, 415);
            assertThat(response.body()).as(sent.toString()).doesNotContain(STORED);
        }
    }

    @Test
    void changedCursors_areAcceptedOrRejected() throws Exception {
        List<Operation> paged = pagedOperations();
        RandomInput input = new RandomInput(SEED);
        String real = nextCursor("/api/v1/audit");
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int number = 0; number < CURSORS; number++) {
            Operation operation = paged.get(number % paged.size());
            String cursor = URLEncoder.encode(input.cursor(real), StandardCharsets.UTF_8);
            requests.add(() -> answer(operation, new Sent("GET", operation.path() + "?limit=2&cursor=" + cursor)));
        }

        assertThat(atOnce(requests, 4)).containsOnly(200, 400).contains(200, 400);
    }

    private static int answer(Operation operation, Sent sent) throws Exception {
        HttpResponse<String> response = send(sent, RealServer.KEY);
        assertDescribed(operation, sent, response);
        return response.statusCode();
    }

    private static List<Integer> atOnce(List<Callable<Integer>> requests, int many) throws Exception {
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            for (Future<Integer> answer : threads.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private static String nextCursor(String path) throws Exception {
        return JSON.readTree(
                        send(new Sent("GET", path + "?limit=1"), RealServer.KEY).body())
                .get("nextCursor")
                .asString();
    }

    /** The intake and the ingest read a message with the same decoder; if they took it for different hosts, it would show. */
    @Test
    void restrictedKey_writesForItsHostsOnly() throws Exception {
        for (String id : List.of("sendLogs", "sendMetrics")) {
            Operation operation = description.operation(id);
            RandomInput input = new RandomInput(RandomInput.seed(SEED, "hosts", id));
            for (int number = 0; number < REQUESTS_PER_ROUTE; number++) {
                send(random(operation, input), senderKey);
            }
        }
        for (int host = 0; host < 20; host++) {
            String last = "{\"host\": \"web-last-" + host + "\", \"message\": \"that was all\"}";
            send(new Sent("POST", "/api/v1/logs", "application/json", last, StandardCharsets.UTF_8), senderKey);
        }
        await().atMost(Duration.ofMinutes(5))
                .until(() -> strings("select distinct host from logs where host like 'web-last-%'")
                                .size()
                        == 20);

        assertThat(strings("select distinct host from logs")).allMatch(host -> host.startsWith("web-"));
        assertThat(strings("select distinct host from metric_series")).allMatch(host -> host.startsWith("web-"));
    }

    /** With all tables locked, so that no statement ends by itself. */
    @Test
    void everyRoute_respondsWithoutTheDatabase() throws Exception {
        Requests requests = new Requests(prepared);
        List<Callable<Integer>> all = new ArrayList<>();
        for (Operation operation : operations()) {
            if (!LONGER.contains(operation.id())) {
                HttpRequest.Builder request = requests.of(operation)
                        .header("X-API-Key", keyFor(operation))
                        .timeout(Duration.ofSeconds(60));
                all.add(() -> server.send(request).statusCode());
            }
        }
        try (Connection connection = server.database().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            await().atMost(Duration.ofMinutes(5))
                    .ignoreExceptionsMatching(FuzzIT::isDeadlock)
                    .until(() -> lockTables(connection, statement));

            assertThat(atOnce(all, all.size()))
                    .as("of %s", operations())
                    .allMatch(status -> status < 300 || status == 503 || status == 504)
                    .contains(504)
                    .hasSize(all.size());
        }
    }

    private static List<String> strings(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = server.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static String keyFor(Operation operation) {
        return INTAKE.contains(operation.id()) ? senderKey : RealServer.KEY;
    }

    private static boolean lockTables(Connection connection, Statement statement) throws SQLException {
        connection.rollback();
        statement.execute("""
                do $$ declare name text; begin
                    for name in select format('%I', tablename) from pg_tables where schemaname = current_schema loop
                        execute 'lock table ' || name || ' in access exclusive mode';
                    end loop;
                end $$""");
        return true;
    }

    /** The server may be using several tables in another order. */
    private static boolean isDeadlock(Throwable e) {
        return e instanceof SQLException sql && DEADLOCK.equals(sql.getSQLState());
    }

    private static Sent random(Operation operation, RandomInput input) throws Exception {
        String path = input.oneOf(4) && operation.path().contains("{")
                ? operation.path().replaceAll("\\{[^}]*}", Matcher.quoteReplacement(input.encoded()))
                : prepared.path(operation);
        String url = path + input.query(operation.parameters("query"));
        List<Example> examples =
                operation.examples().values().stream().flatMap(List::stream).toList();
        if (examples.isEmpty()) {
            return new Sent(operation.method(), url);
        }
        Example example = input.any(examples);
        String type =
                input.oneOf(20) ? input.any(List.of("text/plain", "application/xml", "*/*", "x")) : example.type();
        return new Sent(operation.method(), url, type, input.body(example), input.charset());
    }

    private static HttpResponse<String> send(Sent sent, String key) throws Exception {
        HttpRequest.Builder request = server.request(sent.url())
                .header("X-API-Key", key)
                .timeout(Duration.ofSeconds(60))
                .method(sent.method(), BodyPublishers.ofString(sent.body(), sent.charset()));
        if (!sent.type().isEmpty()) {
            request.header("Content-Type", sent.type());
        }
        return server.send(request);
    }

    private static void assertDescribed(Operation operation, Sent sent, HttpResponse<String> response) {
        assertThat(response.statusCode()).as("%s: %s", sent, response.body()).isLessThan(500);
        schemas.assertAnswer(
                operation,
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    }

    /** A request as text, so that a failure can be reproduced. */
    private record Sent(String method, String url, String type, String body, Charset charset) {

        Sent(String method, String url) {
            this(method, url, "", "", StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return method + " " + url + " " + type + " " + charset + " " + body;
        }
    }
}
